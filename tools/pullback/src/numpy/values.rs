//! Between arrays of files and the parts of values.

use super::{
    Archive, Wrong,
    npy::{Array, Kind, Number, shape_text},
};
use crate::types::{Type, array};
use pullback_codegen::{Scalar, Value};

/// The parts of a value that an array holds. `name` is how a message speaks of the value, `file` of the array.
pub fn parts(name: &str, file: &str, found: &Array, ty: &Type) -> Result<Vec<Value>, Wrong> {
    let shape = shape_text(&found.shape);
    let wrong = |advice: String| {
        let what =
            format!("{name} is {file}, of shape {shape} and type {found}, and its type is {ty}");
        (what, advice)
    };
    let (sizes, element) = match ty {
        Type::Scalar(element) => (&[][..], *element),
        Type::Array(sizes, element) => (sizes.as_slice(), *element),
        Type::Tuple(_) => return Err(wrong("give an array for each field".into())),
        Type::Data(_) | Type::Tangent(_) => return Err(wrong("write it as JSON".into())),
    };
    let fits = |(size, found): (&Option<u64>, &u64)| size.is_none_or(|size| size == *found);
    if sizes.len() != found.shape.len() || !sizes.iter().zip(&found.shape).all(fits) {
        let wanted = array(sizes, element).to_string();
        let wanted = match wanted.rsplit_once('x') {
            Some((wanted, _)) if !sizes.is_empty() => wanted,
            _ => "()",
        };
        return Err(wrong(format!("give an array of shape {wanted}")));
    }
    let unknown = sizes.iter().zip(&found.shape);
    let unknown = unknown.filter(|(size, _)| size.is_none());
    let mut values: Vec<_> = unknown
        .map(|(_, size)| Value::i64(size.cast_signed()))
        .collect();
    for (index, number) in found.numbers().enumerate() {
        values.push(value(element, number).map_err(|advice| match advice {
            Some(advice) => (
                format!(
                    "{name} is {file}, whose element {} is {}, and its type is {ty}",
                    position(index, &found.shape),
                    shown(number)
                ),
                advice,
            ),
            None => wrong(wanted(element).into()),
        })?);
    }
    Ok(values)
}

/// A number as JSON has it: whole ones are floats as well, and nothing else becomes another kind. The error is what to do about this one
/// number, or nothing where no number of its type will do.
fn value(scalar: Scalar, number: Number) -> Result<Value, Option<String>> {
    match (scalar, number) {
        (Scalar::Int(1), Number::Bool(truth)) => Ok(Value::bool(truth)),
        (Scalar::Int(1), _) => Err(None),
        (Scalar::Int(width), Number::Int(integer)) => {
            let largest = i128::from(i64::MAX >> (64 - width));
            match i64::try_from(integer) {
                Ok(small) if (-largest - 1..=largest).contains(&integer) => {
                    Ok(Value::int(width, small))
                }
                _ => Err(Some(format!(
                    "give whole numbers from {} to {largest}",
                    -largest - 1
                ))),
            }
        }
        (Scalar::F32, Number::Int(integer)) => Ok(Value::F32(integer as f32)),
        (Scalar::F16, Number::F16(bits)) => Ok(Value::F16(bits)),
        (Scalar::BF16, Number::Raw(bits)) => Ok(Value::BF16(bits)),
        (Scalar::F32, Number::F32(float)) => Ok(Value::F32(float)),
        (_, Number::Bool(_) | Number::Raw(_)) => Err(None),
        (_, Number::Int(integer)) => rounded(scalar, integer as f64),
        (_, Number::F16(bits)) => rounded(scalar, Value::F16(bits).as_f64().unwrap_or_default()),
        (_, Number::F32(float)) => rounded(scalar, float.into()),
        (_, Number::F64(float)) => rounded(scalar, float),
    }
}

fn rounded(scalar: Scalar, float: f64) -> Result<Value, Option<String>> {
    let value = Value::float(scalar, float).ok_or(None)?;
    match value.as_f64() {
        Some(rounded) if rounded.is_infinite() && float.is_finite() => {
            Err(Some("give numbers that the type has".into()))
        }
        _ => Ok(value),
    }
}

/// What numbers of a type are read from.
fn wanted(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Int(1) => "give an array of bool",
        Scalar::Int(_) => "give an array of integers",
        Scalar::BF16 => "give an array of floats or integers, or bfloat16 as JAX saves it",
        _ => "give an array of floats or integers",
    }
}

/// `[1, 2]`.
fn position(index: usize, shape: &[u64]) -> String {
    let mut rest = index;
    let mut places = vec![];
    for size in shape.iter().rev().map(|size| *size as usize) {
        places.push((rest % size).to_string());
        rest /= size;
    }
    places.reverse();
    format!("[{}]", places.join(", "))
}

fn shown(number: Number) -> String {
    match number {
        Number::Bool(truth) => truth.to_string(),
        Number::Int(integer) => integer.to_string(),
        Number::F16(bits) => Value::F16(bits).to_string(),
        Number::F32(float) => format!("{float:?}"),
        Number::F64(float) => format!("{float:?}"),
        Number::Raw(bits) => format!("{bits:#06x}"),
    }
}

/// The parts of a value that an archive has under a name; a tuple's fields are under `t.0` and so on. `positional` is the name that the
/// archive has it under if it was written without names.
pub fn of_member(
    archive: &mut Archive,
    path: &str,
    name: &str,
    member: &str,
    positional: Option<&str>,
    ty: &Type,
) -> Result<Vec<Value>, Wrong> {
    if let Type::Tuple(fields) = ty {
        let mut values = vec![];
        for (index, field) in fields.iter().enumerate() {
            let member = format!("{member}.{index}");
            let name = format!("field {index} of {name}");
            values.extend(of_member(archive, path, &name, &member, None, field)?);
        }
        return Ok(values);
    }
    let names = archive.names();
    let has = |member: &str| names.iter().any(|name| name == member);
    let found = [Some(member), positional]
        .into_iter()
        .flatten()
        .find(|member| has(member));
    let Some(found) = found else {
        let shown = super::members(&names);
        return Err((
            format!("{path} has no array {member} for {name}, and its type is {ty}"),
            format!("give it one beside {shown}"),
        ));
    };
    let read = archive.array(found)?;
    parts(name, &format!("{found} in {path}"), &read, ty)
}

/// The arrays that a value is written as, under a name; a value of a data type is none.
pub fn to_member(
    member: &str,
    ty: &Type,
    parts: &mut dyn Iterator<Item = Value>,
    arrays: &mut Vec<(String, Array)>,
) -> Result<(), Wrong> {
    let (sizes, element) = match ty {
        Type::Scalar(element) => (&[][..], *element),
        Type::Array(sizes, element) => (sizes.as_slice(), *element),
        Type::Tuple(fields) => {
            for (index, field) in fields.iter().enumerate() {
                to_member(&format!("{member}.{index}"), field, parts, arrays)?;
            }
            return Ok(());
        }
        Type::Data(_) | Type::Tangent(_) => {
            return Err((
                format!("{member} is {ty}, which is no array"),
                "use --json, or name a file that ends in .json".into(),
            ));
        }
    };
    let mut shape = vec![];
    for size in sizes {
        let size = size.or_else(|| parts.next().map(Value::to_bits));
        shape.push(size.unwrap_or_default());
    }
    let count = match shape.contains(&0) {
        true => 0,
        false => shape.iter().product::<u64>() as usize,
    };
    let (kind, width) = match element {
        Scalar::Int(1) => (Kind::Bool, 1),
        Scalar::Int(bits) => (Kind::Int, usize::from(bits).div_ceil(8).next_power_of_two()),
        Scalar::F16 => (Kind::Float, 2),
        // NumPy has no bfloat16; its values are those of wider floats.
        Scalar::BF16 | Scalar::F32 => (Kind::Float, 4),
        _ => (Kind::Float, 8),
    };
    let mut data = Vec::with_capacity(count * width);
    for value in parts.take(count) {
        let bits = match value {
            Value::Int { width: 1, .. } => value.to_bits(),
            Value::Int { .. } => value.as_i64().unwrap_or_default().cast_unsigned(),
            Value::BF16(_) => (value.as_f64().unwrap_or_default() as f32).to_bits().into(),
            _ => value.to_bits(),
        };
        data.extend(&bits.to_le_bytes()[..width]);
    }
    arrays.push((member.to_owned(), Array::new(kind, width, shape, data)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Scalar; 8] = [
        Scalar::Int(1),
        Scalar::Int(3),
        Scalar::Int(8),
        Scalar::Int(64),
        Scalar::F16,
        Scalar::BF16,
        Scalar::F32,
        Scalar::F64,
    ];

    #[test]
    fn values_of_all_types_come_back() {
        for scalar in KINDS {
            let bits = [0, 1, u64::MAX, 0x3ff8_0000_3fc0_3e00];
            let mut values: Vec<_> = bits
                .iter()
                .map(|bits| Value::from_bits(scalar, *bits))
                .filter(|value| value.as_f64().is_none_or(|float| !float.is_nan()))
                .collect();
            values.insert(0, Value::i64(values.len() as i64));
            let ty = Type::Array(vec![None], scalar);
            let mut arrays = vec![];
            to_member("x", &ty, &mut values.iter().copied(), &mut arrays).expect("an array");
            let (_, array) = &arrays[0];
            let read = Array::read(&array.bytes()[..]).expect("the same");
            assert_eq!(parts("x", "f", &read, &ty), Ok(values), "{scalar}");
        }
    }

    #[test]
    fn numbers_are_read_as_those_of_json() {
        for (scalar, number, expected) in [
            (Scalar::F32, Number::F64(0.1), Ok(Value::F32(0.1))),
            (Scalar::F16, Number::F32(65504.0), Ok(Value::F16(0x7bff))),
            (Scalar::F64, Number::F16(0x3c00), Ok(Value::F64(1.0))),
            (Scalar::F32, Number::Int(-3), Ok(Value::F32(-3.0))),
            (Scalar::BF16, Number::Raw(0x3f80), Ok(Value::BF16(0x3f80))),
            (
                Scalar::F32,
                Number::F64(f64::INFINITY),
                Ok(Value::F32(f32::INFINITY)),
            ),
            (
                Scalar::F32,
                Number::F64(1e300),
                Err(Some("give numbers that the type has".into())),
            ),
            (Scalar::F64, Number::Raw(1), Err(None)),
            (Scalar::F64, Number::Bool(true), Err(None)),
            (Scalar::Int(1), Number::Int(1), Err(None)),
            (Scalar::Int(8), Number::F64(1.0), Err(None)),
            (Scalar::Int(8), Number::Int(-128), Ok(Value::int(8, -128))),
            (
                Scalar::Int(8),
                Number::Int(128),
                Err(Some("give whole numbers from -128 to 127".into())),
            ),
            (
                Scalar::Int(64),
                Number::Int(u64::MAX.into()),
                Err(Some(
                    "give whole numbers from -9223372036854775808 to 9223372036854775807".into(),
                )),
            ),
        ] {
            assert_eq!(value(scalar, number), expected, "{scalar} {number:?}");
        }
    }

    #[test]
    fn shapes_and_elements_that_do_not_fit_are_named() {
        let bytes = [0.5_f64, 2.0].map(f64::to_le_bytes).concat();
        let array = Array::new(Kind::Float, 8, vec![1, 2], bytes);
        let message = |ty: Type| {
            let (what, advice) = parts("argument 0", "x.npy", &array, &ty).expect_err("refused");
            format!("{what}; {advice}")
        };
        assert_eq!(
            message(Type::Array(vec![None, Some(3)], Scalar::F64)),
            "argument 0 is x.npy, of shape 1x2 and type float64, and its type is tensor<?x3xf64>; give an array of shape ?x3"
        );
        assert_eq!(
            message(Type::Scalar(Scalar::F64)),
            "argument 0 is x.npy, of shape 1x2 and type float64, and its type is f64; give an array of shape ()"
        );
        assert_eq!(
            message(Type::Array(vec![None, Some(2)], Scalar::Int(64))),
            "argument 0 is x.npy, of shape 1x2 and type float64, and its type is tensor<?x2xi64>; give an array of integers"
        );
        let bytes = [1_i16, 200].map(i16::to_le_bytes).concat();
        let array = Array::new(Kind::Int, 2, vec![1, 2], bytes);
        let ty = Type::Array(vec![None, None], Scalar::Int(8));
        let (what, _) = parts("argument 0", "x.npy", &array, &ty).expect_err("refused");
        assert_eq!(
            what,
            "argument 0 is x.npy, whose element [0, 1] is 200, and its type is tensor<?x?xi8>"
        );
    }
}
