//! What people see when a call succeeds.

use crate::{pullback, with_stdin};

const MIXED: &str =
    "func.func @f(%x: f64, %n: i64, %on: i1, %h: f16, %b: bf16, %s: f32, %t: tuple<f64, i32>)
    -> (f64, i64, i1, f16, bf16, f32, tuple<f64, i32>) {
  return %x, %n, %on, %h, %b, %s, %t : f64, i64, i1, f16, bf16, f32, tuple<f64, i32>
}";

#[test]
fn values_go_through_unchanged() {
    for inputs in [
        "[0.1, 9007199254740993, true, 0.1, 0.1, 0.1, [-0.0, -7]]",
        "[5e-324, -9223372036854775808, false, 6e-8, 1e38, 1e-45, [1e308, 2147483647]]",
        "[\"NaN\", 0, true, \"Infinity\", \"-Infinity\", \"NaN\", [\"Infinity\", 0]]",
    ] {
        let args = ["run", "-", "--entry", "f", "--json", "--inputs", inputs];
        assert_eq!(
            with_stdin(&args, MIXED).success(),
            format!("{{\"results\": {inputs}}}\n")
        );
    }
}

#[test]
fn lines_name_the_arguments() {
    let program = "func.func @f(%width: f64, %n: i64, %height: f64) -> f64 {
      %r = arith.mulf %width, %height : f64
      return %r : f64
    }";
    let call = |args: &[&str]| {
        with_stdin(
            &[args, &["-", "--entry", "f", "--inputs", "[3, 1, 5]"]].concat(),
            program,
        )
    };
    assert_eq!(call(&["run"]).success(), "result = 15.0\n");
    assert_eq!(
        call(&["grad"]).success(),
        "value = 15.0\nd/d%width = 5.0\nd/d%height = 3.0\n"
    );
    assert_eq!(
        call(&["grad", "--wrt", "2"]).success(),
        "value = 15.0\nd/d%height = 3.0\n"
    );
    assert_eq!(
        call(&["grad", "--wrt", "2,0", "--mode", "forward"]).success(),
        "value = 15.0\nd/d%height = 3.0\nd/d%width = 5.0\n"
    );
    assert_eq!(
        call(&["vjp", "--cotangents", "[2]"]).success(),
        "value = 15.0\nd/d%width = 10.0\nd/d%height = 6.0\n"
    );
    assert_eq!(
        call(&["jvp", "--tangents", "[1, 2]"]).success(),
        "value = 15.0\ntangent = 11.0\n"
    );
}

#[test]
fn second_derivatives_name_the_arguments() {
    let program = "func.func @f(%a: f64, %n: i64, %b: f64) -> f64 {
      %0 = arith.mulf %a, %b : f64
      %1 = arith.mulf %0, %b : f64
      return %1 : f64
    }";
    let call = |args: &[&str]| {
        with_stdin(
            &[args, &["-", "--entry", "f", "--inputs", "[3, 1, 5]"]].concat(),
            program,
        )
    };
    assert_eq!(
        call(&["jacobian"]).success(),
        "value = 75.0\njacobian = [25.0, 30.0]\n"
    );
    assert_eq!(
        call(&["hessian"]).success(),
        "value = 75.0\nd/d%a = 25.0\nd/d%b = 30.0\nhessian %a = [0.0, 10.0]\nhessian %b = [10.0, 6.0]\n"
    );
    assert_eq!(
        call(&["hvp", "--wrt", "2", "--tangents", "[2]"]).success(),
        "value = 75.0\nd/d%b = 30.0\nH v %b = 12.0\n"
    );
    assert_eq!(
        call(&["vjp", "--wrt", "2", "--cotangents", "[2]"]).success(),
        "value = 75.0\nd/d%b = 60.0\n"
    );
    assert_eq!(
        call(&["jvp", "--wrt", "2,0", "--tangents", "[1, 2]"]).success(),
        "value = 75.0\ntangent = 80.0\n"
    );
    let answer = call(&["jacobian", "--wrt", "1"]);
    assert_eq!(answer.status, Some(2));
    assert!(
        answer.stderr.contains(
            "argument 1 of @f is i64, which has no derivative; leave it out of what is differentiated by"
        ),
        "{}",
        answer.stderr
    );
}

#[test]
fn higher_orders_come_with_the_value() {
    let program = "func.func @f(%x: f64) -> f64 {
      %0 = arith.mulf %x, %x : f64
      %1 = arith.mulf %0, %x : f64
      return %1 : f64
    }";
    for mode in ["reverse", "forward"] {
        let args = [
            "grad", "-", "--entry", "f", "--order", "2", "--mode", mode, "--inputs", "[2]",
        ];
        assert_eq!(
            with_stdin(&args, program).success(),
            "value = 8.0\nd^2/d%x^2 = 12.0\n"
        );
    }
}

#[test]
fn inputs_may_be_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("inputs.json");
    std::fs::write(&path, "[2.0]\n").expect("it can be written");
    let inputs = format!("@{}", path.display());
    let file = "tests/programs/01-capture-active.mlir";
    let answer = pullback(["run", file, "--entry", "f", "--json", "--inputs", &inputs]);
    assert_eq!(answer.success(), "{\"results\": [6.0]}\n");
}

#[test]
fn rounding_follows_the_mode() {
    // 0.1·0.1 rounds up; one rounding of 0.1·0.1 - 0.010000000000000002 leaves the error of that rounding.
    let program = "func.func @f(%x: f64) -> f64 {
      %c = arith.constant -0.010000000000000002 : f64
      %0 = arith.mulf %x, %x : f64
      %1 = arith.addf %0, %c : f64
      return %1 : f64
    }";
    let args = ["run", "-", "--entry", "f", "--inputs", "[0.1]", "--fp"];
    let call = |fp: &str| with_stdin(&[&args[..], &[fp]].concat(), program).success();
    assert_eq!(call("strict"), "result = 0.0\n");
    if std::is_x86_feature_detected!("fma") {
        assert_eq!(call("contract"), "result = -8.326672684688674e-19\n");
    }
    call("fast");
}
