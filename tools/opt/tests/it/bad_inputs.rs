//! No input crashes the tool: it fails with a located error, or it succeeds.

use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
};

/// The exit status and what is printed. Ending by a signal fails the test.
fn opt(input: &[u8], flags: &[&str]) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pullback-opt"))
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The tool may end before it has read all.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!error.contains("panicked at"), "{error}");
    let code = output
        .status
        .code()
        .unwrap_or_else(|| panic!("{}\n{error}", output.status));
    assert!(
        code == 0 || error.contains("error: "),
        "status {code} without an error: {error}"
    );
    (code, error)
}

const WHOLE: &str = "func.func @f(%x: f64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    functional.return %y : f64
  }
  %t = functional.tuple %f, %x : !functional.fn<(f64) -> f64>, f64
  %g = functional.get %t[0] : tuple<!functional.fn<(f64) -> f64>, f64>
  %d = functional.grad %g wrt [0] : !functional.fn<(f64) -> f64>
  %r = functional.apply %d(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
";

#[test]
fn half_a_file_is_an_error() {
    assert_eq!(opt(WHOLE.as_bytes(), &[]).0, 0);
    for length in (30..WHOLE.len() - 2).step_by(23) {
        let (code, error) = opt(&WHOLE.as_bytes()[..length], &[]);
        assert_eq!(code, 1, "{length} bytes");
        assert!(error.contains("<stdin>:"), "{error}");
    }
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    assert_eq!(opt(b"func.func @\xff\xfe() { return }", &[]).0, 1);
    assert_eq!(opt(b"\xff\xfe\0\0", &[]).0, 1);
    assert_eq!(opt(b"func.func private @f(\0", &[]).0, 1);
    assert_eq!(opt(b"ML\xefR", &[]).0, 1);
    assert_eq!(opt(b"ML\xefR\x0f\xff\xff\xff\xff", &[]).0, 1);
}

/// `open` repeated so often, a middle, and `close` as often.
fn nested(
    depth: usize,
    before: &str,
    open: &str,
    middle: &str,
    close: &str,
    after: &str,
) -> Vec<u8> {
    [
        before,
        &open.repeat(depth),
        middle,
        &close.repeat(depth),
        after,
    ]
    .concat()
    .into_bytes()
}

fn nests(depth: usize) -> [Vec<u8>; 5] {
    let region = "func.func @f(%c: i1) {\n";
    let attribute = "\"t.op\"() {a = ";
    [
        nested(depth, region, "scf.if %c {\n", "", "}\n", "return }"),
        nested(depth, "", "module {\n", "", "}\n", ""),
        nested(depth, "func.func private @f(", "tuple<", "f64", ">", ")"),
        nested(
            depth,
            "func.func private @f(",
            "!functional.fn<() -> ",
            "f64",
            ">",
            ")",
        ),
        nested(depth, attribute, "[", "1", "]", "} : () -> ()"),
    ]
}

#[test]
fn deep_nesting_is_taken() {
    for input in nests(1000) {
        let (code, error) = opt(
            &input,
            &["--allow-unregistered-dialect", "--canonicalize", "--cse"],
        );
        assert_eq!((code, error.as_str()), (0, ""));
    }
}

#[test]
fn nesting_beyond_measure_is_an_error() {
    for input in nests(100_000) {
        let (code, error) = opt(&input, &["--allow-unregistered-dialect"]);
        assert_eq!(code, 1);
        assert!(
            error.starts_with("<stdin>:") && error.contains("error: nesting deeper than"),
            "{error}"
        );
    }
}

#[test]
fn a_missing_file_is_an_error() {
    let (code, error) = opt(b"", &["no-such-file.mlir"]);
    assert_eq!(code, 1);
    assert!(
        error.starts_with("error: cannot open input file 'no-such-file.mlir'"),
        "{error}"
    );
}
