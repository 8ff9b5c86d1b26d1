//! Reverse mode of recursive functions: the halves, their tapes, and what they compute.

use crate::common::after;
use pullback_testing::{Call, Opt, agrees_after_each_pass};

const OPT: Opt = Opt {
    registry: pullback_passes::registry,
    register: pullback_passes::register,
};

const PIPELINE: &str = "functional-simplify,functional-differentiate,functional-simplify,functional-split-closures,\
    functional-defunctionalize,functional-simplify,symbol-dce";

/// `@f(x, n)` is `base` at `n = 0`, and `step` elsewhere, which may call functions with `%m = n - 1`.
fn recursive(name: &str, base: &str, step: &str) -> String {
    format!(
        "func.func @{name}(%x: f64, %n: i64) -> f64 {{
          %zero = arith.constant 0 : i64
          %done = arith.cmpi sle, %n, %zero : i64
          %r = scf.if %done -> f64 {{
            {base}
          }} else {{
            %one = arith.constant 1 : i64
            %m = arith.subi %n, %one : i64
            {step}
          }}
          return %r : f64
        }}\n"
    )
}

/// The gradient of `@f(x, 5)` by x.
const GRADIENT: &str = "func.func @gradient(%x: f64) -> f64 {
      %n = arith.constant 5 : i64
      %f = functional.lambda (%y: f64) -> f64 {
        %r = func.call @f(%y, %n) : (f64, i64) -> f64
        functional.return %r : f64
      }
      %d = functional.grad %f : !functional.fn<(f64) -> f64>
      %r = functional.apply %d(%x) : !functional.fn<(f64) -> f64>
      return %r : f64
    }\n";

/// The program after all passes, which keep what `@gradient` computes.
fn differentiated(functions: &str) -> String {
    let text = format!("{functions}{GRADIENT}");
    let calls: Vec<_> = [0.3, 1.1, -0.7]
        .map(|x| Call {
            function: "gradient".into(),
            arguments: vec![x],
        })
        .into();
    agrees_after_each_pass(&OPT, &text, PIPELINE, &calls).unwrap_or_else(|why| panic!("{why}"));
    after(PIPELINE, &text).expect("what was checked")
}

/// The declarations of data types.
fn tapes(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with("tape(")).collect()
}

#[test]
fn a_tape_holds_the_tape_of_the_call() {
    let text = differentiated(&recursive(
        "f",
        "%one = arith.constant 1.0 : f64
         scf.yield %one : f64",
        "%p = func.call @f(%x, %m) : (f64, i64) -> f64
         %r = arith.mulf %x, %p : f64
         scf.yield %r : f64",
    ));
    // The arguments come from the caller again.
    assert_eq!(
        tapes(&text),
        ["tape(f64, !functional.data<@f$rev$1$1$tape>)"]
    );
    assert!(
        text.contains("@f$rev$1$1$bwd(%arg0: f64, %arg1: i64, %arg2: !functional.data<@f$rev$1$1$tape>, %arg3: f64) -> f64"),
        "{text}"
    );
    assert!(!text.contains("functional.fn"), "{text}");
}

#[test]
fn functions_that_call_each_other_have_tapes_of_each_other() {
    let even = recursive(
        "f",
        "scf.yield %x : f64",
        "%p = func.call @odd(%x, %m) : (f64, i64) -> f64
         %r = math.sin %p : f64
         scf.yield %r : f64",
    );
    let odd = recursive(
        "odd",
        "%one = arith.constant 1.0 : f64
         scf.yield %one : f64",
        "%p = func.call @f(%x, %m) : (f64, i64) -> f64
         %r = arith.mulf %x, %p : f64
         scf.yield %r : f64",
    );
    let text = differentiated(&(even + &odd));
    assert_eq!(
        tapes(&text),
        [
            "tape(f64, !functional.data<@odd$rev$1$1$tape>)",
            "tape(f64, !functional.data<@f$rev$1$1$tape>)",
        ]
    );
}

#[test]
fn a_tree_of_calls_has_a_tree_of_tapes() {
    let text = differentiated(&recursive(
        "f",
        "scf.yield %x : f64",
        "%a = func.call @f(%x, %m) : (f64, i64) -> f64
         %k = arith.subi %m, %one : i64
         %b = func.call @f(%x, %k) : (f64, i64) -> f64
         %r = arith.mulf %a, %b : f64
         scf.yield %r : f64",
    ));
    let tape = "!functional.data<@f$rev$1$1$tape>";
    assert_eq!(tapes(&text), [format!("tape(f64, f64, {tape}, {tape})")]);
}

#[test]
fn there_is_no_tape_where_arguments_are_enough() {
    // What the calls are given is made again of what this one is given.
    let text = differentiated(&recursive(
        "f",
        "%s = math.sin %x : f64
         scf.yield %s : f64",
        "%half = arith.constant 0.5 : f64
         %y = arith.mulf %x, %half : f64
         %a = func.call @f(%y, %m) : (f64, i64) -> f64
         %z = arith.addf %x, %half : f64
         %b = func.call @f(%z, %m) : (f64, i64) -> f64
         %s = math.cos %x : f64
         %t = arith.addf %a, %b : f64
         %r = arith.addf %s, %t : f64
         scf.yield %r : f64",
    ));
    assert!(!text.contains("!functional."), "{text}");
}

#[test]
fn what_a_call_gives_and_takes_and_what_it_gives_to_the_next_is_its_callers() {
    // The derivative of exp is its result, which the caller has.
    let text = differentiated(&recursive(
        "f",
        "%s = math.exp %x : f64
         scf.yield %s : f64",
        "%half = arith.constant 0.125 : f64
         %y = arith.mulf %x, %half : f64
         %a = func.call @f(%y, %m) : (f64, i64) -> f64
         %r = math.exp %a : f64
         scf.yield %r : f64",
    ));
    let backward = text
        .lines()
        .find(|line| line.contains("$bwd("))
        .expect("a half");
    assert!(
        !backward.contains("%arg0: f64, %arg1: f64, %arg2: f64, %arg3: f64"),
        "{text}"
    );
}

#[test]
fn a_recursion_on_the_active_value() {
    differentiated(
        "func.func @f(%x: f64, %n: i64) -> f64 {
          %one = arith.constant 1.0 : f64
          %three = arith.constant 3.0 : f64
          %stop = arith.cmpf ogt, %x, %three : f64
          %r = scf.if %stop -> f64 {
            scf.yield %one : f64
          } else {
            %y = arith.addf %x, %one : f64
            %p = func.call @f(%y, %n) : (f64, i64) -> f64
            %r = arith.mulf %x, %p : f64
            scf.yield %r : f64
          }
          return %r : f64
        }",
    );
}

#[test]
fn calls_in_both_branches() {
    differentiated(&recursive(
        "f",
        "scf.yield %x : f64",
        "%c0 = arith.constant 0.0 : f64
         %negative = arith.cmpf olt, %x, %c0 : f64
         %r = scf.if %negative -> f64 {
           %y = arith.negf %x : f64
           %a = func.call @f(%y, %m) : (f64, i64) -> f64
           %b = math.sin %a : f64
           scf.yield %b : f64
         } else {
           %y = math.sqrt %x : f64
           %a = func.call @f(%y, %m) : (f64, i64) -> f64
           %b = arith.mulf %a, %x : f64
           scf.yield %b : f64
         }
         scf.yield %r : f64",
    ));
}

#[test]
fn a_call_of_what_a_call_gave() {
    differentiated(&recursive(
        "f",
        "%s = math.sin %x : f64
         scf.yield %s : f64",
        "%k = arith.subi %m, %one : i64
         %a = func.call @f(%x, %k) : (f64, i64) -> f64
         %b = func.call @f(%a, %m) : (f64, i64) -> f64
         %r = arith.mulf %a, %b : f64
         scf.yield %r : f64",
    ));
}

#[test]
fn a_function_may_be_called_with_other_arguments_that_are_varied() {
    let text = differentiated(
        "func.func private @g(%a: f64, %b: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %r = scf.if %done -> f64 {
            scf.yield %a : f64
          } else {
            %one = arith.constant 1 : i64
            %m = arith.subi %n, %one : i64
            %p = func.call @g(%b, %a, %m) : (f64, f64, i64) -> f64
            %s = math.sin %p : f64
            %t = arith.mulf %s, %b : f64
            scf.yield %t : f64
          }
          return %r : f64
        }
        func.func @f(%x: f64, %n: i64) -> f64 {
          %c = arith.constant 2.0 : f64
          %r = func.call @g(%x, %c, %n) : (f64, f64, i64) -> f64
          return %r : f64
        }",
    );
    assert!(
        text.contains("@g$rev$10$1$bwd(") && text.contains("@g$rev$01$1$bwd("),
        "{text}"
    );
}
