//! Wrong programs are status 1 with a place, wrong calls are status 2; nothing panics, crashes or hangs.

use crate::{driver, pullback, with_stdin};
use std::{io::Read, process::Stdio};

const SQUARE: &str = "func.func @square(%x: f64, %n: i32) -> f64 {
  %r = arith.mulf %x, %x : f64
  return %r : f64
}";

#[track_caller]
fn wrong_call(args: &[&str], message: &str) {
    assert_eq!(with_stdin(args, SQUARE).failure(2), format!("{message}\n"));
}

/// A program is refused, at a place in it.
#[track_caller]
fn wrong_program(program: impl AsRef<[u8]>, message: &str) {
    let stderr = with_stdin(&["run", "-", "--entry", "f", "--inputs", "[]"], program).failure(1);
    assert!(
        stderr.contains("<stdin>:") && stderr.contains(message),
        "{stderr}"
    );
}

#[test]
fn wrong_inputs_name_the_argument() {
    let run = |inputs| ["run", "-", "--entry", "square", "--inputs", inputs];
    wrong_call(
        &run("[1]"),
        "error: `--inputs` has 1 entry; write a list of 2 entries, argument 0 (`%x`): f64, argument 1 (`%n`): i32",
    );
    wrong_call(
        &run("[true, 1]"),
        "error: `--inputs`: argument 0 (`%x`) is true, and its type is f64; write a number",
    );
    wrong_call(
        &run("[1e999, 1]"),
        "error: `--inputs`: argument 0 (`%x`) is 1e+999, and its type is f64; write a number of at most 1.7976931348623157e308 in size, or \"Infinity\"",
    );
    wrong_call(
        &run("[1, 2147483648]"),
        "error: `--inputs`: argument 1 (`%n`) is 2147483648, and its type is i32; write a whole number from -2147483648 to 2147483647",
    );
    wrong_call(
        &run("{}"),
        "error: `--inputs` holds an object; write a list of 2 entries, argument 0 (`%x`): f64, argument 1 (`%n`): i32",
    );
    wrong_call(
        &run("@/nowhere"),
        "error: `--inputs` names the file /nowhere, which cannot be read: No such file or directory (os error 2); name a file with JSON in it, or write the JSON itself",
    );
}

#[test]
fn wrong_tangents_name_the_argument() {
    let common = ["-", "--entry", "square", "--inputs", "[1, 1]"];
    let call = |args: [&'static str; 3]| [&args[..1], &common, &args[1..]].concat();
    wrong_call(
        &call(["jvp", "--tangents", "[1, 1]"]),
        "error: `--tangents` has 2 entries; write a list of 1 entry, argument 0 (`%x`): f64",
    );
    wrong_call(
        &call(["vjp", "--cotangents", "[true]"]),
        "error: `--cotangents`: result is true, and its type is f64; write a number",
    );
}

#[test]
fn wrong_derivatives_name_the_argument() {
    let grad = |option, value| {
        [
            "grad", "-", "--entry", "square", "--inputs", "[1, 1]", option, value,
        ]
    };
    for (option, value, part) in [
        ("--wrt", "2", "argument 2"),
        ("--wrt", "1", "argument 1"),
        ("--wrt", "0,0", "argument 0"),
    ] {
        let message = with_stdin(&grad(option, value), SQUARE).failure(2);
        assert!(
            message.contains("error: ") && message.contains(part),
            "{message}"
        );
    }
    for (option, value) in [
        ("--order", "0"),
        ("--order", "99"),
        ("--wrt", "x"),
        ("--mode", "up"),
    ] {
        with_stdin(&grad(option, value), SQUARE).failure(2);
    }
    let pair = "func.func @f(%x: f64, %y: f64) -> f64 { return %x : f64 }";
    let args = [
        "grad", "-", "--entry", "f", "--order", "2", "--inputs", "[1, 2]",
    ];
    with_stdin(&args, pair).failure(2);
}

#[test]
fn wrong_names_are_calls() {
    let run = |entry| ["run", "-", "--entry", entry, "--inputs", "[]"];
    wrong_call(
        &run("sqaure"),
        "error: <stdin> has no function @sqaure with a body; did you mean @square?",
    );
    wrong_call(
        &run("unlike"),
        "error: <stdin> has no function @unlike with a body; it has @square",
    );
    let message = pullback(["run", "/nowhere.mlir", "--entry", "f", "--inputs", "[]"]).failure(2);
    assert!(
        message.starts_with("error: cannot read /nowhere.mlir: "),
        "{message}"
    );
    pullback(["run", "examples/demo.mlir", "--entry", "loss"]).failure(2);
    pullback(["fly"]).failure(2);
    pullback::<&str>([]).failure(2);
}

#[test]
fn wrong_programs_have_a_place() {
    wrong_program("func.func @f() { return", "error: ");
    wrong_program("func.func @f() -> f64 { return }", "error: ");
    wrong_program(
        "func.func @f() { \"no.op\"() : () -> () return }",
        "error: ",
    );
    wrong_program(b"func.func @f() { return } // \xff", "is not UTF-8");
    wrong_program(&SQUARE[..40], "error: ");
    wrong_program("{".repeat(100_000), "nesting deeper than");
    wrong_program("func.func @f() { func.call @g() : () -> () return }", "@g");
}

#[test]
fn a_message_shows_the_line() {
    let program = "func.func @f() -> f64 {\n\t%r = arith.addf %x, %x : f64\n  return %r : f64\n}";
    let stderr = with_stdin(&["run", "-", "--entry", "f", "--inputs", "[]"], program).failure(1);
    assert_eq!(
        stderr,
        "<stdin>:2:18: error: use of undeclared SSA value name\n\t%r = arith.addf %x, %x : f64\n\t                ^\n"
    );
}

#[test]
fn every_prefix_of_a_program_has_an_answer() {
    let program =
        std::fs::read_to_string(crate::root().join("examples/figure1.mlir")).expect("it is there");
    let start = program.find("func.func").expect("a function");
    for end in (start..program.len()).step_by(97) {
        let args = ["grad", "-", "--entry", "f", "--inputs", "[1.0]"];
        let answer = with_stdin(&args, &program[..end]);
        assert!(
            matches!(answer.status, Some(0..=2)),
            "{:?} {}",
            answer.status,
            answer.stderr
        );
        assert!(
            !answer.stderr.contains("internal error"),
            "{}",
            answer.stderr
        );
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = driver()
        .args(["build", "examples/demo.mlir", "--emit", "llvm-ir"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the driver starts");
    drop(child.stdout.take());
    let mut stderr = String::new();
    let pipe = child.stderr.as_mut().expect("it is a pipe");
    pipe.read_to_string(&mut stderr).expect("text");
    assert_eq!(
        (child.wait().expect("it ends").code(), stderr.as_str()),
        (Some(0), "")
    );
}

/// The call, not the function that is called; the derivative, not the function that is recursive through it.
#[test]
fn errors_are_where_the_program_asks_for_what_there_is_not() {
    for (command, file, place) in [
        ("grad", "extern-call", "9:8"),
        ("grad", "extern-ref", "10:8"),
        ("run", "grad-of-itself", "15:10"),
        ("run", "grad-of-itself-through-another", "22:8"),
    ] {
        let file = format!("tests/programs/must-fail/{file}.mlir");
        let call = [command, &file, "--entry", "f", "--inputs", "[1.0]"];
        let message = pullback(call).failure(1);
        let start = format!("{file}:{place}: error: ");
        assert!(message.starts_with(&start), "{message}");
    }
}
