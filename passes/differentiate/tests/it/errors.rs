//! What cannot be differentiated is a located error that names the op.

use crate::common::{OPTIMISED, after};

/// The error of differentiating `@f : f64 -> f64`, to which `text` gives the rest of the module.
fn error(text: &str) -> String {
    let text = format!(
        "{text}
        func.func @entry(%x: f64) -> f64 {{
          %f = functional.ref @f : !functional.fn<(f64) -> f64>
          %g = functional.grad %f : !functional.fn<(f64) -> f64>
          %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
          return %r : f64
        }}"
    );
    after(OPTIMISED, &text).expect_err("this has no derivative")
}

#[test]
fn a_parallel_loop_is_named() {
    let error = error(
        "func.func @f(%x: f64) -> f64 {
           %a = arith.constant 0 : index
           %b = arith.constant 7 : index
           %s = arith.constant 1 : index
           %y = scf.parallel (%i) = (%a) to (%b) step (%s) init (%x) -> f64 {
             %d = math.sin %x : f64
             scf.reduce(%d : f64) {
             ^bb0(%l: f64, %r: f64):
               %p = arith.mulf %l, %r : f64
               scf.reduce.return %p : f64
             }
           }
           return %y : f64
         }",
    );
    assert!(error.contains("test.mlir:5:"), "{error}");
    assert!(
        error.contains("'scf.parallel' cannot be differentiated"),
        "{error}"
    );
}

#[test]
fn an_external_function_is_named() {
    let error = error(
        "func.func private @ext(f64) -> f64
         func.func @f(%x: f64) -> f64 {
           %y = func.call @ext(%x) : (f64) -> f64
           return %y : f64
         }",
    );
    assert!(
        error.contains("@ext") && error.contains("func.call"),
        "{error}"
    );
}

#[test]
fn the_bits_of_a_float_have_no_derivative() {
    let error = error(
        "func.func @f(%x: f64) -> f64 {
           %b = arith.bitcast %x : f64 to i64
           %o = arith.constant 1 : i64
           %c = arith.ori %b, %o : i64
           %y = arith.bitcast %c : i64 to f64
           return %y : f64
         }",
    );
    assert!(
        error.contains("'arith.bitcast' has no derivative"),
        "{error}"
    );
    assert!(error.contains("test.mlir:2:"), "{error}");
}

#[test]
fn effects_on_memory_are_refused() {
    let error = error(
        "func.func @f(%x: f64) -> f64 {
           %m = memref.alloc() : memref<f64>
           memref.store %x, %m[] : memref<f64>
           %y = memref.load %m[] : memref<f64>
           return %y : f64
         }",
    );
    assert!(error.contains("memref."), "{error}");
}

#[test]
fn a_function_that_differentiates_itself_is_refused() {
    let error = error(
        "func.func @f(%x: f64) -> f64 {
           %f = functional.ref @f : !functional.fn<(f64) -> f64>
           %g = functional.grad %f : !functional.fn<(f64) -> f64>
           %y = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
           return %y : f64
         }",
    );
    assert!(
        error.contains("functional.grad") && error.contains("recursive"),
        "{error}"
    );
}

#[test]
fn converting_to_an_integer_cuts_without_an_error() {
    let text = "func.func @f(%x: f64) -> f64 {
           %i = arith.fptosi %x : f64 to i32
           %y = arith.sitofp %i : i32 to f64
           return %y : f64
         }
         func.func @entry(%x: f64) -> f64 {
           %f = functional.ref @f : !functional.fn<(f64) -> f64>
           %g = functional.grad %f : !functional.fn<(f64) -> f64>
           %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
           return %r : f64
         }";
    let optimised = after(OPTIMISED, text).expect("a cut is no error");
    assert!(optimised.contains("arith.constant 0.0"), "{optimised}");
}

#[test]
fn a_rank_known_at_run_time_only_is_refused() {
    let text = "func.func @f(%x: tensor<*xf64>) -> tensor<*xf64> {
           %y = math.sqrt %x : tensor<*xf64>
           return %y : tensor<*xf64>
         }
         func.func @entry(%x: tensor<*xf64>, %v: tensor<*xf64>) -> tensor<*xf64> {
           %f = functional.ref @f : !functional.fn<(tensor<*xf64>) -> tensor<*xf64>>
           %g = functional.jvp %f : !functional.fn<(tensor<*xf64>) -> tensor<*xf64>>
           %r:2 = functional.apply %g(%x, %v) : !functional.fn<(tensor<*xf64>, tensor<*xf64>) -> (tensor<*xf64>, tensor<*xf64>)>
           return %r#1 : tensor<*xf64>
         }";
    let error = after(OPTIMISED, text).expect_err("there are no zeros of no rank");
    assert!(
        error.contains("tensor<*xf64>") && error.contains("give the type a rank"),
        "{error}"
    );
}

#[test]
fn a_padding_of_less_than_nothing_is_refused() {
    let error = error(
        "func.func @f(%x: f64) -> f64 {
           %t = tensor.splat %x : tensor<4xf64>
           %p = tensor.pad %t low[-1] high[0] {
           ^bb0(%i: index):
             tensor.yield %x : f64
           } : tensor<4xf64> to tensor<3xf64>
           %y = nd.sum %p [0] : tensor<3xf64> to f64
           return %y : f64
         }",
    );
    assert!(
        error.contains("test.mlir:3:") && error.contains("write a tensor.extract_slice"),
        "{error}"
    );
}

#[test]
fn what_upstream_leaves_open_is_refused() {
    let error = error(
        "func.func @f(%x: f64) -> f64 {
           %t = tensor.splat %x : tensor<4xf64>
           %i = arith.constant dense<2> : tensor<1x1xindex>
           %g = tensor.gather %t[%i] gather_dims([0]) : (tensor<4xf64>, tensor<1x1xindex>) -> tensor<1x1xf64>
           %y = nd.sum %g [0, 1] : tensor<1x1xf64> to f64
           return %y : f64
         }",
    );
    assert!(
        error.contains("'tensor.gather' has no derivative: write an nd.gather"),
        "{error}"
    );
}

/// A rule for one mode gives the other only by rows or columns of numbers.
#[test]
fn a_rule_that_cannot_be_turned_round_asks_for_the_other() {
    let text = "
        func.func @f(%x: f64) -> f64 {
          %y = arith.truncf %x : f64 to f32
          %z = func.call @g(%x, %y) : (f64, f32) -> f64
          return %z : f64
        }
        func.func private @g(f64, f32) -> f64 attributes {functional.custom_jvp = @g_jvp}
        func.func private @g_jvp(f64, f32, f64, f32) -> (f64, f64)";
    let error = error(text);
    assert!(error.contains("test.mlir:7:"), "{error}");
    assert!(
        error.contains(
            "the reverse derivative of @g cannot be made from its 'functional.custom_jvp', for its differentiable arguments and results are not all floats of one type; give it a 'functional.custom_vjp' too"
        ),
        "{error}"
    );
}
