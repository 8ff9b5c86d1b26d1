//! Function values on stacks: pullbacks of calls in loops, whose tapes are kept.

use crate::{common::after, large::Large};
use pullback_ir::{Context, Module};
use pullback_testing::{
    Call, Opt, agrees_after_each_pass,
    interpret::{Limits, Program, Value},
};

const OPT: Opt = Opt {
    registry: pullback_passes::registry,
    register: pullback_passes::register,
};

const PIPELINE: &str = "functional-simplify,functional-differentiate,functional-simplify,functional-split-closures,\
    functional-fuse-halves,functional-defunctionalize,functional-simplify,symbol-dce";

/// The gradient by x of `@f(x, 3)`, after all passes, which keep what `@gradient` computes.
fn gradient(functions: &str) -> String {
    let text = format!(
        "{functions}
         func.func @gradient(%x: f64) -> f64 {{
           %n = arith.constant 3 : index
           %f = functional.ref @f : !functional.fn<(f64, index) -> f64>
           %d = functional.grad %f : !functional.fn<(f64, index) -> f64>
           %r = functional.apply %d(%x, %n) : !functional.fn<(f64, index) -> f64>
           return %r : f64
         }}"
    );
    let calls: Vec<_> = [0.3, 1.1, -0.7]
        .map(|x| Call {
            function: "gradient".into(),
            arguments: vec![x],
        })
        .into();
    agrees_after_each_pass(&OPT, &text, PIPELINE, &calls).unwrap_or_else(|why| panic!("{why}"));
    after(PIPELINE, &text).expect("what was checked")
}

/// `@f(x, n)` with a loop from `s = x` on, whose body makes `%t` of `%s`, `%x`, `%i` and `%n`.
fn looping(body: &str) -> String {
    format!(
        "func.func private @f(%x: f64, %n: index) -> f64 {{
           %zero = arith.constant 0 : index
           %one = arith.constant 1 : index
           %r = scf.for %i = %zero to %n step %one iter_args(%s = %x) -> f64 {{
             {body}
             scf.yield %t : f64
           }}
           return %r : f64
         }}"
    )
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

const SMALL: &str = "func.func private @g(%a: f64, %b: f64) -> f64 attributes {no_inline} {
      %ab = arith.mulf %a, %b : f64
      %s = math.sin %ab : f64
      %t = arith.addf %a, %b : f64
      %r = arith.mulf %s, %t : f64
      return %r : f64
    }\n";

const CALL: &str = "%t = func.call @g(%s, %x) : (f64, f64) -> f64";

#[test]
fn a_cut_of_what_a_call_keeps_is_kept_for_each_trip() {
    let text = gradient(&format!("{SMALL}{}", looping(CALL)));
    // The argument that is the same in all trips is not; the sum and the product are computed again.
    assert_eq!(pushed(&text), ["!functional.stack<f64, f64>"], "{text}");
    assert_eq!(count(&text, "math.sin"), 1, "{text}");
}

#[test]
fn no_call_is_done_again() {
    let large = Large::new(150).function();
    let text = gradient(&format!(
        "{large}{}",
        looping(
            "%u = func.call @g(%s, %x) : (f64, f64) -> f64
             %t = func.call @g(%x, %u) : (f64, f64) -> f64"
        )
    ));
    assert_eq!(count(&text, "call @g("), 0, "{text}");
    assert_eq!(count(&text, "call @g$rev$11$1$fwd("), 2, "{text}");
    assert_eq!(count(&text, "call @g$rev$11$1$bwd("), 2, "{text}");
}

#[test]
fn calls_in_a_branch_and_in_an_inner_loop_are_kept_as_well() {
    let large = Large::new(150).function();
    let text = gradient(&format!(
        "{large}{}",
        looping(
            "%u = scf.for %j = %zero to %i step %one iter_args(%v = %s) -> f64 {
               %low = arith.cmpf olt, %v, %x : f64
               %w = scf.if %low -> f64 {
                 %a = func.call @g(%v, %x) : (f64, f64) -> f64
                 scf.yield %a : f64
               } else {
                 %b = func.call @g(%x, %v) : (f64, f64) -> f64
                 %c = func.call @g(%b, %v) : (f64, f64) -> f64
                 scf.yield %c : f64
               }
               scf.yield %w : f64
             }
             %t = func.call @g(%s, %u) : (f64, f64) -> f64"
        )
    ));
    assert_eq!(count(&text, "call @g("), 0, "{text}");
    assert_eq!(count(&text, "call @g$rev$11$1$fwd("), 4, "{text}");
    assert_eq!(count(&text, "call @g$rev$11$1$bwd("), 4, "{text}");
}

#[test]
fn a_call_that_keeps_nothing_needs_no_stack() {
    let text = gradient(&format!(
        "func.func private @g(%a: f64, %b: f64) -> f64 attributes {{no_inline}} {{
           %r = arith.subf %a, %b : f64
           return %r : f64
         }}
         {}",
        looping(CALL)
    ));
    assert_eq!(count(&text, "functional.stack"), 0, "{text}");
}

/// A recursion whose call is in a loop.
const RECURSION: &str = "func.func private @f(%x: f64, %n: index) -> f64 {
      %zero = arith.constant 0 : index
      %one = arith.constant 1 : index
      %s = math.sin %x : f64
      %done = arith.cmpi eq, %n, %zero : index
      %r = scf.if %done -> f64 {
        scf.yield %s : f64
      } else {
        %m = arith.subi %n, %one : index
        %least = arith.minui %n, %one : index
        %t = scf.for %i = %zero to %least step %one iter_args(%u = %s) -> f64 {
          %v = func.call @f(%u, %m) : (f64, index) -> f64
          %w = arith.mulf %v, %x : f64
          scf.yield %w : f64
        }
        scf.yield %t : f64
      }
      return %r : f64
    }";

#[test]
fn the_way_back_of_a_recursion_through_a_loop_calls_nothing_forward() {
    let text = gradient(RECURSION);
    assert_eq!(count(&text, "call @f("), 0, "{text}");
    let functions = text.split("func.func");
    let backward = functions.filter(|text| text.contains("bwd(") && !text.contains("$fwd"));
    assert_eq!(backward.count(), 1, "{text}");
}

/// How many steps the interpreter takes for the gradient of a recursion of this depth.
fn steps(depth: u64) -> u64 {
    let text = format!(
        "{RECURSION}
         func.func @gradient(%x: f64) -> f64 {{
           %n = arith.constant {depth} : index
           %f = functional.ref @f : !functional.fn<(f64, index) -> f64>
           %d = functional.grad %f : !functional.fn<(f64, index) -> f64>
           %r = functional.apply %d(%x, %n) : !functional.fn<(f64, index) -> f64>
           return %r : f64
         }}"
    );
    let text = after(PIPELINE, &text).expect("this has a derivative");
    let context = Context::new(&pullback_passes::registry());
    let module = Module::parse(&context, &text, "test.mlir").expect("printed IR parses");
    let program = Program::new(&module);
    let is_enough = |steps: u64| {
        let limits = Limits {
            steps,
            ..Limits::default()
        };
        program
            .call::<f64>("gradient", vec![Value::Float(0.3)], limits)
            .is_ok()
    };
    let (mut low, mut high) = (0, 1 << 20);
    while low + 1 < high {
        let middle = (low + high) / 2;
        match is_enough(middle) {
            true => high = middle,
            false => low = middle,
        }
    }
    high
}

#[test]
fn a_recursion_through_a_loop_costs_the_same_for_each_level() {
    let [few, more, most] = [10, 20, 30].map(steps);
    assert_eq!(most - more, more - few);
    assert!(most < 1 << 20);
}
