//! `poly-to-arith`, alone and before Pullback's passes.

use crate::OPT;
use pullback_testing::assert_pipeline_snapshot;

#[test]
fn horners_scheme() {
    let text = "func.func @f(%x: f64) -> f64 {
  %r = poly.eval [1.0, 2.0, 3.0] at %x : f64
  return %r : f64
}";
    assert_pipeline_snapshot!(OPT, "func.func(poly-to-arith)", text);
}

/// The derivative of 1 + 2·x + 3·x² is 2 + 6·x.
#[test]
fn a_lowered_polynomial_is_differentiated() {
    let text = "func.func @slope(%x: f64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = poly.eval [1.0, 2.0, 3.0] at %y : f64
    functional.return %r : f64
  }
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = functional.apply %df(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";
    assert_pipeline_snapshot!(
        OPT,
        "func.func(poly-to-arith),functional-differentiate,functional-simplify,symbol-dce",
        text
    );
}
