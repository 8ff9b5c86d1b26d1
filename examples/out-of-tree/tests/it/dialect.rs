//! `poly.eval`: syntax, verifier, folds.

use crate::OPT;
use pullback_testing::{assert_error_snapshot, assert_pipeline_snapshot};

const ROUND_TRIP: &str = "func.func @f(%x: f32) -> f32 {
  %r = poly.eval [1.0, -2.5, 3.0] at %x : f32
  return %r : f32
}";

#[test]
fn what_is_printed_parses() {
    let printed = OPT.pipeline("", ROUND_TRIP);
    assert!(
        printed.contains("poly.eval [1.000000e+00, -2.500000e+00, 3.000000e+00] at %arg0 : f32"),
        "{printed}"
    );
    assert_eq!(OPT.pipeline("", &printed), printed);
}

#[test]
fn no_coefficients_are_refused() {
    let text = "func.func @f(%x: f64) -> f64 {
  %r = poly.eval [] at %x : f64
  return %r : f64
}";
    assert_error_snapshot!(OPT, "", text);
}

#[test]
fn constants_fold() {
    let text = "func.func @f(%x: f64) -> (f64, f64, f32) {
  %two = arith.constant 2.0 : f64
  %small = arith.constant 0.1 : f32
  %a = poly.eval [5.0] at %x : f64
  %b = poly.eval [1.0, 0.0, 3.0] at %two : f64
  %c = poly.eval [0.1, 1.0] at %small : f32
  return %a, %b, %c : f64, f64, f32
}";
    assert_pipeline_snapshot!(OPT, "canonicalize", text);
}

/// 0·x is not 0 for every x, so a zero coefficient stays.
#[test]
fn a_zero_coefficient_stays() {
    let text = ROUND_TRIP.replace("3.0]", "0.0]");
    assert!(
        OPT.pipeline("canonicalize", &text)
            .contains("0.000000e+00] at")
    );
}
