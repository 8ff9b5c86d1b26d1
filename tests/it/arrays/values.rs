//! JSON to values and numbers, by types.

use pullback_testing::{
    interpret::{Type, Value},
    number::Number,
};
use serde_json::Value as Json;

fn number(json: &Json) -> f64 {
    match json {
        Json::Bool(truth) => f64::from(u8::from(*truth)),
        Json::String(text) => text.parse().expect("a number"),
        other => other.as_f64().expect("a number"),
    }
}

fn integer(json: &Json, width: u32) -> u64 {
    match json {
        Json::Bool(truth) => (*truth).into(),
        other => other.as_i64().expect("an integer").cast_unsigned() & (u64::MAX >> (64 - width)),
    }
}

/// The sizes of an array; where a size is zero the type tells the others, or they are zero.
pub fn shape(sizes: &[Option<usize>], json: &Json) -> Vec<usize> {
    let mut place = Some(json);
    let size = |known: &Option<usize>| {
        let list = place.map(|json| json.as_array().expect("a list"));
        place = list.and_then(|list| list.first());
        known.or(list.map(Vec::len)).unwrap_or(0)
    };
    sizes.iter().map(size).collect()
}

/// The elements of lists in lists, this deep.
pub fn elements(json: &Json, depth: usize) -> Vec<&Json> {
    match depth {
        0 => vec![json],
        _ => {
            let list = json.as_array().expect("a list");
            list.iter()
                .flat_map(|json| elements(json, depth - 1))
                .collect()
        }
    }
}

/// A value for the interpreter.
pub fn value<N: Number>(ty: &Type, json: &Json) -> Value<N> {
    match ty {
        Type::Float(kind) => Value::Float(N::from_f64(number(json)).rounded(*kind)),
        Type::Int(width) => Value::Int(integer(json, *width)),
        Type::Array(sizes, element) => {
            let all = elements(json, sizes.len()).into_iter();
            Value::array(
                shape(sizes, json),
                all.map(|json| value(element, json)).collect(),
            )
        }
        Type::Tuple(fields) => {
            let all = json.as_array().expect("a list").iter();
            Value::tuple(
                fields
                    .iter()
                    .zip(all)
                    .map(|(ty, json)| value(ty, json))
                    .collect(),
            )
        }
        _ => panic!("a value of type {ty:?}"),
    }
}

/// The sizes and numbers of a value; nothing where it is poison in part.
pub fn flat<N: Number>(ty: &Type, value: &Value<N>) -> Option<Vec<f64>> {
    match (ty, value) {
        (_, Value::Float(x)) => Some(vec![x.to_f64()]),
        (Type::Int(1), Value::Int(bits)) => Some(vec![*bits as f64]),
        (Type::Int(width), Value::Int(bits)) => {
            let unused = 64 - width;
            Some(vec![((bits << unused).cast_signed() >> unused) as f64])
        }
        (Type::Array(_, element), Value::Array(array)) => {
            let mut numbers: Vec<f64> = array.shape.iter().map(|&size| size as f64).collect();
            for one in &array.elements {
                numbers.extend(flat(element, one)?);
            }
            Some(numbers)
        }
        (Type::Tuple(types), Value::Node(node)) => {
            let mut numbers = vec![];
            for (ty, field) in types.iter().zip(&node.fields) {
                numbers.extend(flat(ty, field)?);
            }
            Some(numbers)
        }
        _ => None,
    }
}

/// The same of what a reference says.
pub fn flat_json(ty: &Type, json: &Json) -> Vec<f64> {
    match ty {
        Type::Array(sizes, _) => {
            let shape = shape(sizes, json).into_iter().map(|size| size as f64);
            let all = elements(json, sizes.len()).into_iter().map(number);
            shape.chain(all).collect()
        }
        Type::Tuple(types) => {
            let all = json.as_array().expect("a list").iter();
            types
                .iter()
                .zip(all)
                .flat_map(|(ty, json)| flat_json(ty, json))
                .collect()
        }
        _ => vec![number(json)],
    }
}

/// Whether numbers are close, by the greatest of them or by one.
pub fn compare(found: &[f64], expected: &[f64], tolerance: f64) -> Result<(), String> {
    let finite = expected.iter().filter(|x| x.is_finite());
    let size = finite.fold(1.0_f64, |size, x| size.max(x.abs()));
    let is_close = |(a, b): (&f64, &f64)| {
        a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= tolerance * size
    };
    match found.len() == expected.len() && found.iter().zip(expected).all(is_close) {
        true => Ok(()),
        false => Err(format!("{found:?} instead of {expected:?}")),
    }
}
