//! The `CHECK-CALL` lines of the programs: JSON objects with a call and what it must give.

use crate::{directives, mlir_files, pullback, root};
use serde_json::Value as Json;
use std::{
    collections::BTreeSet,
    fs,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How far a number may be off, by its size or by one, whichever is more.
const TOLERANCE: f64 = 1e-12;

/// One call of each command a program, and all calls of programs with data types: the database's tests make the others,
/// without a process for each, but do not read values of data types.
#[test]
fn calls_in_programs() {
    let mut seen = BTreeSet::new();
    let files = mlir_files("tests/programs").into_iter();
    let with_data: BTreeSet<_> = files.filter(|file| has_data(file)).collect();
    let calls = calls("tests/programs").into_iter().filter(|(file, call)| {
        let call: Json = serde_json::from_str(call).unwrap_or_default();
        let command = (call["command"].to_string(), call["mode"].to_string());
        seen.insert((file.clone(), command)) || with_data.contains(file)
    });
    check_calls(&calls.collect::<Vec<_>>());
}

#[test]
fn calls_in_examples() {
    check_calls(&calls("examples"));
}

fn has_data(file: &str) -> bool {
    let text = fs::read_to_string(root().join(file)).expect("the program can be read");
    text.contains("functional.data")
}

/// The calls of a folder's programs, each with its file.
fn calls(folder: &str) -> Vec<(String, String)> {
    let of = |file: String| {
        let calls = directives(&file, "CHECK-CALL");
        calls.into_iter().map(move |call| (file.clone(), call))
    };
    mlir_files(folder).into_iter().flat_map(of).collect()
}

/// Makes calls on as many threads as there are processors, and reports all that are wrong.
fn check_calls(calls: &[(String, String)]) {
    assert!(!calls.is_empty());
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(vec![]));
    let work = || {
        while let Some((file, call)) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = check_call(file, call) {
                wrong
                    .lock()
                    .expect("no panic")
                    .push(format!("{file}\n  {call}\n  {error}"));
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let wrong = wrong.into_inner().expect("no panic");
    let (count, total) = (wrong.len(), calls.len());
    assert!(
        wrong.is_empty(),
        "{count} of {total} calls are wrong:\n{}",
        wrong.join("\n")
    );
}

fn check_call(file: &str, call: &str) -> Result<(), String> {
    let call: Json = serde_json::from_str(call).map_err(|error| error.to_string())?;
    let answer = pullback(arguments(file, &call)?);
    if answer.status != Some(0) {
        return Err(format!(
            "status {:?}: {}",
            answer.status,
            answer.stderr.trim_end()
        ));
    }
    let answer: Json = serde_json::from_str(&answer.stdout).map_err(|error| error.to_string())?;
    let tolerance = call["tolerance"].as_f64().unwrap_or(TOLERANCE);
    let mut compared = 0;
    for (expected, key) in [
        ("results", "results"),
        ("value", "value"),
        ("gradients", "gradients"),
        ("tangents_out", "tangents"),
        ("products", "products"),
        ("jacobian", "jacobian"),
        ("hessian", "hessian"),
    ] {
        if let Some(expected) = call.get(expected) {
            compared += 1;
            if !is_close(expected, &answer[key], tolerance) {
                return Err(format!("{key}: expected {expected}, got {}", answer[key]));
            }
        }
    }
    if compared == 0 {
        Err("nothing is expected".into())
    } else {
        Ok(())
    }
}

/// The driver's arguments for a call.
fn arguments(file: &str, call: &Json) -> Result<Vec<String>, String> {
    let command = call["command"].as_str().ok_or("no command")?;
    let mut arguments = vec![command.to_owned(), file.to_owned(), "--json".to_owned()];
    let fields = call.as_object().ok_or("not an object")?;
    for (key, value) in fields {
        let text = match (key.as_str(), value) {
            ("wrt", Json::Array(indices)) => {
                let indices: Vec<_> = indices.iter().map(Json::to_string).collect();
                indices.join(",")
            }
            ("entry" | "mode", Json::String(text)) => text.clone(),
            ("order" | "inputs" | "tangents" | "cotangents", value) => value.to_string(),
            (
                "command" | "results" | "value" | "gradients" | "tangents_out" | "products"
                | "jacobian" | "hessian" | "tolerance",
                _,
            ) => continue,
            _ => return Err(format!("`{key}` means nothing")),
        };
        arguments.push(format!("--{key}={text}"));
    }
    Ok(arguments)
}

/// Numbers within the tolerance; everything else is equal.
fn is_close(expected: &Json, found: &Json, tolerance: f64) -> bool {
    match (expected, found) {
        (Json::Array(expected), Json::Array(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .zip(found)
                    .all(|(e, f)| is_close(e, f, tolerance))
        }
        (Json::Object(expected), Json::Object(found)) => {
            let close = |key| match (expected.get(key), found.get(key)) {
                (Some(e), Some(f)) => is_close(e, f, tolerance),
                _ => false,
            };
            expected.len() == found.len() && expected.keys().all(close)
        }
        (Json::Number(expected), Json::Number(found)) => {
            match (expected.as_f64(), found.as_f64()) {
                (Some(e), Some(f)) => (e - f).abs() <= tolerance * e.abs().max(1.0),
                _ => false,
            }
        }
        _ => expected == found,
    }
}

#[test]
fn a_wrong_number_is_noticed() {
    let json = |text: &str| serde_json::from_str::<Json>(text).expect(text);
    assert!(is_close(
        &json("[1.0, [2, true]]"),
        &json("[1.0000000000000002, [2, true]]"),
        TOLERANCE
    ));
    for found in [
        "[1.1, [2, true]]",
        "[1.0, [2, false]]",
        "[1.0, [2]]",
        "[1.0, [\"NaN\", true]]",
    ] {
        assert!(
            !is_close(&json("[1.0, [2, true]]"), &json(found), TOLERANCE),
            "{found}"
        );
    }
    let tree = json("{\"node\": [1.0]}");
    assert!(is_close(
        &tree,
        &json("{\"node\": [1.0000000000000002]}"),
        TOLERANCE
    ));
    for found in ["{\"node\": [1.1]}", "{\"leaf\": [1.0]}", "{}"] {
        assert!(!is_close(&tree, &json(found), TOLERANCE), "{found}");
    }
    let call = "{\"command\": \"run\", \"entry\": \"f\", \"inputs\": [2.0], \"results\": [6.5]}";
    assert!(check_call("tests/programs/01-capture-active.mlir", call).is_err());
}
