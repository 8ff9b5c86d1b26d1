//! Derivatives of recursion of depth a million, within a stack and a memory that are named here.

use crate::{Answer, with_stdin};

/// `f(x, n)` is `x` at `n = 0`, and elsewhere what `step` makes of `%below = f(x, n - 1)`.
fn grad(step: &str, inputs: &str, options: &[&str]) -> Answer {
    let program = format!(
        "func.func @f(%x: f64, %n: i64) -> f64 {{
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %r = scf.if %done -> f64 {{
            scf.yield %x : f64
          }} else {{
            %less = arith.subi %n, %one : i64
            %below = func.call @f(%x, %less) : (f64, i64) -> f64
            {step}
            scf.yield %s : f64
          }}
          return %r : f64
        }}"
    );
    let call = ["grad", "-", "--entry", "f", "--inputs", inputs];
    with_stdin(&[&call[..], options].concat(), program)
}

/// The last number of an answer.
fn last(answer: &str) -> f64 {
    let number = answer.trim_end().rsplit(' ').next().expect("it has words");
    number.parse().expect("it is a number")
}

/// The derivative of `x + sin(below)` takes the cosine of each `below`, which depends on what comes before: it is taped.
const TAPED: &str = "%t = math.sin %below : f64
    %s = arith.addf %x, %t : f64";

/// The derivative of the same, by hand.
fn by_hand(x: f64, depth: usize) -> f64 {
    let (mut value, mut slope) = (x, 1.0);
    for _ in 0..depth {
        (value, slope) = (x + value.sin(), 1.0 + value.cos() * slope);
    }
    slope
}

#[test]
fn a_tape_of_a_million_levels_is_two_words_a_level() {
    // 16 bytes a level are 16,000,000; a frame of the machine's stack is no more than 48.
    let options = ["--stack", "48M", "--memory", "16M"];
    let answer = grad(TAPED, "[1.5, 1000000]", &options).success();
    let expected = by_hand(1.5, 1_000_000);
    assert!((last(&answer) - expected).abs() < 1e-12, "{answer}");
}

#[test]
fn a_recursion_without_a_tape_needs_no_memory() {
    let options = ["--stack", "48M", "--memory", "4K"];
    let product = "%s = arith.mulf %below, %x : f64";
    let answer = grad(product, "[1.0, 1000000]", &options).success();
    assert!((last(&answer) - 1_000_001.0).abs() < 1e-6, "{answer}");
}

#[test]
fn forward_mode_needs_no_memory() {
    let options = ["--stack", "64M", "--memory", "4K", "--mode", "forward"];
    let answer = grad(TAPED, "[1.5, 1000000]", &options).success();
    let expected = by_hand(1.5, 1_000_000);
    assert!((last(&answer) - expected).abs() < 1e-12, "{answer}");
}

#[test]
fn too_little_memory_is_an_error() {
    let small = ["--stack", "64M", "--memory", "4M"];
    let message = grad(TAPED, "[1.5, 1000000]", &small).failure(1);
    assert!(
        message.contains("ran out of memory for data and tapes, of which it has 4 MiB"),
        "{message}"
    );
    let flat = ["--stack", "1M", "--memory", "64M"];
    let message = grad(TAPED, "[1.5, 1000000]", &flat).failure(1);
    assert!(message.contains("ran out of stack"), "{message}");
}

#[test]
fn a_tail_call_is_a_loop() {
    let program = "func.func private @go(%x: f64, %sum: f64, %n: i64) -> f64 {
      %zero = arith.constant 0 : i64
      %one = arith.constant 1 : i64
      %done = arith.cmpi eq, %n, %zero : i64
      %r = scf.if %done -> f64 {
        scf.yield %sum : f64
      } else {
        %less = arith.subi %n, %one : i64
        %t = math.sin %sum : f64
        %s = arith.addf %x, %t : f64
        %r = func.call @go(%x, %s, %less) : (f64, f64, i64) -> f64
        scf.yield %r : f64
      }
      return %r : f64
    }
    func.func @f(%x: f64, %n: i64) -> f64 {
      %r = func.call @go(%x, %x, %n) : (f64, f64, i64) -> f64
      return %r : f64
    }";
    let inputs = ["--inputs", "[1.5, 1000000]", "--stack", "256K"];
    let call = [&["grad", "-", "--entry", "f"][..], &inputs].concat();
    let answer = with_stdin(&call, program).success();
    let expected = by_hand(1.5, 1_000_000);
    assert!((last(&answer) - expected).abs() < 1e-12, "{answer}");
}
