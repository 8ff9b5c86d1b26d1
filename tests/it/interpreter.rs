//! The `run` lines of the programs, by the reference interpreter.

use pullback_ir::{Context, Module, with_deep_stack};
use pullback_testing::{
    interpret::{Error, ErrorKind, Head, Limits, Program, Type, Value},
    number::{DoubleDouble, Number},
};
use serde_json::Value as Json;
use std::{fs, path::Path};

/// How far a number may be off, by its size or by one. Differences of differences lose five digits an order.
const TOLERANCE: f64 = 1e-12;
const BY_DIFFERENCES: f64 = 1e-6;

#[test]
fn programs_give_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let (mut count, mut left_out, mut wrong) = (0, 0, vec![]);
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "mlir") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the file can be read");
        for line in text
            .lines()
            .filter_map(|line| line.split_once("CHECK-CALL:"))
        {
            let call: Json = serde_json::from_str(line.1).expect("CHECK-CALL is JSON");
            if call["command"] != "run" {
                continue;
            }
            count += 1;
            let is_right = check(&text, &call);
            left_out += usize::from(is_right == Ok(false));
            if let Err(why) = is_right {
                wrong.push(format!("{} {}: {why}", path.display(), line.1));
            }
        }
    }
    assert!(count > 150, "{count} calls only");
    assert!(left_out < 40, "{left_out} of {count} calls are left out");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// False: the derivatives are ones that differences do not show.
fn check(text: &str, call: &Json) -> Result<bool, String> {
    let program = with_deep_stack(|| {
        let context = Context::new(&pullback_passes::registry());
        let module =
            Module::parse(&context, text, "program.mlir").map_err(|error| error.to_string())?;
        Ok::<_, String>(Program::new(&module))
    })?;
    let tolerance = call["tolerance"].as_f64().unwrap_or(TOLERANCE);
    let results = match evaluate::<f64>(&program, call, false) {
        Err(error) if error.kind == ErrorKind::Unsupported => {
            match evaluate::<DoubleDouble>(&program, call, true) {
                // Rules of one's own, and cotangents of captures.
                // The sixth derivative is beyond the numbers and the budget.
                Err(error) if error.kind != ErrorKind::Undefined => return Ok(false),
                results => (results, tolerance.max(BY_DIFFERENCES)),
            }
        }
        results => (results, tolerance),
    };
    let (results, tolerance) = (results.0.map_err(|error| error.to_string())?, results.1);
    match is_close(&Json::Array(results.clone()), &call["results"], tolerance) {
        true => Ok(true),
        false => Err(format!("gives {results:?}")),
    }
}

fn evaluate<N: Number>(
    program: &Program,
    call: &Json,
    differences: bool,
) -> Result<Vec<Json>, Error> {
    let entry = call["entry"].as_str().expect("an entry");
    let (arguments, results) = program.signature(entry).expect("the entry is there");
    let inputs = call["inputs"].as_array().expect("inputs");
    let inputs = arguments
        .iter()
        .zip(inputs)
        .map(|(ty, json)| read(program, ty, json));
    let limits = Limits {
        differences,
        steps: 3_000_000,
        ..Limits::default()
    };
    let values = program.call::<N>(entry, inputs.collect(), limits)?;
    Ok(values
        .iter()
        .zip(results)
        .map(|(value, ty)| write(program, value, ty))
        .collect())
}

fn read<N: Number>(program: &Program, ty: &Type, json: &Json) -> Value<N> {
    let list = |types: &[Type], json: &Json| {
        let items = json.as_array().expect("a list").iter();
        types
            .iter()
            .zip(items)
            .map(|(ty, json)| read(program, ty, json))
            .collect()
    };
    match ty {
        Type::Float(kind) => {
            let text = json.as_str().map(|text| text.parse().expect("a number"));
            Value::Float(N::from_f64(text.or(json.as_f64()).expect("a number")).rounded(*kind))
        }
        Type::Int(1) => Value::bool(json.as_bool().expect("a truth value")),
        Type::Int(width) => {
            Value::Int(json.as_i64().expect("an integer") as u64 & (u64::MAX >> (64 - width)))
        }
        Type::Array(sizes, element) => {
            let mut items = vec![json];
            let mut shape = vec![];
            for known in sizes {
                let first = items.first().and_then(|item| item.as_array());
                // No list says how many an empty one would hold.
                shape.push(first.map_or(known.unwrap_or(0), Vec::len));
                let inner = items
                    .into_iter()
                    .flat_map(|item| item.as_array().expect("a list"));
                items = inner.collect();
            }
            let elements = items.into_iter().map(|item| read(program, element, item));
            Value::array(shape, elements.collect())
        }
        Type::Tuple(fields) => Value::tuple(list(fields, json)),
        Type::Data(name) => {
            let (constructor, fields) = json
                .as_object()
                .and_then(|object| object.iter().next())
                .expect("data");
            let all = program.constructors(name);
            let index = all
                .iter()
                .position(|(name, _)| name == constructor)
                .expect("a constructor");
            Value::node(Head::Constructor(index), list(&all[index].1, fields))
        }
        _ => panic!("a value of type {ty:?}"),
    }
}

fn write<N: Number>(program: &Program, value: &Value<N>, ty: &Type) -> Json {
    match (ty, value) {
        (Type::Float(_), Value::Float(x)) => Json::from(x.to_f64()),
        (Type::Int(1), Value::Int(bits)) => Json::from(*bits == 1),
        (Type::Int(width), Value::Int(bits)) => {
            Json::from((bits << (64 - width)).cast_signed() >> (64 - width))
        }
        (Type::Array(_, element), Value::Array(array)) => {
            let elements = array.elements.iter();
            let mut items: Vec<Json> = elements
                .map(|value| write(program, value, element))
                .collect();
            for (at, &size) in array.shape.iter().enumerate().rev() {
                let lists: usize = array.shape[..at].iter().product();
                let mut items_left = items.into_iter();
                items = (0..lists)
                    .map(|_| items_left.by_ref().take(size).collect())
                    .collect();
            }
            items.pop().unwrap_or(Json::Null)
        }
        (Type::Tuple(types), Value::Node(node)) => node
            .fields
            .iter()
            .zip(types)
            .map(|(value, ty)| write(program, value, ty))
            .collect(),
        (Type::Data(name), Value::Node(node)) => {
            let Head::Constructor(index) = node.head else {
                return Json::Null;
            };
            let (name, types) = &program.constructors(name)[index];
            let fields: Json = node
                .fields
                .iter()
                .zip(types)
                .map(|(value, ty)| write(program, value, ty))
                .collect();
            Json::Object([(name.clone(), fields)].into_iter().collect())
        }
        _ => Json::Null,
    }
}

fn is_close(a: &Json, b: &Json, tolerance: f64) -> bool {
    match (a, b) {
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_close(a, b, tolerance))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| a.0 == b.0 && is_close(a.1, b.1, tolerance))
        }
        (Json::Number(a), Json::Number(b)) => {
            let (a, b) = (
                a.as_f64().unwrap_or(f64::NAN),
                b.as_f64().unwrap_or(f64::NAN),
            );
            (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
        }
        // Infinities and NaN are texts, and JSON's numbers have neither.
        (Json::Null, Json::String(_)) => true,
        (a, b) => a == b,
    }
}
