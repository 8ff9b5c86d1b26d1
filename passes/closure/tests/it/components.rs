//! Recursions of many shapes in reverse mode, and closures that recursive functions give in branches: what they
//! compute, after each pass.

use crate::common::after;
use pullback_testing::{Call, Opt, agrees_after_each_pass};

const OPT: Opt = Opt {
    registry: pullback_passes::registry,
    register: pullback_passes::register,
};

const PIPELINE: &str = "functional-simplify,functional-differentiate,functional-simplify,functional-split-closures,\
    functional-fuse-halves,functional-defunctionalize,functional-simplify,symbol-dce";

/// Checks `@entry(x)` after each pass; the text after all.
fn checked(text: &str) -> String {
    let calls: Vec<_> = [0.3, 1.1, -0.7]
        .map(|x| Call {
            function: "entry".into(),
            arguments: vec![x],
        })
        .into();
    agrees_after_each_pass(&OPT, text, PIPELINE, &calls).unwrap_or_else(|why| panic!("{why}"));
    let text = after(PIPELINE, text).expect("what was checked");
    assert!(!text.contains("functional.fn"), "{text}");
    text
}

/// A function of `%x` and `%n`, which is `base` where `%n` is 0, and `step` elsewhere, with `%m = n - 1`.
fn recursive(name: &str, results: &str, base: &str, step: &str) -> String {
    format!(
        "func.func private @{name}(%x: f64, %n: i64) -> ({results}) {{
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi sle, %n, %zero : i64
          %m = arith.subi %n, %one : i64
          %two = arith.constant 2.0 : f64
          %i, %j, %k = scf.if %done -> (f64, f64, i64) {{
            {base}
          }} else {{
            {step}
          }}
          {}
        }}\n",
        match results {
            "f64" => "return %i : f64",
            "f64, i64" => "return %i, %k : f64, i64",
            _ => "return %i, %j : f64, f64",
        }
    )
}

/// The value of `@f(x, 5)` squared, and its derivative.
fn squared(call: &str) -> String {
    format!(
        "func.func @entry(%x: f64) -> (f64, f64) {{
          %n = arith.constant 5 : i64
          %f = functional.lambda (%y: f64) -> f64 {{
            {call}
            %q = arith.mulf %r, %r : f64
            functional.return %q : f64
          }}
          %d = functional.value_and_grad %f : !functional.fn<(f64) -> f64>
          %r:2 = functional.apply %d(%x) : !functional.fn<(f64) -> (f64, f64)>
          return %r#0, %r#1 : f64, f64
        }}\n"
    )
}

const ONE: &str = "%r = func.call @f(%y, %n) : (f64, i64) -> f64";

#[test]
fn several_results() {
    let f = recursive(
        "f",
        "f64, f64",
        "%s = math.sin %x : f64
         scf.yield %x, %s, %n : f64, f64, i64",
        "%a, %b = func.call @f(%x, %m) : (f64, i64) -> (f64, f64)
         %p = arith.mulf %a, %b : f64
         %q = math.cos %a : f64
         scf.yield %q, %p, %n : f64, f64, i64",
    );
    let call = "%a, %b = func.call @f(%y, %n) : (f64, i64) -> (f64, f64)
        %r = arith.addf %a, %b : f64";
    checked(&(f + &squared(call)));
}

#[test]
fn results_that_have_no_derivative() {
    let f = recursive(
        "f",
        "f64, i64",
        "scf.yield %x, %x, %n : f64, f64, i64",
        "%a, %c = func.call @f(%x, %m) : (f64, i64) -> (f64, i64)
         %odd = arith.cmpi eq, %c, %one : i64
         %s = math.sin %a : f64
         %t = arith.mulf %a, %x : f64
         %r = arith.select %odd, %s, %t : f64
         %d = arith.subi %one, %c : i64
         scf.yield %r, %x, %d : f64, f64, i64",
    );
    let call = "%r, %c = func.call @f(%y, %n) : (f64, i64) -> (f64, i64)";
    checked(&(f + &squared(call)));
}

#[test]
fn a_tape_that_holds_tapes_of_another_component() {
    let inner = recursive(
        "g",
        "f64",
        "scf.yield %x, %x, %n : f64, f64, i64",
        "%a = func.call @g(%x, %m) : (f64, i64) -> f64
         %s = math.sin %a : f64
         scf.yield %s, %x, %n : f64, f64, i64",
    );
    let outer = recursive(
        "f",
        "f64",
        "%a = func.call @g(%x, %one) : (f64, i64) -> f64
         scf.yield %a, %x, %n : f64, f64, i64",
        "%a = func.call @f(%x, %m) : (f64, i64) -> f64
         %b = func.call @g(%a, %n) : (f64, i64) -> f64
         %p = arith.mulf %a, %b : f64
         scf.yield %p, %x, %n : f64, f64, i64",
    );
    let text = checked(&(inner + &outer + &squared(ONE)));
    let tape = text
        .split("functional.data private @f$rev$1$1$tape {")
        .nth(1)
        .and_then(|rest| rest.lines().nth(1))
        .unwrap_or_else(|| panic!("{text}"));
    assert!(tape.contains("@g$rev$1$1$tape>"), "{tape}");
}

#[test]
fn branches_in_branches_and_two_calls_in_one() {
    let f = recursive(
        "f",
        "f64",
        "scf.yield %x, %x, %n : f64, f64, i64",
        "%three = arith.constant 3 : i64
         %late = arith.cmpi slt, %n, %three : i64
         %r = scf.if %late -> f64 {
           %negative = arith.cmpf olt, %x, %two : f64
           %r = scf.if %negative -> f64 {
             %y = arith.mulf %x, %x : f64
             %a = func.call @f(%y, %m) : (f64, i64) -> f64
             %b = math.sin %a : f64
             scf.yield %b : f64
           } else {
             scf.yield %x : f64
           }
           scf.yield %r : f64
         } else {
           %o = arith.subi %m, %one : i64
           %a = func.call @f(%x, %m) : (f64, i64) -> f64
           %b = func.call @f(%a, %o) : (f64, i64) -> f64
           %p = arith.mulf %a, %b : f64
           scf.yield %p : f64
         }
         scf.yield %r, %x, %n : f64, f64, i64",
    );
    checked(&(f + &squared(ONE)));
}

#[test]
fn three_functions_in_a_circle() {
    let function = |name, next, op| {
        recursive(
            name,
            "f64",
            "scf.yield %x, %x, %n : f64, f64, i64",
            &format!(
                "%a = func.call @{next}(%x, %m) : (f64, i64) -> f64
                 %s = math.{op} %a : f64
                 %p = arith.mulf %s, %x : f64
                 scf.yield %p, %x, %n : f64, f64, i64"
            ),
        )
    };
    let circle = [
        function("f", "g", "sin"),
        function("g", "h", "cos"),
        function("h", "f", "exp"),
    ];
    checked(&(circle.concat() + &squared(ONE)));
}

/// What is called with `d` is the function that a recursive `@f(x, n)` gave beside its value.
const APPLIED: &str = "func.func @entry(%x: f64) -> (f64, f64) {
      %n = arith.constant 5 : i64
      %v, %g = call @f(%x, %n) : (f64, i64) -> (f64, !functional.fn<(f64) -> f64>)
      %w = functional.apply %g(%v) : !functional.fn<(f64) -> f64>
      return %v, %w : f64, f64
    }";

#[test]
fn closures_made_in_a_switch() {
    let f = "func.func private @f(%x: f64, %n: i64) -> (f64, !functional.fn<(f64) -> f64>) {
          %one = arith.constant 1 : i64
          %m = arith.subi %n, %one : i64
          %i = arith.index_cast %n : i64 to index
          %v, %g = scf.index_switch %i -> f64, !functional.fn<(f64) -> f64>
          case 0 {
            %h = functional.lambda (%d: f64) -> f64 {
              %r = arith.mulf %d, %x : f64
              functional.return %r : f64
            }
            scf.yield %x, %h : f64, !functional.fn<(f64) -> f64>
          }
          case 3 {
            %s = math.sin %x : f64
            %v, %g = func.call @f(%s, %m) : (f64, i64) -> (f64, !functional.fn<(f64) -> f64>)
            %h = functional.lambda (%d: f64) -> f64 {
              %e = functional.apply %g(%d) : !functional.fn<(f64) -> f64>
              %r = arith.mulf %e, %s : f64
              functional.return %r : f64
            }
            scf.yield %v, %h : f64, !functional.fn<(f64) -> f64>
          }
          default {
            %s = math.cos %x : f64
            %v, %g = func.call @f(%s, %m) : (f64, i64) -> (f64, !functional.fn<(f64) -> f64>)
            %h = functional.lambda (%d: f64) -> f64 {
              %e = functional.apply %g(%d) : !functional.fn<(f64) -> f64>
              %r = arith.addf %e, %s : f64
              functional.return %r : f64
            }
            %w = arith.mulf %v, %x : f64
            scf.yield %w, %h : f64, !functional.fn<(f64) -> f64>
          }
          return %v, %g : f64, !functional.fn<(f64) -> f64>
        }\n";
    let text = checked(&format!("{f}{APPLIED}"));
    assert!(text.contains("@f$bwd("), "{text}");
}

#[test]
fn closures_made_where_a_data_type_is_matched() {
    let f = "functional.data @list { nil one(f64) cons(f64, !functional.data<@list>) }
        func.func private @prefix(%x: f64, %n: i64) -> !functional.data<@list> {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi sle, %n, %zero : i64
          %r = scf.if %done -> !functional.data<@list> {
            %l = functional.construct @list one(%x) : (f64) -> !functional.data<@list>
            scf.yield %l : !functional.data<@list>
          } else {
            %m = arith.subi %n, %one : i64
            %s = math.sin %x : f64
            %t = func.call @prefix(%s, %m) : (f64, i64) -> !functional.data<@list>
            %l = functional.construct @list cons(%x, %t) : (f64, !functional.data<@list>) -> !functional.data<@list>
            scf.yield %l : !functional.data<@list>
          }
          return %r : !functional.data<@list>
        }
        func.func private @product(%l: !functional.data<@list>) -> (f64, !functional.fn<(f64) -> f64>) {
          %v, %g = functional.match %l : !functional.data<@list> -> (f64, !functional.fn<(f64) -> f64>) {
          case nil {
            %c = arith.constant 1.0 : f64
            %h = functional.lambda (%d: f64) -> f64 {
              functional.return %d : f64
            }
            functional.yield %c, %h : f64, !functional.fn<(f64) -> f64>
          }
          case one(%x: f64) {
            %h = functional.lambda (%d: f64) -> f64 {
              %r = arith.mulf %d, %x : f64
              functional.return %r : f64
            }
            functional.yield %x, %h : f64, !functional.fn<(f64) -> f64>
          }
          case cons(%x: f64, %t: !functional.data<@list>) {
            %v, %g = func.call @product(%t) : (!functional.data<@list>) -> (f64, !functional.fn<(f64) -> f64>)
            %h = functional.lambda (%d: f64) -> f64 {
              %e = functional.apply %g(%d) : !functional.fn<(f64) -> f64>
              %r = arith.addf %e, %v : f64
              functional.return %r : f64
            }
            %w = arith.mulf %v, %x : f64
            functional.yield %w, %h : f64, !functional.fn<(f64) -> f64>
          }
          }
          return %v, %g : f64, !functional.fn<(f64) -> f64>
        }
        func.func private @f(%x: f64, %n: i64) -> (f64, !functional.fn<(f64) -> f64>) {
          %l = call @prefix(%x, %n) : (f64, i64) -> !functional.data<@list>
          %v, %g = call @product(%l) : (!functional.data<@list>) -> (f64, !functional.fn<(f64) -> f64>)
          return %v, %g : f64, !functional.fn<(f64) -> f64>
        }\n";
    let text = checked(&format!("{f}{APPLIED}"));
    assert!(text.contains("@product$bwd("), "{text}");
}

/// Its calls ask for the derivative by any set of arguments.
#[test]
fn arguments_that_change_places() {
    let text = "func.func private @f(%a: f64, %b: f64, %c: f64, %d: f64, %e: f64, %g: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi sle, %n, %zero : i64
          %r = scf.if %done -> f64 {
            %p = arith.mulf %a, %c : f64
            %q = arith.mulf %b, %e : f64
            %s = arith.addf %p, %q : f64
            %t = arith.addf %s, %d : f64
            %u = arith.mulf %t, %g : f64
            scf.yield %u : f64
          } else {
            %m = arith.subi %n, %one : i64
            %ab = arith.addf %a, %b : f64
            %k = arith.constant 0.5 : f64
            %p = func.call @f(%ab, %a, %c, %d, %e, %g, %m) : (f64, f64, f64, f64, f64, f64, i64) -> f64
            %q = func.call @f(%b, %c, %d, %e, %g, %a, %m) : (f64, f64, f64, f64, f64, f64, i64) -> f64
            %s = func.call @f(%k, %b, %c, %d, %e, %g, %m) : (f64, f64, f64, f64, f64, f64, i64) -> f64
            %t = math.sin %p : f64
            %u = arith.mulf %t, %q : f64
            %v = arith.addf %u, %s : f64
            scf.yield %v : f64
          }
          return %r : f64
        }
        func.func @entry(%x: f64) -> (f64, f64) {
          %n = arith.constant 2 : i64
          %k = arith.constant 0.75 : f64
          %one = arith.constant 1.0 : f64
          %f = functional.lambda (%y: f64) -> f64 {
            %r = func.call @f(%y, %k, %k, %k, %k, %k, %n) : (f64, f64, f64, f64, f64, f64, i64) -> f64
            functional.return %r : f64
          }
          %d = functional.grad %f : !functional.fn<(f64) -> f64>
          %j = functional.jvp %f : !functional.fn<(f64) -> f64>
          %u = functional.apply %d(%x) : !functional.fn<(f64) -> f64>
          %v, %w = functional.apply %j(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
          return %u, %w : f64, f64
        }";
    checked(text);
    let text = after("functional-differentiate", text).expect("nothing fails");
    for mode in ["rev", "fwd"] {
        let made = text
            .matches(&format!("func.func private @f${mode}$"))
            .count();
        assert!((2..=18).contains(&made), "{made}");
    }
}
