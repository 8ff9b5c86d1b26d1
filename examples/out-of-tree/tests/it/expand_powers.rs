//! `math-expand-powers`.

use crate::OPT;
use pullback_testing::{assert_error_snapshot, assert_pipeline_snapshot};

const CUBE: &str = "func.func @cube(%x: f64) -> f64 {
  %three = arith.constant 3 : i32
  %r = math.fpowi %x, %three : f64, i32
  return %r : f64
}";

#[test]
fn a_small_power_becomes_multiplications() {
    assert_pipeline_snapshot!(OPT, "func.func(math-expand-powers,canonicalize)", CUBE);
}

#[test]
fn a_large_power_stays() {
    let text = OPT.pipeline("func.func(math-expand-powers{limit=2})", CUBE);
    assert!(text.contains("math.fpowi"), "{text}");
}

#[test]
fn strict_names_the_exponent() {
    assert_error_snapshot!(
        OPT,
        "func.func(math-expand-powers{limit=2 strict=true})",
        CUBE
    );
}

#[test]
fn the_number_of_multiplications_is_logarithmic() {
    for (exponent, multiplications) in [(1, 0), (2, 1), (3, 2), (7, 4), (8, 3), (15, 6), (16, 4)] {
        let text = OPT.pipeline(
            "func.func(math-expand-powers)",
            &CUBE.replace("constant 3", &format!("constant {exponent}")),
        );
        assert_eq!(
            text.matches("arith.mulf").count(),
            multiplications,
            "{exponent}: {text}"
        );
        assert!(!text.contains("math.fpowi"), "{exponent}: {text}");
    }
}

#[test]
fn exponents_that_are_not_positive_constants_stay() {
    for exponent in ["constant 0", "constant -2"] {
        let text = OPT.pipeline(
            "func.func(math-expand-powers)",
            &CUBE.replace("constant 3", exponent),
        );
        assert!(text.contains("math.fpowi"), "{text}");
    }
    let argument = "func.func @f(%x: f64, %n: i32) -> f64 {
      %r = math.fpowi %x, %n : f64, i32
      return %r : f64
    }";
    assert!(
        OPT.pipeline("func.func(math-expand-powers)", argument)
            .contains("math.fpowi")
    );
    let error = OPT.expect_error("func.func(math-expand-powers{strict=true})", argument);
    assert!(
        error.contains("2:12: error: the exponent is no constant from 1 to 16"),
        "{error}"
    );
}
