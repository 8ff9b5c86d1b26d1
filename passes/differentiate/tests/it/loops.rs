//! What derivatives of loops keep, and what they do not.

use crate::common::{OPTIMISED, after};

/// The gradient of `for i in 0..n { s = body }` from `s = x` on, by x. `body` makes `%t` of `%s`, `%x` and `%i`.
fn gradient(body: &str) -> String {
    gradient_of(&format!(
        "func.func private @f(%x: f64, %n: index) -> f64 {{
           %zero = arith.constant 0 : index
           %one = arith.constant 1 : index
           %r = scf.for %i = %zero to %n step %one iter_args(%s = %x) -> f64 {{
             {body}
             scf.yield %t : f64
           }}
           return %r : f64
         }}"
    ))
}

/// The gradient of `@f : (f64, index) -> f64`.
fn gradient_of(text: &str) -> String {
    let text = format!(
        "{text}
         func.func @entry(%x: f64, %n: index) -> f64 {{
           %f = functional.ref @f : !functional.fn<(f64, index) -> f64>
           %g = functional.grad %f : !functional.fn<(f64, index) -> f64>
           %r = functional.apply %g(%x, %n) : !functional.fn<(f64, index) -> f64>
           return %r : f64
         }}"
    );
    after(OPTIMISED, &text).expect("this has a derivative")
}

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

/// The types of the stacks that are pushed to.
fn pushed(text: &str) -> Vec<&str> {
    let pushes = text.lines().filter(|line| line.contains("functional.push"));
    let types = pushes.filter_map(|line| line.split_once(" : "));
    types.map(|(_, ty)| ty).collect()
}

#[test]
fn a_linear_loop_keeps_nothing_and_does_not_run_forward() {
    let text = gradient(
        "%k = arith.index_cast %i : index to i64
         %y = arith.sitofp %k : i64 to f64
         %a = arith.mulf %x, %y : f64
         %t = arith.addf %s, %a : f64",
    );
    assert_eq!(count(&text, "functional.stack"), 0, "{text}");
    let entry = text.split("@entry").nth(1).expect("the entry is there");
    assert_eq!(count(entry, "scf.for"), 1, "{text}");
}

#[test]
fn the_start_of_a_chain_and_its_sine_are_kept() {
    let text = gradient(
        "%a = math.sin %s : f64
         %b = arith.mulf %a, %x : f64
         %c = arith.addf %b, %s : f64
         %t = arith.mulf %c, %c : f64",
    );
    // The sum is computed again of what is kept, and so is its cotangent's factor.
    assert_eq!(pushed(&text), ["!functional.stack<f64, f64>"], "{text}");
}

#[test]
fn what_is_the_same_in_all_trips_is_not_kept() {
    let text = gradient(
        "%a = math.exp %x : f64
         %b = math.sin %a : f64
         %t = arith.mulf %s, %b : f64",
    );
    assert_eq!(pushed(&text), ["!functional.stack<f64>"], "{text}");
}

#[test]
fn what_no_result_depends_on_has_no_cotangent() {
    let text = gradient_of(
        "func.func private @f(%x: f64, %n: index) -> f64 {
           %zero = arith.constant 0 : index
           %one = arith.constant 1 : index
           %start = arith.constant 1.0 : f64
           %r:2 = scf.for %i = %zero to %n step %one iter_args(%s = %start, %dead = %x) -> (f64, f64) {
             %t = arith.addf %s, %x : f64
             %u = math.sin %dead : f64
             scf.yield %t, %u : f64, f64
           }
           return %r#0 : f64
         }",
    );
    assert_eq!(count(&text, "math.cos"), 0, "{text}");
    assert_eq!(count(&text, "functional.stack"), 0, "{text}");
}

#[test]
fn the_stack_of_an_inner_loop_is_kept_on_that_of_the_outer_one() {
    let text = gradient_of(
        "func.func private @f(%x: f64, %n: index) -> f64 {
           %zero = arith.constant 0 : index
           %one = arith.constant 1 : index
           %r = scf.for %i = %zero to %n step %one iter_args(%s = %x) -> f64 {
             %t = scf.for %j = %zero to %i step %one iter_args(%u = %s) -> f64 {
               %v = math.sin %u : f64
               scf.yield %v : f64
             }
             scf.yield %t : f64
           }
           return %r : f64
         }",
    );
    let outer = "!functional.stack<!functional.stack<f64>>";
    assert_eq!(pushed(&text), ["!functional.stack<f64>", outer], "{text}");
}
