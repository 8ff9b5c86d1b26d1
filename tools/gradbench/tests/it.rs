//! Sessions with the program itself.

use serde_json::{Value as Json, json};
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// What the program makes of these lines.
fn talk(lines: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pullback-gradbench"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("there is a pipe");
    // A program that has had enough closes its end.
    let _ = input.write_all(lines.as_bytes());
    drop(input);
    child.wait_with_output().expect("the program ends")
}

/// The answers to these messages.
fn answers(messages: &[Json]) -> Vec<Json> {
    let lines: String = messages
        .iter()
        .map(|message| format!("{message}\n"))
        .collect();
    let output = talk(&lines);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("answers are UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("an answer is JSON"))
        .collect()
}

/// Takes out what is different each time; every time must be there and be positive.
fn without_times(mut answer: Json) -> Json {
    for timing in answer
        .get_mut("timings")
        .and_then(Json::as_array_mut)
        .into_iter()
        .flatten()
    {
        let time = timing.get_mut("nanoseconds").expect("a timing has a time");
        assert!(time.as_u64().is_some_and(|time| time > 0), "{time}");
        *time = 0.into();
    }
    answer
}

/// Lines that begin with `>` were sent, and those with `<` came back, times apart.
#[test]
fn a_recorded_session() {
    let session = include_str!("session.txt");
    let of = |prefix: &str| -> Vec<Json> {
        let lines = session.lines().filter_map(|line| line.strip_prefix(prefix));
        lines
            .map(|line| serde_json::from_str(line).expect("the record is JSON"))
            .collect()
    };
    let found: Vec<_> = answers(&of(">")).into_iter().map(without_times).collect();
    let expected = of("<");
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn lines_that_are_no_messages_end_the_session() {
    for (line, expected) in [
        (
            "start",
            "error: line 2 of standard input is not JSON (expected value at line 1 column 1); send one object a line\n",
        ),
        (
            "[1]",
            "error: line 2 of standard input is JSON, but no object; send one object a line\n",
        ),
        (
            r#"{"kind": "start"}"#,
            "error: line 2 of standard input has no number `id`; give each message one of its own\n",
        ),
        (
            r#"{"id": 1, "kind": "define"}"#,
            "error: line 2 of standard input has no text `module`; add it\n",
        ),
    ] {
        let output = talk(&format!("{{\"id\": 0, \"kind\": \"start\"}}\n{line}\n"));
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
        assert!(
            output.stdout.starts_with(b"{"),
            "the first line has its answer"
        );
    }
}

/// `benches/gradbench/reference.cpp`, which shares no code with the programs.
struct Reference(tempfile::TempDir);

impl Reference {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let source =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/gradbench/reference.cpp");
        let compiler = std::env::var("CXX").unwrap_or_else(|_| "g++".into());
        let status = Command::new(&compiler)
            .args(["-std=c++17", "-O1", "-o"])
            .args([&folder.path().join("reference"), &source])
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "{compiler} compiles the reference"
        );
        Self(folder)
    }

    /// The numbers that it prints for some words, and numbers on its standard input.
    fn numbers(&self, words: &[&str], input: &[f64]) -> Vec<f64> {
        let path = self.0.path().join("input");
        let lines: String = input.iter().map(|number| format!("{number:?}\n")).collect();
        fs::write(&path, lines).expect("the input is written");
        let output = Command::new(self.0.path().join("reference"))
            .args(words)
            .stdin(fs::File::open(path).expect("the input is there"))
            .output()
            .expect("the reference runs");
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).expect("numbers are UTF-8");
        text.lines()
            .map(|line| line.parse().expect("a line is a number"))
            .collect()
    }
}

fn evaluate(module: &str, function: &str, input: &Json) -> Json {
    let define = json!({"id": 0, "kind": "define", "module": module});
    let evaluate = json!({"id": 1, "kind": "evaluate", "module": module, "function": function, "input": input});
    let mut answers = answers(&[define, evaluate]);
    let answer = answers.pop().expect("there are answers");
    assert_eq!(answer["success"], json!(true), "{answer} after {answers:?}");
    answer["output"].clone()
}

#[track_caller]
fn close(found: &Json, expected: &[f64], tolerance: f64) {
    let found: Vec<_> = match found {
        Json::Array(list) => list.iter().map(Json::as_f64).collect(),
        one => vec![one.as_f64()],
    };
    assert_eq!(found.len(), expected.len());
    let greatest = expected
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    for (found, expected) in found.iter().zip(expected) {
        let found = found.expect("numbers");
        assert!(
            (found - expected).abs() <= tolerance * greatest,
            "{found} is not {expected}"
        );
    }
}

const NESTINGS: [&str; 4] = ["ff", "fr", "rf", "rr"];

#[test]
fn particles_and_saddles_are_those_of_the_reference() {
    let reference = Reference::new();
    for w in [0.0, 0.1] {
        let expected = reference.numbers(&["particle", &w.to_string()], &[]);
        for function in NESTINGS {
            close(
                &evaluate("particle", function, &json!({"w": w})),
                &expected,
                1e-9,
            );
        }
    }
    let expected = reference.numbers(&["saddle", "1", "1"], &[]);
    for function in NESTINGS {
        let input = json!({"start": [1, 1], "min_runs": 3, "min_seconds": 0});
        close(&evaluate("saddle", function, &input), &expected, 1e-9);
    }
}

#[test]
fn determinants_and_their_gradients_are_those_of_the_reference() {
    let reference = Reference::new();
    for size in [1, 2, 5, 6_u64] {
        let mut state = 1_u64;
        let random = |_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(size);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let entries: Vec<_> = (0..size * size).map(random).collect();
        let mut expected = reference.numbers(&["det", &size.to_string()], &entries);
        let gradient = expected.split_off(1);
        let input = json!({"A": entries, "ell": size});
        close(&evaluate("det", "primal", &input), &expected, 1e-9);
        close(&evaluate("det", "gradient", &input), &gradient, 1e-9);
    }
    // The determinant of no rows is 1.
    close(
        &evaluate("det", "primal", &json!({"A": [], "ell": 0})),
        &[1.0],
        0.0,
    );
    close(
        &evaluate("det", "gradient", &json!({"A": [], "ell": 0})),
        &[],
        0.0,
    );
}
