//! Function values that cross functions, loops and data types.

use crate::common::{after, call, defunctionalized};
use pullback_codegen::Value::{self, F64};

fn flag(flag: bool) -> Value {
    Value::Int {
        width: 1,
        bits: flag.into(),
    }
}

/// `@f(c, x)`: a recursive function is called with one of two functions, one of which captures `x`.
const HIGHER_ORDER: &str = "!f = !functional.fn<(f64) -> f64>
func.func @repeat(%g: !f, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %y = functional.apply %g(%x) : !f
    %z = func.call @repeat(%g, %m, %y) : (!f, i32, f64) -> f64
    scf.yield %z : f64
  }
  return %r : f64
}
func.func @f(%c: i1, %x: f64) -> f64 {
  %three = arith.constant 3 : i32
  %square = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %y : f64 functional.return %r : f64 }
  %add = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }
  %g = arith.select %c, %square, %add : !f
  %r = func.call @repeat(%g, %three, %x) : (!f, i32, f64) -> f64
  return %r : f64
}";

#[test]
fn a_recursive_function_of_functions() {
    let text = HIGHER_ORDER.replace("func.func @repeat", "func.func private @repeat");
    assert_eq!(call(&text, &[flag(true), F64(2.0)]), 256.0);
    assert_eq!(call(&text, &[flag(false), F64(2.0)]), 8.0);
}

#[test]
fn a_public_function_of_functions_stays_and_its_copy_is_called() {
    let text = after("functional-defunctionalize", HIGHER_ORDER).expect("it can be handled");
    assert!(
        text.contains("func.func @repeat(%arg0: !functional.fn<(f64) -> f64>, "),
        "{text}"
    );
    assert!(
        text.contains("func.func private @repeat$data(%arg0: tuple<i32, tuple<>, tuple<f64>>, "),
        "{text}"
    );
    // Its own call and the one in the copy; the call from outside.
    assert_eq!(text.matches("call @repeat(").count(), 1, "{text}");
    assert_eq!(text.matches("call @repeat$data(").count(), 2, "{text}");
}

#[test]
fn what_does_not_take_part_keeps_the_functions_that_it_calls() {
    let text = HIGHER_ORDER.replace("func.func @repeat", "func.func private @repeat")
        + "func.func @thrice(%g: !f, %x: f64) -> f64 {
  %three = arith.constant 3 : i32
  %r = func.call @repeat(%g, %three, %x) : (!f, i32, f64) -> f64
  return %r : f64
}";
    let text = after("functional-defunctionalize", &text).expect("it can be handled");
    assert!(text.contains("func.func private @repeat(%arg0"), "{text}");
    assert!(text.contains("func.func private @repeat$data("), "{text}");
}

#[test]
fn closures_that_keep_each_other_are_a_recursive_data_type() {
    let text = "!f = !functional.fn<(f64) -> f64>
func.func @f(%n: index, %x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %id = functional.lambda (%y: f64) -> f64 { functional.return %y : f64 }
  %g = scf.for %i = %zero to %n step %one iter_args(%h = %id) -> (!f) {
    %k = functional.lambda (%y: f64) -> f64 {
      %z = functional.apply %h(%y) : !f
      %r = arith.addf %z, %x : f64
      functional.return %r : f64
    }
    scf.yield %k : !f
  }
  %r = functional.apply %g(%x) : !f
  return %r : f64
}";
    let text = defunctionalized(text);
    let declaration = "functional.data private @f$fn0$set {
    f$fn0
    f$fn1(!functional.data<@f$fn0$set>, f64)
  }";
    assert!(text.contains(declaration), "{text}");
    let apply = "func.func private @f$fn0$set$apply(%arg0: !functional.data<@f$fn0$set>, %arg1: f64) -> f64 {
    %0 = functional.match %arg0";
    assert!(text.contains(apply), "{text}");
}

#[test]
fn the_fields_of_a_data_type_are_represented_as_what_flows_into_them() {
    let text = "!f = !functional.fn<(f64) -> f64>
functional.data @list {
  nil
  cons(!functional.fn<(f64) -> f64>, !functional.data<@list>)
}
func.func @f(%c: i1, %x: f64) -> f64 {
  %nil = functional.construct @list nil() : !functional.data<@list>
  %add = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }
  %one = functional.construct @list cons(%add, %nil) : (!f, !functional.data<@list>) -> !functional.data<@list>
  %neg = functional.lambda (%y: f64) -> f64 { %r = arith.negf %y : f64 functional.return %r : f64 }
  %two = functional.construct @list cons(%neg, %one) : (!f, !functional.data<@list>) -> !functional.data<@list>
  %r = functional.match %two : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%g: !f, %rest: !functional.data<@list>) {
    %r = functional.apply %g(%x) : !f
    functional.yield %r : f64
  }
  }
  return %r : f64
}";
    let text = defunctionalized(text);
    assert!(
        text.contains("cons(tuple<i32, tuple<f64>, tuple<>>, !functional.data<@list>)"),
        "{text}"
    );
}

#[test]
fn a_letrec_is_lifted_first() {
    let text = defunctionalized(
        "func.func @f(%x: f64) -> f64 {
  %g = functional.letrec (%self: !functional.fn<(f64) -> f64>) {
    %l = functional.lambda (%y: f64) -> f64 {
      %s = arith.addf %x, %y : f64
      %r = functional.apply %self(%s) : !functional.fn<(f64) -> f64>
      functional.return %r : f64
    }
    functional.return %l : !functional.fn<(f64) -> f64>
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}",
    );
    assert!(text.contains("call @f$rec0(%arg0, %arg0)"), "{text}");
}

#[test]
fn an_operator_is_applied_to_the_function_that_calls_whichever_it_is() {
    let text = HIGHER_ORDER.replace(
        "%y = functional.apply %g(%x) : !f",
        "%d = functional.grad %g : !f
    %y = functional.apply %d(%x) : !f",
    );
    let before = after("functional-defunctionalize", &text).expect("it is left");
    assert!(before.contains("functional.lambda"), "{before}");
    let text = after("functional-defunctionalize{operators=true}", &text).expect("it is handled");
    let operand = "functional.ref @f$fn0$set$apply : !functional.fn<(tuple<i32, tuple<>, tuple<f64>>, f64) -> f64>";
    assert!(text.contains(operand), "{text}");
}

#[test]
fn an_ever_larger_closure_is_one_function_that_calls_itself() {
    let text = defunctionalized(
        "!f = !functional.fn<(f64) -> f64>
func.func private @loop(%k: !f, %x: f64) -> f64 {
  %loop = functional.ref @loop : !functional.fn<(!f, f64) -> f64>
  %again = functional.partial %loop(%k) : !functional.fn<(!f, f64) -> f64>
  %y = functional.apply %loop(%again, %x) : !functional.fn<(!f, f64) -> f64>
  return %y : f64
}
func.func @f(%x: f64) -> f64 {
  %id = functional.lambda (%y: f64) -> f64 {
    functional.return %y : f64
  }
  %r = func.call @loop(%id, %x) : (!f, f64) -> f64
  return %r : f64
}",
    );
    assert!(text.contains("func.func private @loop$data("), "{text}");
}

#[test]
fn function_values_in_branches_between_blocks() {
    let text = "!f = !functional.fn<(f64) -> f64>
func.func @f(%c: i1, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %three = arith.constant 3 : i32
  %square = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %y : f64 functional.return %r : f64 }
  %add = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }
  cf.br ^head(%square, %add, %zero, %x : !f, !f, i32, f64)
^head(%g: !f, %h: !f, %i: i32, %v: f64):
  %more = arith.cmpi slt, %i, %three : i32
  cf.cond_br %more, ^body, ^end
^body:
  %w = functional.apply %g(%v) : !f
  %j = arith.addi %i, %one : i32
  cf.br ^head(%h, %g, %j, %w : !f, !f, i32, f64)
^end:
  %r = functional.apply %g(%v) : !f
  return %r : f64
}";
    // ((2² + 2)² + 2).
    assert_eq!(call(text, &[flag(true), F64(2.0)]), 38.0);
}

#[test]
fn a_rule_of_differentiation_keeps_its_type() {
    let text = "!f = !functional.fn<(f64) -> f64>
func.func private @root(%x: f64) -> f64 attributes {functional.custom_vjp = @rule} {
  %r = math.sqrt %x : f64
  return %r : f64
}
func.func private @rule(%x: f64) -> (f64, !f) {
  %r = func.call @root(%x) : (f64) -> f64
  %pullback = functional.lambda (%d: f64) -> f64 { %t = arith.divf %d, %r : f64 functional.return %t : f64 }
  return %r, %pullback : f64, !f
}
func.func @f(%x: f64) -> f64 {
  %r, %p = func.call @rule(%x) : (f64) -> (f64, !f)
  %d = functional.apply %p(%r) : !f
  return %d : f64
}";
    let text = after("functional-defunctionalize", text).expect("it can be handled");
    assert!(text.contains("func.func private @rule("), "{text}");
    assert!(text.contains("call @rule$data("), "{text}");
}
