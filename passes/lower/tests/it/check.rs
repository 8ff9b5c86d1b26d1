//! What cannot run is named before anything is changed.

use crate::common::after;

/// Asserts that the check fails with this start of its first message.
fn refuses(text: &str, start: &str) {
    let message = after("functional-to-llvm", text).expect_err("the check refuses the text");
    let expected = format!("test.mlir:{start}");
    assert!(
        message.starts_with(&expected),
        "expected {expected}\nfound {message}"
    );
    let advice = message
        .lines()
        .next()
        .is_some_and(|line| line.contains("; "));
    assert!(advice, "no advice in {message}");
}

#[test]
fn calls_of_functions_without_body() {
    let text = "func.func private @ext(f64) -> f64
func.func @f(%x: f64) -> f64 {
  %r = func.call @ext(%x) : (f64) -> f64
  return %r : f64
}";
    refuses(
        text,
        "3:8: error: `func.call` calls @ext, which is declared without a body",
    );
}

#[test]
fn floats_that_the_machine_lacks() {
    let text = "func.func @f(%x: f64) -> f64 {
  %y = arith.extf %x : f64 to f80
  %r = arith.truncf %y : f80 to f64
  return %r : f64
}";
    refuses(
        text,
        "2:8: error: `arith.extf` has a value of type f80, and running f80 is not supported; use f64",
    );
    refuses(
        "func.func @f(%x: f8E4M3FN) { return }",
        "1:1: error: `func.func` @f has a value of type f8E4M3FN",
    );
}

#[test]
fn memory() {
    let text = "func.func @f(%x: memref<4xf64>) -> memref<4xf64> { return %x : memref<4xf64> }";
    refuses(
        text,
        "1:1: error: `func.func` @f has a value of type memref<4xf64>",
    );
    refuses(
        "func.func @f(%x: tensor<4xf80>) -> f64 { %c = arith.constant 1.0 : f64 return %c : f64 }",
        "1:1: error: `func.func` @f has a value of type f80",
    );
    refuses(
        "func.func @f() { %m = memref.alloc() : memref<4xf64> return }",
        "1:23: error: `memref.alloc` cannot run",
    );
}

#[test]
fn function_values() {
    let text = "func.func @f(%g: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";
    refuses(
        text,
        "1:1: error: `func.func` @f has a function value of type !functional.fn<(f64) -> f64>",
    );
}

#[test]
fn derivatives() {
    let text = "func.func @f(%x: f64) -> f64 {
  %g = functional.lambda (%y: f64) -> f64 { functional.return %y : f64 }
  %d = functional.grad %g : !functional.fn<(f64) -> f64>
  %r = functional.apply %d(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";
    let message = after("functional-to-llvm", text).unwrap_err();
    assert!(
        message.contains("3:8: error: `functional.grad` is left"),
        "{message}"
    );
}

#[test]
fn names_of_the_c_library() {
    let text = "func.func @tanh(%x: f64) -> f64 { %r = math.tanh %x : f64 return %r : f64 }";
    refuses(
        text,
        "1:1: error: `func.func` @tanh has the name of a function of the C library",
    );
    refuses(
        &text.replace("@tanh", "@expf"),
        "1:1: error: `func.func` @expf",
    );
}

#[test]
fn signs_in_types_and_ends_of_the_process() {
    refuses(
        "func.func @f(%x: si32) { return }",
        "1:1: error: `func.func` @f has a value of type si32",
    );
    refuses(
        "func.func @f(%c: i1) { cf.assert %c, \"no\" return }",
        "1:24: error: `cf.assert` would end the process",
    );
}

#[test]
fn unused_private_functions_need_not_run() {
    let text = "func.func private @twice(%g: !functional.fn<(f64) -> f64>) { return }
func.func private @ext(tensor<2xf64>)
func.func @f(%x: f64) -> f64 { return %x : f64 }";
    let text = after("functional-to-llvm", text).expect("what is left lowers");
    assert!(!text.contains("@ext") && !text.contains("@twice"), "{text}");
}

#[test]
fn at_most_twenty_problems_are_reported() {
    let lines = "  cf.assert %c, \"no\"\n".repeat(50);
    let message = after(
        "functional-to-llvm",
        &format!("func.func @f(%c: i1) {{\n{lines}  return\n}}"),
    );
    assert_eq!(message.unwrap_err().lines().count(), 20);
}
