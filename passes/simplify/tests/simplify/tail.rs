//! `functional-tail-to-while`.

use crate::{check_ops, run};

const PASS: &str = "functional-tail-to-while,func.func(canonicalize,cse)";

#[test]
fn a_cheap_decision_stands_alone() {
    let text = run(
        "func.func @f(%x: f64, %n: i64, %a: f64) -> f64 {
          %zero = arith.constant 0 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %r = scf.if %done -> f64 {
            %s = math.sin %a : f64
            scf.yield %s : f64
          } else {
            %one = arith.constant 1 : i64
            %m = arith.subi %n, %one : i64
            %b = arith.mulf %a, %x : f64
            %t = func.call @f(%x, %m, %b) : (f64, i64, f64) -> f64
            scf.yield %t : f64
          }
          return %r : f64
        }",
        PASS,
    );
    check_ops(
        &text,
        &[
            ("scf.while", 1),
            ("call", 0),
            ("arith.cmpi", 1),
            ("arith.subi", 1),
            ("arith.mulf", 1),
        ],
    );
    // What is done with the last value stands behind the loop.
    let behind = text.split("scf.yield").nth(1).expect("a loop");
    assert!(behind.contains("math.sin"), "{text}");
    assert!(text.contains("%arg4 = %arg2) : (i64, f64)"), "{text}");
}

#[test]
fn several_tail_calls_are_one_loop() {
    let text = run(
        "func.func @gcd(%a: i64, %b: i64) -> i64 {
          %same = arith.cmpi eq, %a, %b : i64
          %r = scf.if %same -> i64 {
            scf.yield %a : i64
          } else {
            %less = arith.cmpi slt, %a, %b : i64
            %s = scf.if %less -> i64 {
              %c = arith.subi %b, %a : i64
              %t = func.call @gcd(%a, %c) : (i64, i64) -> i64
              scf.yield %t : i64
            } else {
              %c = arith.subi %a, %b : i64
              %t = func.call @gcd(%c, %b) : (i64, i64) -> i64
              scf.yield %t : i64
            }
            scf.yield %s : i64
          }
          return %r : i64
        }",
        PASS,
    );
    check_ops(
        &text,
        &[("scf.while", 1), ("call @gcd", 0), ("ub.poison", 0)],
    );
}

#[test]
fn a_dear_decision_is_made_once_a_round() {
    let text = run(
        "func.func private @cost(f64) -> i1
        func.func @f(%x: f64) -> f64 {
          %done = func.call @cost(%x) : (f64) -> i1
          %r = scf.if %done -> f64 {
            scf.yield %x : f64
          } else {
            %y = math.sin %x : f64
            %t = func.call @f(%y) : (f64) -> f64
            scf.yield %t : f64
          }
          return %r : f64
        }",
        PASS,
    );
    check_ops(&text, &[("scf.while", 1)]);
    assert!(!text.contains("call @f("), "{text}");
    assert_eq!(text.matches("call @cost").count(), 1, "{text}");
    assert_eq!(text.matches("math.sin").count(), 1, "{text}");
}

#[test]
fn arguments_that_do_not_change_stay_outside() {
    let text = run(
        "func.func private @iterate(%f: !functional.fn<(f64) -> f64>, %x: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %r = scf.if %done -> f64 {
            scf.yield %x : f64
          } else {
            %one = arith.constant 1 : i64
            %m = arith.subi %n, %one : i64
            %y = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
            %t = func.call @iterate(%f, %y, %m) : (!functional.fn<(f64) -> f64>, f64, i64) -> f64
            scf.yield %t : f64
          }
          return %r : f64
        }
        func.func @main(%x: f64, %n: i64) -> f64 {
          %f = functional.lambda (%y: f64) -> f64 {
            %z = arith.addf %y, %x : f64
            functional.return %z : f64
          }
          %r = func.call @iterate(%f, %x, %n) : (!functional.fn<(f64) -> f64>, f64, i64) -> f64
          return %r : f64
        }",
        "functional-tail-to-while,functional-simplify,symbol-dce",
    );
    check_ops(&text, &[("scf.while", 1), ("func.func", 1)]);
}

#[test]
fn other_recursion_stays() {
    for body in [
        "%y = math.sin %x : f64
         %r = func.call @f(%y) : (f64) -> f64",
        "%t = func.call @f(%x) : (f64) -> f64
         %r = math.sin %t : f64",
        "%t = func.call @f(%x) : (f64) -> f64
         %r = func.call @f(%t) : (f64) -> f64",
        "%f = functional.ref @f : !functional.fn<(f64) -> f64>
         %r = func.call @f(%x) : (f64) -> f64
         %s = functional.apply %f(%r) : !functional.fn<(f64) -> f64>",
    ] {
        let text = format!(
            "func.func @f(%x: f64) -> f64 {{
              {body}
              return %r : f64
            }}"
        );
        let text = run(&text, "functional-tail-to-while");
        assert!(!text.contains("scf.while"), "{text}");
    }
}
