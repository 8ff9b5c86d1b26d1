//! Every program of `tests/programs` gives what it says, split into functions and as a whole.

use pullback_codegen::{Jit, Scalar, Value};
use pullback_db::{Database, Derivative, FpMode, Mode, OptLevel, Request};
use serde_json::Value as Json;
use std::{fs, path::PathBuf};

/// The programs of a folder, with their names.
pub(crate) fn programs(folder: &str) -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/programs")
        .join(folder);
    let mut paths: Vec<_> = fs::read_dir(root)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "mlir")
        })
        .collect();
    paths.sort();
    let program = |path: PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(path).expect("it can be read"))
    };
    paths.into_iter().map(program).collect()
}

/// A call's derivative.
fn derivative(call: &Json) -> Derivative {
    let wrt = call["wrt"].as_array().map(|list| {
        let index = |value: &Json| value.as_u64().expect("an index") as usize;
        list.iter().map(index).collect()
    });
    match call["command"].as_str().expect("a command") {
        "run" => Derivative::None,
        "vjp" => Derivative::Vjp { wrt },
        "jvp" => Derivative::Jvp { wrt },
        "hvp" => Derivative::Hvp { wrt },
        "hessian" => Derivative::Hessian { wrt },
        "jacobian" => Derivative::Jacobian {
            wrt,
            mode: call["mode"].as_str().map(|mode| match mode {
                "forward" => Mode::Forward,
                _ => Mode::Reverse,
            }),
        },
        _ => Derivative::Grad {
            wrt,
            mode: if call["mode"] == "forward" {
                Mode::Forward
            } else {
                Mode::Reverse
            },
            order: call["order"].as_u64().unwrap_or(1) as u32,
        },
    }
}

/// The numbers and truth values in a tree.
fn leaves(json: &Json) -> Vec<Json> {
    match json {
        Json::Array(items) => items.iter().flat_map(leaves).collect(),
        Json::Null => vec![],
        leaf => vec![leaf.clone()],
    }
}

fn number(json: &Json) -> f64 {
    match json {
        Json::Bool(value) => f64::from(u8::from(*value)),
        Json::String(text) => text.parse().expect("a float"),
        other => other.as_f64().expect("a number"),
    }
}

fn value(scalar: Scalar, json: &Json) -> Value {
    Value::float(scalar, number(json))
        .unwrap_or_else(|| Value::int(scalar.width(), number(json) as i64))
}

fn as_number(value: Value) -> f64 {
    match value {
        Value::Int { width: 1, bits } => bits as f64,
        other => other
            .as_f64()
            .or(other.as_i64().map(|value| value as f64))
            .expect("a number"),
    }
}

/// Why a call does not give what it says.
fn failure(db: &Database, file: pullback_db::File, call: &Json, fp: FpMode) -> Option<String> {
    let entry = call["entry"].as_str().expect("an entry");
    let request = Request {
        opt_level: OptLevel::O0,
        fp,
        ..Request::new(file, entry, derivative(call))
    };
    let image = match db.image(&request) {
        Ok(image) => image,
        Err(found) => return Some(found.to_string()),
    };
    let jit = Jit::new().expect("this machine runs code");
    for object in &image.objects {
        jit.add_object(object).expect("the object is new");
    }
    let function = jit
        .function(&image.entry)
        .expect("the image defines its entry");
    if !function.entry().data.is_empty() {
        // The tests of the driver, which knows trees, call it.
        return None;
    }
    let inputs = [&call["inputs"], &call["cotangents"], &call["tangents"]];
    let inputs: Vec<Json> = inputs.into_iter().flat_map(leaves).collect();
    let scalars = &function.entry().args;
    assert_eq!(scalars.len(), inputs.len(), "{call}");
    let inputs: Vec<Value> = scalars
        .iter()
        .zip(&inputs)
        .map(|(scalar, json)| value(*scalar, json))
        .collect();
    let found: Vec<f64> = function
        .call_values(&inputs)
        .expect("the inputs fit")
        .into_iter()
        .map(as_number)
        .collect();
    let expected = [
        &call["results"],
        &call["value"],
        &call["gradients"],
        &call["tangents_out"],
        &call["products"],
        &call["jacobian"],
        &call["hessian"],
    ];
    let expected: Vec<f64> = expected
        .into_iter()
        .flat_map(leaves)
        .map(|json| number(&json))
        .collect();
    let tolerance = call["tolerance"].as_f64().unwrap_or(1e-10);
    let largest = expected
        .iter()
        .fold(1.0_f64, |largest, value| largest.max(value.abs()));
    let close = |(a, b): (&f64, &f64)| {
        (a - b).abs() <= tolerance * largest || a == b || (a.is_nan() && b.is_nan())
    };
    let good = found.len() == expected.len() && found.iter().zip(&expected).all(close);
    (!good).then(|| format!("{found:?} instead of {expected:?}"))
}

/// The programs are tried in so many parts, which run side by side.
const PARTS: usize = 4;

/// Makes the calls of a part of the programs.
fn run_part(part: usize, fp: FpMode, wrap: impl Fn(&str) -> String) {
    let mut db = Database::new();
    let (mut failures, mut count) = (vec![], 0);
    for (name, text) in programs("").into_iter().skip(part).step_by(PARTS) {
        let file = db.set_file(&name, wrap(&text));
        for call in text
            .lines()
            .filter_map(|line| line.strip_prefix("// CHECK-CALL: "))
        {
            let call: Json = serde_json::from_str(call).expect("a call is JSON");
            count += 1;
            if let Some(why) = failure(&db, file, &call, fp) {
                failures.push(format!("{name}: {call}\n  {why}"));
            }
        }
    }
    assert!(count > 50, "{count}");
    assert!(
        failures.is_empty(),
        "{} of {count}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// A test for each part.
macro_rules! in_parts {
    ($($name:ident: $fp:expr, $wrap:expr;)*) => {
        $(mod $name {
            use super::*;

            in_parts!(@part $fp, $wrap; part_0 = 0, part_1 = 1, part_2 = 2, part_3 = 3);
        })*
    };
    (@part $fp:expr, $wrap:expr; $($test:ident = $part:expr),*) => {
        $(#[test]
        fn $test() {
            run_part($part, $fp, $wrap);
        })*
    };
}

in_parts! {
    split_into_functions: FpMode::default(), str::to_owned;
    with_sums_and_products_regrouped: FpMode::Fast, str::to_owned;
    as_a_whole: FpMode::default(), in_a_module;
}

/// The program in a module, which is not split; aliases stand before it.
pub(crate) fn in_a_module(text: &str) -> String {
    let (aliases, rest): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with(['!', '#']));
    format!(
        "{}\nmodule {{\n{}\n}}\n",
        aliases.join("\n"),
        rest.join("\n")
    )
}
