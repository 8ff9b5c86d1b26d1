//! Traps of the compiled program end the driver with a sentence.

use crate::{Answer, with_stdin};

fn run(program: &str, inputs: &str, options: &[&str]) -> Answer {
    let call = ["run", "-", "--entry", "f", "--inputs", inputs];
    with_stdin(&[&call[..], options].concat(), program)
}

#[test]
fn an_integer_division_by_zero_is_no_crash() {
    let program = "func.func @f(%a: i32, %b: i32) -> i32 {
      %q = arith.divsi %a, %b : i32
      return %q : i32
    }";
    let message = run(program, "[1, 0]", &[]).failure(1);
    assert!(message.contains("divided an integer by zero"), "{message}");
}

#[test]
fn recursion_without_end_is_no_crash() {
    let program = "func.func @f(%x: f64) -> f64 {
      %r = func.call @f(%x) : (f64) -> f64
      %s = arith.addf %r, %x : f64
      return %s : f64
    }";
    let message = run(program, "[1.0]", &["--stack", "16M"]).failure(1);
    assert!(message.contains("ran out of stack"), "{message}");
}

#[test]
fn recursion_of_depth_a_million_runs() {
    let program = "func.func private @down(%n: i64, %x: f64) -> f64 {
      %zero = arith.constant 0 : i64
      %one = arith.constant 1 : i64
      %done = arith.cmpi eq, %n, %zero : i64
      %r = scf.if %done -> f64 {
        scf.yield %x : f64
      } else {
        %less = arith.subi %n, %one : i64
        %below = func.call @down(%less, %x) : (i64, f64) -> f64
        %s = arith.mulf %below, %below : f64
        %t = arith.addf %s, %x : f64
        scf.yield %t : f64
      }
      return %r : f64
    }
    func.func @f(%n: i64, %x: f64) -> f64 {
      %r = func.call @down(%n, %x) : (i64, f64) -> f64
      return %r : f64
    }";
    let answer = run(program, "[1000000, 0.25]", &[]).success();
    // The fixed point of `s * s + 0.25`, which is reached slowly.
    assert!(answer.starts_with("result = 0.49999"), "{answer}");
}

#[test]
fn sizes_are_checked() {
    let program = "func.func @f() { return }";
    run(program, "[]", &["--stack", "64M", "--memory", "1G"]).success();
    for size in ["0", "12X", "1.5G", "99999999999T"] {
        let message = run(program, "[]", &["--stack", size]).failure(2);
        assert!(message.contains("is no size"), "{message}");
    }
    let message = run(program, "[]", &["--stack", "1000000T"]).failure(1);
    assert!(message.contains("reserve a stack"), "{message}");
}
