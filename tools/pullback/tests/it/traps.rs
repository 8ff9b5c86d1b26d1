//! Traps of the compiled program end the driver with a sentence.

use crate::with_stdin;

fn run(program: &str, inputs: &str) -> String {
    with_stdin(&["run", "-", "--entry", "f", "--inputs", inputs], program).failure(1)
}

#[test]
fn an_integer_division_by_zero_is_no_crash() {
    let program = "func.func @f(%a: i32, %b: i32) -> i32 {
      %q = arith.divsi %a, %b : i32
      return %q : i32
    }";
    assert!(run(program, "[1, 0]").contains("divided an integer by zero"));
}

#[test]
fn recursion_without_end_is_no_crash() {
    let program = "func.func @f(%x: f64) -> f64 {
      %r = func.call @f(%x) : (f64) -> f64
      %s = arith.addf %r, %x : f64
      return %s : f64
    }";
    assert!(run(program, "[1.0]").contains("ran out of stack"));
}
