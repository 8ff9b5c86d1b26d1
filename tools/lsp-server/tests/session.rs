//! A session over the server's test protocol: JSON messages with `// -----` between them.

use std::{
    io::Write,
    process::{Command, Stdio},
};

const DOCUMENT: &str = r#"func.func @f(%x: f64) -> f64 {\n  %g = functional.lambda (%y: f64) -> f64 {\n    functional.return %y : f64\n  }\n  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>\n  return %r : f64\n}"#;

/// What the server answers to these messages, after the handshake and before the farewell.
fn session(messages: &[String]) -> String {
    let begin = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"processId":1,"rootPath":"mlir","capabilities":{},"trace":"off"}}"#;
    let end = [
        r#"{"jsonrpc":"2.0","id":9,"method":"shutdown"}"#,
        r#"{"jsonrpc":"2.0","method":"exit"}"#,
    ];
    let all: Vec<&str> = [begin]
        .into_iter()
        .chain(messages.iter().map(String::as_str))
        .chain(end)
        .collect();
    let mut server = Command::new(env!("CARGO_BIN_EXE_pullback-lsp-server"))
        .arg("-lit-test")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let input = all.join("\n// -----\n") + "\n";
    server
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = server.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn open(text: &str) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"test:///f.mlir","languageId":"mlir","version":1,"text":"{text}"}}}}}}"#
    )
}

fn at(id: u32, method: &str, line: u32, character: u32) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","id":{id},"method":"textDocument/{method}","params":{{"textDocument":{{"uri":"test:///f.mlir"}},"position":{{"line":{line},"character":{character}}}}}}}"#
    )
}

#[test]
fn a_right_document_has_no_diagnostics_and_can_be_asked() {
    // On `%g` in the line of the `apply`.
    let answers = session(&[
        open(DOCUMENT),
        at(1, "hover", 4, 24),
        at(2, "definition", 4, 24),
    ]);
    assert!(answers.contains(r#""diagnostics": []"#), "{answers}");
    let hover = &answers[answers.find(r#""id": 1"#).unwrap()..answers.find(r#""id": 2"#).unwrap()];
    assert!(hover.contains("functional.lambda"), "{hover}");
    let definition = &answers[answers.find(r#""id": 2"#).unwrap()..];
    assert!(definition.contains(r#""line": 1"#), "{definition}");
}

#[test]
fn a_wrong_document_has_diagnostics() {
    let answers = session(&[open(&DOCUMENT.replace("%g(%x)", "%g(%x, %x)"))]);
    assert!(answers.contains(r#""severity": 1"#), "{answers}");
    assert!(answers.contains(r#""line": 4"#), "{answers}");
}
