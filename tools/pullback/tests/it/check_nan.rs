//! `--check-nan` names the first op of the source whose derivative is not finite.

use crate::with_stdin;

/// `sqrt(x) * y` and `exp(log x)`; the derivative of `where(x > 0, sqrt x, 0)` is finite at 0, though one of its ops is not.
const PROGRAM: &str = "func.func @f(%x: f64, %y: f64) -> f64 {
  %s = math.sqrt %x : f64
  %t = arith.mulf %s, %y : f64
  return %t : f64
}
func.func @g(%x: f64) -> f64 {
  %l = math.log %x : f64
  %e = math.exp %l : f64
  return %e : f64
}
func.func @masked(%x: f64) -> f64 {
  %z = arith.constant 0.0 : f64
  %s = math.sqrt %x : f64
  %p = arith.cmpf ogt, %x, %z : f64
  %r = arith.select %p, %s, %z : f64
  return %r : f64
}
func.func @single(%x: f32) -> f32 {
  %s = math.sqrt %x : f32
  return %s : f32
}
func.func @cancels(%x: f64) -> f64 {
  %s = math.sqrt %x : f64
  %z = arith.subf %x, %x : f64
  %r = arith.addf %s, %z : f64
  return %r : f64
}";

#[track_caller]
fn complains(call: &[&str], entry: &str, inputs: &str, lines: &[&str]) {
    let args = ["--entry", entry, "--inputs", inputs, "--check-nan"];
    let args = [&call[..1], &["-"], &call[1..], &args].concat();
    let stderr = with_stdin(&args, PROGRAM).failure(1);
    let found: Vec<_> = stderr
        .lines()
        .filter(|line| line.starts_with("<stdin>"))
        .collect();
    assert_eq!(found, lines, "{stderr}");
}

const ADVICE: &str =
    "; keep the inputs away from this point, or choose another branch there with scf.if";

#[test]
fn an_infinite_derivative() {
    let message = |mode| {
        format!(
            "<stdin>:2:8: error: the {mode}-mode derivative of 'math.sqrt' here gave +infinity{ADVICE}"
        )
    };
    complains(&["grad"], "f", "[0, 2]", &[&message("reverse")]);
    complains(
        &["grad", "--mode", "forward"],
        "f",
        "[0, 2]",
        &[&message("forward")],
    );
    let args = ["jvp", "--tangents", "[1, 0]"];
    complains(&args, "f", "[0, 2]", &[&message("forward")]);
}

#[test]
fn terms_that_cancel_take_no_blame() {
    let message = format!(
        "<stdin>:23:8: error: the reverse-mode derivative of 'math.sqrt' here gave +infinity{ADVICE}"
    );
    complains(&["grad"], "cancels", "[0]", &[&message]);
}

#[test]
fn a_derivative_after_an_infinite_value() {
    complains(
        &["grad"],
        "g",
        "[0]",
        &[
            &format!(
                "<stdin>:7:8: error: the reverse-mode derivative of 'math.log' here gave a NaN{ADVICE}"
            ),
            "<stdin>:7:8: note: before it 'math.log' gave -infinity",
        ],
    );
}

#[test]
fn a_second_derivative() {
    let order = |mode| {
        format!(
            "<stdin>:19:8: error: the {mode}-mode derivative of order 2 of 'math.sqrt' here gave"
        )
    };
    for mode in ["reverse", "forward"] {
        let args = ["grad", "-", "--order", "2", "--mode", mode];
        let more = ["--entry", "single", "--inputs", "[0]", "--check-nan"];
        let stderr = with_stdin(&[&args[..], &more].concat(), PROGRAM).failure(1);
        let first = format!(
            "<stdin>:19:8: error: the {mode}-mode derivative of 'math.sqrt' here gave +infinity"
        );
        assert!(
            stderr.starts_with(&first) || stderr.starts_with(&order(mode)),
            "{stderr}"
        );
    }
}

#[test]
fn a_value_of_the_program_itself() {
    complains(
        &["run"],
        "g",
        "[-1]",
        &[&format!(
            "<stdin>:7:8: error: 'math.log' gave a NaN{ADVICE}"
        )],
    );
}

#[test]
fn what_is_masked_is_no_complaint() {
    let args = [
        "grad",
        "-",
        "--entry",
        "masked",
        "--inputs",
        "[0]",
        "--json",
        "--check-nan",
    ];
    let answer = with_stdin(&args, PROGRAM).success();
    assert_eq!(answer, "{\"value\": [0.0], \"gradients\": [0.0]}\n");
}
