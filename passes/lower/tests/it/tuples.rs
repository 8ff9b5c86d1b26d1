//! Tuples become their leaves wherever they may stand.

use crate::common::{after, call};
use pullback_codegen::Value;
use pullback_codegen::Value::F64;

fn lowered(text: &str) -> String {
    let text = after("functional-lower-tuples", text).expect("the tuples lower");
    assert!(!text.contains("tuple"), "a tuple is left:\n{text}");
    text
}

#[test]
fn signatures_calls_and_returns() {
    let text = "
    func.func private @pair(%t: tuple<f64, tuple<tuple<>, i1>>, %u: tuple<>) -> (tuple<i1, f64>, f64) {
      %x = functional.get %t[0] : tuple<f64, tuple<tuple<>, i1>>
      %s = functional.get %t[1] : tuple<f64, tuple<tuple<>, i1>>
      %b = functional.get %s[1] : tuple<tuple<>, i1>
      %r = functional.tuple %b, %x : i1, f64
      return %r, %x : tuple<i1, f64>, f64
    }
    func.func @f(%x: f64, %b: i1) -> tuple<f64, i1, f64> {
      %u = functional.tuple
      %s = functional.tuple %u, %b : tuple<>, i1
      %t = functional.tuple %x, %s : f64, tuple<tuple<>, i1>
      %r:2 = func.call @pair(%t, %u) : (tuple<f64, tuple<tuple<>, i1>>, tuple<>) -> (tuple<i1, f64>, f64)
      %b2 = functional.get %r#0[0] : tuple<i1, f64>
      %x2 = functional.get %r#0[1] : tuple<i1, f64>
      %y = arith.addf %x2, %r#1 : f64
      %o = functional.tuple %x2, %b2, %y : f64, i1, f64
      return %o : tuple<f64, i1, f64>
    }";
    assert!(lowered(text).contains("@pair(%arg0: f64, %arg1: i1) -> (i1, f64, f64)"));
    let results = call(text, &[F64(1.5), Value::bool(true)]);
    assert_eq!(results, [F64(1.5), Value::bool(true), F64(3.0)]);
}

#[test]
fn attributes_of_arguments_stay_with_their_arguments() {
    let text =
        "func.func @f(%a: f64 {p.a}, %t: tuple<f64, f64>, %b: i1 {p.b}) -> (i1 {p.c}, tuple<>) {
      %u = functional.tuple
      return %b, %u : i1, tuple<>
    }";
    let text = lowered(text);
    let signature = "@f(%arg0: f64 {p.a}, %arg1: f64, %arg2: f64, %arg3: i1 {p.b}) -> (i1 {p.c})";
    assert!(text.contains(signature), "{text}");
}

#[test]
fn conditionals_selects_and_poison() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %t, %y = scf.if %c -> (tuple<f64, tuple<f64>>, f64) {
        %i = functional.tuple %x : f64
        %p = functional.tuple %x, %i : f64, tuple<f64>
        scf.yield %p, %x : tuple<f64, tuple<f64>>, f64
      } else {
        %p = ub.poison : tuple<f64, tuple<f64>>
        %two = arith.constant 2.0 : f64
        scf.yield %p, %two : tuple<f64, tuple<f64>>, f64
      }
      %zero = arith.constant 0.0 : f64
      %iz = functional.tuple %zero : f64
      %z = functional.tuple %zero, %iz : f64, tuple<f64>
      %s = arith.select %c, %t, %z : tuple<f64, tuple<f64>>
      %i = functional.get %s[1] : tuple<f64, tuple<f64>>
      %v = functional.get %i[0] : tuple<f64>
      %r = arith.addf %v, %y : f64
      return %r : f64
    }";
    lowered(text);
    assert_eq!(call(text, &[Value::bool(true), F64(3.0)]), [F64(6.0)]);
    assert_eq!(call(text, &[Value::bool(false), F64(3.0)]), [F64(2.0)]);
}

#[test]
fn loops_carry_leaves() {
    let text = "func.func @f(%n: index) -> (i64, i64) {
      %zero = arith.constant 0 : index
      %one = arith.constant 1 : index
      %a = arith.constant 0 : i64
      %b = arith.constant 1 : i64
      %init = functional.tuple %a, %b : i64, i64
      %fib = scf.for %i = %zero to %n step %one iter_args(%t = %init) -> (tuple<i64, i64>) {
        %x = functional.get %t[0] : tuple<i64, i64>
        %y = functional.get %t[1] : tuple<i64, i64>
        %z = arith.addi %x, %y : i64
        %next = functional.tuple %y, %z : i64, i64
        scf.yield %next : tuple<i64, i64>
      }
      %w = scf.while (%t = %fib) : (tuple<i64, i64>) -> tuple<i64, i64> {
        %x = functional.get %t[0] : tuple<i64, i64>
        %c = arith.constant 100 : i64
        %go = arith.cmpi slt, %x, %c : i64
        scf.condition(%go) %t : tuple<i64, i64>
      } do {
      ^bb0(%t: tuple<i64, i64>):
        %x = functional.get %t[0] : tuple<i64, i64>
        %y = functional.get %t[1] : tuple<i64, i64>
        %xx = arith.addi %x, %x : i64
        %next = functional.tuple %xx, %y : i64, i64
        scf.yield %next : tuple<i64, i64>
      }
      %x = functional.get %w[0] : tuple<i64, i64>
      %y = functional.get %w[1] : tuple<i64, i64>
      return %x, %y : i64, i64
    }";
    lowered(text);
    let results = call(text, &[Value::i64(10)]);
    assert_eq!(results, [Value::i64(110), Value::i64(89)]);
}

#[test]
fn branches_carry_leaves_whatever_the_order_of_blocks() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %t = functional.tuple %x, %c : f64, i1
      cf.br ^entry
    ^last(%u: tuple<f64, i1>):
      %v = functional.get %n[0] : tuple<tuple<f64, i1>>
      %a = functional.get %v[0] : tuple<f64, i1>
      %b = functional.get %u[0] : tuple<f64, i1>
      %r = arith.addf %a, %b : f64
      return %r : f64
    ^entry:
      %n = functional.tuple %t : tuple<f64, i1>
      %d = arith.addf %x, %x : f64
      %s = functional.tuple %d, %c : f64, i1
      cf.cond_br %c, ^last(%t : tuple<f64, i1>), ^middle(%s, %x : tuple<f64, i1>, f64)
    ^middle(%m: tuple<f64, i1>, %y: f64):
      cf.br ^last(%m : tuple<f64, i1>)
    }";
    lowered(text);
    assert_eq!(call(text, &[Value::bool(true), F64(3.0)]), [F64(6.0)]);
    assert_eq!(call(text, &[Value::bool(false), F64(3.0)]), [F64(9.0)]);
}

#[test]
fn an_op_that_cannot_take_leaves_is_named() {
    let text = "func.func @f(%x: f64) {
      %t = functional.tuple %x : f64
      %u = builtin.unrealized_conversion_cast %t : tuple<f64> to f64
      return
    }";
    let message = after("functional-lower-tuples", text).unwrap_err();
    assert!(
        message.starts_with(
            "test.mlir:3:12: error: `builtin.unrealized_conversion_cast` holds a tuple"
        ),
        "{message}"
    );
}
