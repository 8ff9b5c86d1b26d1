//! What a recursion passes on unchanged stays where it is.

use crate::common::{after, call, jit_of};
use pullback_codegen::Value::{self, F64};

/// Sums over a binary tree of calls, with floats that change and floats that do not.
const TREE: &str = "
    func.func private @g(%x: f64, %a: f64, %b: f32, %c: f64, %d: f64, %n: i64, %one: f64) -> f64 {
      %zero = arith.constant 0 : i64
      %leaf = arith.cmpi sle, %n, %zero : i64
      %r = scf.if %leaf -> f64 {
        %y = arith.mulf %x, %one : f64
        scf.yield %y : f64
      } else {
        %step = arith.constant 1 : i64
        %m = arith.subi %n, %step : i64
        %ax = arith.mulf %a, %x : f64
        %l = func.call @g(%ax, %a, %b, %c, %d, %m, %one) : (f64, f64, f32, f64, f64, i64, f64) -> f64
        %cx = arith.addf %c, %x : f64
        %k = func.call @g(%cx, %a, %b, %c, %d, %m, %one) : (f64, f64, f32, f64, f64, i64, f64) -> f64
        %wide = arith.extf %b : f32 to f64
        %s = arith.addf %l, %k : f64
        %t = arith.mulf %s, %wide : f64
        %u = arith.addf %t, %d : f64
        scf.yield %u : f64
      }
      return %r : f64
    }
    func.func @f(%x: f64, %a: f64, %b: f32, %c: f64, %d: f64, %n: i64) -> (f64, f64) {
      %one = arith.constant 1.0 : f64
      %two = arith.constant 2 : i64
      %r = call @g(%x, %a, %b, %c, %d, %n, %one) : (f64, f64, f32, f64, f64, i64, f64) -> f64
      %s = call @g(%a, %x, %b, %d, %c, %two, %one) : (f64, f64, f32, f64, f64, i64, f64) -> f64
      return %r, %s : f64, f64
    }";

fn expected(x: f64, [a, b, c, d]: [f64; 4], n: i64) -> f64 {
    match n {
        0 => x,
        _ => (expected(a * x, [a, b, c, d], n - 1) + expected(c + x, [a, b, c, d], n - 1)) * b + d,
    }
}

#[test]
fn calls_find_what_their_first_caller_has() {
    let text = after("functional-lower-invariants", TREE).expect("the pass succeeds");
    // What differs, an integer, and what everybody passes as a constant are arguments still.
    let signature = "@g(%arg0: f64, %arg1: i64, %arg2: f64, %arg3: !llvm.ptr {llvm.noalias, llvm.readonly}) -> f64 {";
    assert!(text.contains(signature), "{text}");
    assert_eq!(text.matches("llvm.alloca").count(), 2, "{text}");
    let arguments = [
        F64(1.5),
        F64(0.5),
        Value::F32(0.75),
        F64(-2.0),
        F64(0.125),
        Value::i64(6),
    ];
    let results = [
        expected(1.5, [0.5, 0.75, -2.0, 0.125], 6),
        expected(0.5, [1.5, 0.75, 0.125, -2.0], 2),
    ];
    assert_eq!(call(TREE, &arguments), results.map(F64));
    let unlowered = pullback_lower::TO_LLVM.replace("functional-lower-invariants,", "");
    let jit = jit_of(&unlowered, TREE, &["f"]);
    assert_eq!(jit.call("f", &arguments), Ok(results.map(F64).to_vec()));
}

#[test]
fn few_floats_other_callers_and_what_is_not_recursive_stay() {
    let public = TREE.replace("private ", "");
    let fewer = TREE.replace("%c, %d, %m", "%d, %c, %m");
    let plain = TREE.replace("func.call @g", "func.call @h").replace(
        "func.func @f",
        "func.func private @h(f64, f64, f32, f64, f64, i64, f64) -> f64  func.func @f",
    );
    for text in [public, fewer, plain] {
        let text = after("functional-lower-invariants", &text).expect("the pass succeeds");
        assert!(!text.contains("llvm"), "{text}");
    }
}
