//! Compiled code, on the driver's path: the database makes an image of the program, or of its pullback.

use super::{
    Case, check,
    values::{compare, elements, flat_json, shape},
};
use pullback_codegen::{Jit, Scalar, Value};
use pullback_db::{Database, Derivative, FpMode, OptLevel, Request};
use pullback_ir::FloatKind;
use pullback_testing::interpret::Type;
use serde_json::Value as Json;

fn scalar(ty: &Type) -> Scalar {
    match ty {
        Type::Float(FloatKind::F16) => Scalar::F16,
        Type::Float(FloatKind::BF16) => Scalar::BF16,
        Type::Float(FloatKind::F32) => Scalar::F32,
        Type::Float(_) => Scalar::F64,
        Type::Int(width) => Scalar::Int(u8::try_from(*width).expect("at most 64")),
        _ => panic!("a scalar of type {ty:?}"),
    }
}

fn part(ty: &Type, json: &Json) -> Value {
    let whole = json.as_i64().or(json.as_bool().map(i64::from));
    let scalar = scalar(ty);
    let text = || json.as_str().and_then(|text| text.parse().ok());
    match json.as_f64().or_else(text) {
        Some(number) if !matches!(scalar, Scalar::Int(_)) => Value::float(scalar, number),
        _ => whole.map(|whole| Value::int(scalar.width(), whole)),
    }
    .unwrap_or_else(|| panic!("{json} as {ty:?}"))
}

/// The parts of a value, as compiled code takes them.
fn parts(ty: &Type, json: &Json) -> Vec<Value> {
    match ty {
        Type::Array(sizes, element) => {
            let known = sizes.iter().zip(shape(sizes, json));
            let unknown = known.filter(|(known, _)| known.is_none());
            let unknown = unknown.map(|(_, size)| Value::i64(size as i64));
            let all = elements(json, sizes.len()).into_iter();
            unknown.chain(all.map(|json| part(element, json))).collect()
        }
        Type::Tuple(fields) => {
            let all = json.as_array().expect("a list").iter();
            fields
                .iter()
                .zip(all)
                .flat_map(|(ty, json)| parts(ty, json))
                .collect()
        }
        _ => vec![part(ty, json)],
    }
}

fn as_number(value: Value) -> Result<f64, String> {
    match value {
        Value::Int { width: 1, bits } => Ok(bits as f64),
        other => other
            .as_f64()
            .or(other.as_i64().map(|value| value as f64))
            .ok_or_else(|| format!("{other:?} is no number")),
    }
}

/// The sizes and numbers of the next result.
fn next(ty: &Type, values: &mut impl Iterator<Item = Value>) -> Result<Vec<f64>, String> {
    let mut number = || as_number(values.next().ok_or("too few parts")?);
    match ty {
        Type::Array(sizes, _) => {
            let mut shape = vec![];
            for size in sizes {
                shape.push(match size {
                    Some(size) => *size as f64,
                    None => number()?,
                });
            }
            let count = shape.iter().product::<f64>() as usize;
            for _ in 0..count {
                shape.push(number()?);
            }
            Ok(shape)
        }
        Type::Tuple(fields) => {
            let fields: Result<Vec<_>, _> = fields.iter().map(|ty| next(ty, values)).collect();
            Ok(fields?.concat())
        }
        _ => Ok(vec![number()?]),
    }
}

/// Calls what is compiled, and compares each of its results.
fn run(
    case: &Case,
    derivative: Derivative,
    (opt_level, fp): (OptLevel, FpMode),
    seeds: &str,
    more: &[(Type, Json)],
) -> Result<(), String> {
    let mut db = Database::new();
    let file = db.set_file(&format!("{}.mlir", case.name), case.text.as_str());
    let request = Request {
        opt_level,
        fp,
        ..Request::new(file, "f", derivative)
    };
    let image = db.image(&request).map_err(|found| found.to_string())?;
    let jit = Jit::new().map_err(|error| error.to_string())?;
    for object in &image.objects {
        jit.add_object(object).map_err(|error| error.to_string())?;
    }
    let function = jit
        .function(&image.entry)
        .map_err(|error| error.to_string())?;
    let inputs = case.list("inputs");
    let seeds = case.list(seeds);
    let own = case.arguments.iter().zip(&inputs);
    let smooth = case.smooth();
    let seeded = smooth.iter().zip(&seeds);
    let inputs: Vec<Value> = own
        .chain(seeded)
        .flat_map(|((_, ty), json)| parts(ty, json))
        .collect();
    let found = function
        .call_values(&inputs)
        .map_err(|error| error.to_string())?;
    let mut found = found.into_iter();
    let results = case.results.iter().map(|(_, ty)| ty.clone());
    let results = results.zip(case.list("results"));
    for (ty, json) in results.chain(more.iter().cloned()) {
        compare(
            &next(&ty, &mut found)?,
            &flat_json(&ty, &json),
            case.tolerance(),
        )?;
    }
    match found.next() {
        None => Ok(()),
        Some(part) => Err(format!("one more part: {part:?}")),
    }
}

fn by_value(case: &Case) -> Option<Result<(), String>> {
    Some(run(case, Derivative::None, PLAIN, "", &[]))
}

/// Every operation as it is written, and all that the compiler may do.
const PLAIN: (OptLevel, FpMode) = (OptLevel::O0, FpMode::Strict);
const FAST: (OptLevel, FpMode) = (OptLevel::O3, FpMode::Fast);

fn by_pullback(case: &Case) -> Option<Result<(), String>> {
    pulled_back(case, PLAIN)
}

fn by_fast_pullback(case: &Case) -> Option<Result<(), String>> {
    pulled_back(case, FAST)
}

fn pulled_back(case: &Case, how: (OptLevel, FpMode)) -> Option<Result<(), String>> {
    case.reference.get("gradients")?;
    let wrt = Some(case.wrt());
    let types = case.varied().into_iter().map(|(_, ty)| ty);
    let gradients: Vec<_> = types.zip(case.list("gradients")).collect();
    let derivative = Derivative::Vjp { wrt };
    Some(run(case, derivative, how, "cotangents", &gradients))
}

/// A test for each part of the programs, which run side by side.
macro_rules! in_parts {
    ($($name:ident: $stage:expr, $unhandled:expr;)*) => {
        $(mod $name {
            use super::*;

            in_parts!(@part $stage, $unhandled; part_0 = 0, part_1 = 1, part_2 = 2, part_3 = 3);
        })*
    };
    (@part $stage:expr, $unhandled:expr; $($test:ident = $part:expr),*) => {
        $(#[test]
        fn $test() {
            check(($part, 4), $unhandled, $stage);
        })*
    };
}

in_parts! {
    values: by_value, NO_VALUES;
    gradients: by_pullback, NO_GRADIENTS;
    fast: by_fast_pullback, NO_GRADIENTS;
}

const NO_VALUES: &[&str] = &[];

const NO_GRADIENTS: &[&str] = &[];
