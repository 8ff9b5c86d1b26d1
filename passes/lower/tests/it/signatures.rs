//! Many arguments and results go through memory, and come out as they went in.

use crate::common::{after, jit_of};
use pullback_codegen::Value::{self, F64};

/// The pipeline with records of more than two leaves in memory.
fn pipeline() -> String {
    let small = "functional-lower-signatures{results=2 arguments=2}";
    pullback_lower::TO_LLVM.replace("functional-lower-signatures", small)
}

fn call(text: &str, args: &[Value]) -> Vec<Value> {
    let jit = jit_of(&pipeline(), text, &["f"]);
    jit.call("f", args).expect("the entry has these arguments")
}

fn lowered(text: &str) -> String {
    after("functional-lower-signatures{results=2 arguments=2}", text).expect("the pass succeeds")
}

#[test]
fn values_of_all_sizes_arrive() {
    let text = "
    func.func private @g(%a: f64, %b: i1, %c: index, %d: f32, %e: i7) -> (i7, f32, index, i1, f64) {
      return %e, %d, %c, %b, %a : i7, f32, index, i1, f64
    }
    func.func @f(%a: f64, %b: i1, %c: index, %d: f32, %e: i7) -> (f64, i1, index, f32, i7) {
      %r:5 = call @g(%a, %b, %c, %d, %e) : (f64, i1, index, f32, i7) -> (i7, f32, index, i1, f64)
      return %r#4, %r#3, %r#2, %r#1, %r#0 : f64, i1, index, f32, i7
    }";
    let signature = "@g(%arg0: !llvm.ptr {llvm.noalias}, %arg1: !llvm.ptr {llvm.noalias}) {";
    let shown = lowered(text);
    assert!(shown.contains(signature), "{shown}");
    let args = [
        F64(1.5),
        Value::bool(true),
        Value::i64(-3),
        Value::F32(0.25),
        Value::int(7, 5),
    ];
    assert_eq!(call(text, &args), args);
}

#[test]
fn loops_branches_and_recursion_have_memory_of_their_own() {
    // Fibonacci's numbers by a recursion whose calls are alive at the same time, summed in a loop.
    let text = "
    func.func private @fib(%n: i64) -> (i64, i64, i64) {
      %one = arith.constant 1 : i64
      %two = arith.constant 2 : i64
      %small = arith.cmpi slt, %n, %two : i64
      %r:3 = scf.if %small -> (i64, i64, i64) {
        scf.yield %n, %n, %one : i64, i64, i64
      } else {
        %m = arith.subi %n, %one : i64
        %k = arith.subi %n, %two : i64
        %a:3 = func.call @fib(%m) : (i64) -> (i64, i64, i64)
        %b:3 = func.call @fib(%k) : (i64) -> (i64, i64, i64)
        %s = arith.addi %a#0, %b#0 : i64
        %t = arith.addi %a#2, %b#2 : i64
        scf.yield %s, %a#1, %t : i64, i64, i64
      }
      return %r#0, %r#1, %r#2 : i64, i64, i64
    }
    func.func @f(%n: index) -> (i64, i64) {
      %zero = arith.constant 0 : index
      %step = arith.constant 1 : index
      %start = arith.constant 0 : i64
      %r:2 = scf.for %i = %zero to %n step %step iter_args(%s = %start, %t = %start) -> (i64, i64) {
        %k = arith.index_cast %i : index to i64
        %a:3 = func.call @fib(%k) : (i64) -> (i64, i64, i64)
        %u = arith.addi %s, %a#0 : i64
        scf.yield %u, %a#2 : i64, i64
      }
      return %r#0, %r#1 : i64, i64
    }";
    // 0 + 1 + 1 + 2 + 3 + 5 + 8 + 13, and F(8) = 21 leaves of the last tree.
    assert_eq!(
        call(text, &[Value::i64(8)]),
        [Value::i64(33), Value::i64(21)]
    );
}

#[test]
fn several_blocks_with_returns_of_their_own() {
    let text = "
    func.func private @g(%x: f64) -> (f64, f64, f64) {
      %zero = arith.constant 0.0 : f64
      %y = arith.addf %x, %x : f64
      %c = arith.cmpf olt, %x, %zero : f64
      cf.cond_br %c, ^bb1, ^bb2
    ^bb1:
      %n = arith.negf %x : f64
      return %n, %y, %zero : f64, f64, f64
    ^bb2:
      return %x, %zero, %y : f64, f64, f64
    }
    func.func @f(%x: f64) -> f64 {
      %r:3 = call @g(%x) : (f64) -> (f64, f64, f64)
      cf.br ^bb1
    ^bb1:
      %s = arith.mulf %r#0, %r#1 : f64
      %t = arith.subf %s, %r#2 : f64
      return %t : f64
    }";
    assert_eq!(call(text, &[F64(-3.0)]), [F64(-18.0)]);
    assert_eq!(call(text, &[F64(3.0)]), [F64(-6.0)]);
}

#[test]
fn what_is_no_call_of_a_private_function_keeps_its_signature() {
    let three = "(%x: f64) -> (f64, f64, f64) { return %x, %x, %x : f64, f64, f64 }";
    for function in [
        format!(
            "func.func private @g{three} func.func private @h() {{ %g = func.constant @g : (f64) -> (f64, f64, f64) return }}"
        ),
        "func.func private @g(f64) -> (f64, f64, f64)".into(),
        "func.func @g(%x: f64, %y: f64, %z: f64) -> f64 { return %x : f64 }".into(),
    ] {
        let text = lowered(&function);
        assert!(!text.contains("llvm"), "{text}");
    }
}

#[test]
fn what_others_call_is_the_same_for_all_of_them() {
    let three =
        "(%x: f64, %y: f64, %z: f32) -> (f64, f64, f32) { return %x, %y, %z : f64, f64, f32 }";
    for function in [
        format!("func.func @g{three}"),
        // Another object defines it.
        format!(
            "func.func private @g{}",
            three.replace("{ return", "attributes {functional.separate} { return")
        ),
    ] {
        let text = lowered(&function);
        let signature =
            "@g(%arg0: f64, %arg1: f64, %arg2: f32, %arg3: !llvm.ptr {llvm.noalias}) attributes {";
        assert!(text.contains(signature), "{text}");
        let types = "passthrough = [[\"pullback-results\", \"f64,f64,f32\"]]";
        assert!(text.contains(types), "{text}");
    }
}
