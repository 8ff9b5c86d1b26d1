//! Gradients in one pass: both halves in one function.

use crate::{common::after, large::Large};
use pullback_testing::{Call, Opt, agrees_after_each_pass};

const OPT: Opt = Opt {
    registry: pullback_passes::registry,
    register: pullback_passes::register,
};

const PIPELINE: &str = "functional-simplify,functional-differentiate,functional-simplify,functional-split-closures,\
    functional-fuse-halves,functional-defunctionalize,functional-simplify,symbol-dce";

/// A recursive `@f(x, n)` whose value and gradient by x `@gradient(x)` gives: the text after all passes, which keep what it computes.
fn differentiated(base: &str, step: &str, outer: &str) -> String {
    let text = format!(
        "func.func private @f(%x: f64, %n: i64) -> f64 {{
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
        }}
        func.func @gradient(%x: f64) -> (f64, f64) {{
          %n = arith.constant 5 : i64
          %f = functional.lambda (%y: f64) -> f64 {{
            %r = func.call @f(%y, %n) : (f64, i64) -> f64
            {outer}
          }}
          %d = functional.value_and_grad %f : !functional.fn<(f64) -> f64>
          %r:2 = functional.apply %d(%x) : !functional.fn<(f64) -> (f64, f64)>
          return %r#0, %r#1 : f64, f64
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

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

const SUM: &str = "%half = arith.constant 0.5 : f64
    %y = arith.mulf %x, %half : f64
    %a = func.call @f(%y, %m) : (f64, i64) -> f64
    %z = arith.addf %x, %half : f64
    %b = func.call @f(%z, %m) : (f64, i64) -> f64
    %s = math.cos %x : f64
    %t = arith.addf %a, %b : f64
    %r = arith.addf %s, %t : f64
    scf.yield %r : f64";

#[test]
fn a_sum_over_a_tree_of_calls_is_one_recursion() {
    let text = differentiated(
        "%s = math.sin %x : f64
         scf.yield %s : f64",
        SUM,
        "functional.return %r : f64",
    );
    assert_eq!(count(&text, "func.func"), 2, "{text}");
    assert_eq!(count(&text, "call @f$rev$1$1$both("), 3, "{text}");
    assert_eq!(count(&text, "scf.if"), 1, "{text}");
    assert!(!text.contains("!functional."), "{text}");
}

#[test]
fn a_cotangent_that_depends_on_the_result_needs_both_passes() {
    let text = differentiated(
        "%s = math.sin %x : f64
         scf.yield %s : f64",
        SUM,
        "%q = arith.mulf %r, %r : f64
         functional.return %q : f64",
    );
    assert!(!text.contains("$both"), "{text}");
}

#[test]
fn of_a_product_of_calls_the_last_is_fused() {
    let text = differentiated(
        "scf.yield %x : f64",
        "%k = arith.subi %m, %one : i64
         %a = func.call @f(%x, %m) : (f64, i64) -> f64
         %b = func.call @f(%x, %k) : (f64, i64) -> f64
         %r = arith.mulf %a, %b : f64
         scf.yield %r : f64",
        "functional.return %r : f64",
    );
    // One call goes forward alone, as the other's cotangent is its result.
    let body = text
        .split("func.func private @f$rev$1$1$both(")
        .nth(1)
        .expect("the function");
    let body = body.split("func.func").next().unwrap_or_default();
    for half in ["$both", "$fwd", "$bwd"] {
        assert_eq!(count(body, &format!("call @f$rev$1$1{half}(")), 1, "{text}");
    }
}

#[test]
fn a_result_that_is_used_between_is_no_obstacle() {
    differentiated(
        "%s = math.sin %x : f64
         scf.yield %s : f64",
        SUM,
        "%three = arith.constant 3.0 : f64
         %q = arith.mulf %r, %three : f64
         functional.return %q : f64",
    );
}

#[test]
fn a_pullback_that_is_applied_twice_keeps_its_tape() {
    let text = "func.func private @f(%x: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %r = scf.if %done -> f64 {
            scf.yield %x : f64
          } else {
            %one = arith.constant 1 : i64
            %m = arith.subi %n, %one : i64
            %a = func.call @f(%x, %m) : (f64, i64) -> f64
            %r = arith.mulf %x, %a : f64
            scf.yield %r : f64
          }
          return %r : f64
        }
        func.func @gradient(%x: f64) -> (f64, f64) {
          %n = arith.constant 5 : i64
          %f = functional.ref @f : !functional.fn<(f64, i64) -> f64>
          %d = functional.vjp %f : !functional.fn<(f64, i64) -> f64>
          %y, %g = functional.apply %d(%x, %n) : !functional.fn<(f64, i64) -> (f64, !functional.fn<(f64) -> f64>)>
          %two = arith.constant 2.0 : f64
          %a = functional.apply %g(%two) : !functional.fn<(f64) -> f64>
          %b = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
          return %a, %b : f64, f64
        }";
    let calls = [Call {
        function: "gradient".into(),
        arguments: vec![1.2],
    }];
    agrees_after_each_pass(&OPT, text, PIPELINE, &calls).unwrap_or_else(|why| panic!("{why}"));
    let text = after(PIPELINE, text).expect("what was checked");
    assert_eq!(count(&text, "call @f$rev$1$1$fwd("), 2, "{text}");
    assert!(!text.contains("$both"), "{text}");
}

/// Checks what `@gradient`, which calls `@f(x, n)`, computes after each pass.
fn checked(functions: &str) -> String {
    let text = format!(
        "{functions}
        func.func @gradient(%x: f64) -> (f64, f64) {{
          %n = arith.constant 5 : i64
          %f = functional.lambda (%y: f64) -> f64 {{
            %r = func.call @f(%y, %n) : (f64, i64) -> f64
            functional.return %r : f64
          }}
          %d = functional.value_and_grad %f : !functional.fn<(f64) -> f64>
          %r:2 = functional.apply %d(%x) : !functional.fn<(f64) -> (f64, f64)>
          return %r#0, %r#1 : f64, f64
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

#[test]
fn functions_that_call_each_other_go_down_and_up_once() {
    let text = checked(
        "func.func @f(%x: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %m = arith.subi %n, %one : i64
          %r = scf.if %done -> f64 {
            scf.yield %x : f64
          } else {
            %a = func.call @g(%x, %m) : (f64, i64) -> f64
            %p = arith.mulf %a, %x : f64
            scf.yield %p : f64
          }
          return %r : f64
        }
        func.func private @g(%x: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %m = arith.subi %n, %one : i64
          %s = math.sin %x : f64
          %r = scf.if %done -> f64 {
            scf.yield %s : f64
          } else {
            %a = func.call @f(%s, %m) : (f64, i64) -> f64
            %b = func.call @g(%x, %m) : (f64, i64) -> f64
            %p = arith.addf %a, %b : f64
            scf.yield %p : f64
          }
          return %r : f64
        }",
    );
    assert!(!text.contains("$tape") && !text.contains("$fwd"), "{text}");
}

#[test]
fn what_is_between_two_branches_goes_into_both_and_comes_out_again() {
    // %w is used in the second conditional and behind it.
    let text = checked(
        "func.func @f(%x: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %m = arith.subi %n, %one : i64
          %u = scf.if %done -> f64 {
            scf.yield %x : f64
          } else {
            %half = arith.constant 0.5 : f64
            %y = arith.mulf %x, %half : f64
            %a = func.call @f(%y, %m) : (f64, i64) -> f64
            scf.yield %a : f64
          }
          %w = math.sin %u : f64
          %v = scf.if %done -> f64 {
            %a = arith.mulf %w, %x : f64
            scf.yield %a : f64
          } else {
            %a = func.call @f(%x, %m) : (f64, i64) -> f64
            %b = arith.mulf %w, %a : f64
            scf.yield %b : f64
          }
          %r = arith.addf %v, %w : f64
          return %r : f64
        }",
    );
    assert!(text.contains("$both("), "{text}");
}

#[test]
fn a_large_function_around_a_recursion() {
    let (code, result) = Large::new(90).code("w", ["%x", "%q"]);
    let text = checked(&format!(
        "func.func private @h(%x: f64, %n: i64) -> f64 {{
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %m = arith.subi %n, %one : i64
          %r = scf.if %done -> f64 {{
            scf.yield %x : f64
          }} else {{
            %a = func.call @h(%x, %m) : (f64, i64) -> f64
            %p = arith.mulf %a, %x : f64
            scf.yield %p : f64
          }}
          return %r : f64
        }}
        func.func private @g(%x: f64, %q: f64, %n: i64) -> f64 {{
          {code}
          %a = func.call @h(%x, %n) : (f64, i64) -> f64
          %r = arith.addf {result}, %a : f64
          return %r : f64
        }}
        func.func @f(%x: f64, %n: i64) -> f64 {{
          %y = math.sin %x : f64
          %a = func.call @g(%x, %y, %n) : (f64, f64, i64) -> f64
          %b = func.call @g(%y, %x, %n) : (f64, f64, i64) -> f64
          %r = arith.addf %a, %b : f64
          return %r : f64
        }}"
    ));
    assert_eq!(count(&text, "call @g$rev$11$1$both("), 2, "{text}");
    assert!(!text.contains("$tape") && !text.contains("$fwd"), "{text}");
}

#[test]
fn effects_keep_their_order() {
    // The backward half reads what is written between the two calls.
    let text =
        "func.func private @f(%m: memref<f64>, %n: i64) -> (f64, !functional.fn<(f64) -> f64>) {
          %zero = arith.constant 0 : i64
          %done = arith.cmpi eq, %n, %zero : i64
          %x = memref.load %m[] : memref<f64>
          %v:2 = scf.if %done -> (f64, !functional.fn<(f64) -> f64>) {
            %g = functional.lambda (%d: f64) -> f64 {
              %y = memref.load %m[] : memref<f64>
              %r = arith.mulf %d, %y : f64
              functional.return %r : f64
            }
            scf.yield %x, %g : f64, !functional.fn<(f64) -> f64>
          } else {
            %one = arith.constant 1 : i64
            %k = arith.subi %n, %one : i64
            %w:2 = func.call @f(%m, %k) : (memref<f64>, i64) -> (f64, !functional.fn<(f64) -> f64>)
            scf.yield %w#0, %w#1 : f64, !functional.fn<(f64) -> f64>
          }
          return %v#0, %v#1 : f64, !functional.fn<(f64) -> f64>
        }
        func.func @g(%m: memref<f64>, %n: i64, %d: f64) -> (f64, f64) {
          %v:2 = call @f(%m, %n) : (memref<f64>, i64) -> (f64, !functional.fn<(f64) -> f64>)
          memref.store %d, %m[] : memref<f64>
          %r = functional.apply %v#1(%d) : !functional.fn<(f64) -> f64>
          return %v#0, %r : f64, f64
        }";
    let text = after(PIPELINE, text).expect("nothing fails");
    assert!(text.contains("call @f$bwd("), "{text}");
    assert!(!text.contains("$both"), "{text}");
}
