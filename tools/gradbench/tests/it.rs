//! Sessions with the program itself.

use serde_json::Value as Json;
use std::{
    io::Write,
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
