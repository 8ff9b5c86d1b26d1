//! `explain` and `--tape-report`, with places of the file.

use crate::{pullback, with_stdin};

/// `@f` is differentiated inside `@g`, through a function value and a callee.
const PROGRAM: &str = "func.func private @half(%x: f64) -> f64 {
  %c = arith.constant 0.5 : f64
  %f = math.floor %x : f64
  %r = arith.mulf %f, %c : f64
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %t: tuple<f64, i64>) -> (f64, i64) {
  // A comment moves nothing but lines.
  %h = func.call @half(%y) : (f64) -> f64
  %s = functional.lambda (%z: f64) -> f64 {
    %u = math.sin %z : f64
    %r = arith.mulf %u, %h : f64
    functional.return %r : f64
  }
  %g = functional.grad %s : !functional.fn<(f64) -> f64>
  %d = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  %n = functional.get %t[1] : tuple<f64, i64>
  return %d, %n : f64, i64
}
";

#[test]
fn results_and_what_cuts_their_derivatives() {
    let said = with_stdin(&["explain", "-", "--entry", "f"], PROGRAM).success();
    let said: Vec<_> = said
        .lines()
        .filter(|line| line.starts_with("<stdin>"))
        .collect();
    assert_eq!(
        said,
        [
            "<stdin>:7:1: remark: result 0 of @f depends on argument 0 and argument 1, and not on argument 2[0] or argument 2[1]",
            "<stdin>:3:8: remark: the derivative of result 0 by argument 1 is zero: 'math.floor' cuts it here",
            "<stdin>:7:1: remark: result 1 of @f depends on argument 2[1], and not on argument 0, argument 1 or argument 2[0]",
            "<stdin>:7:1: remark: nothing is kept for the reverse sweep: there is no tape",
        ]
    );
}

#[test]
fn wrong_calls_and_programs() {
    let said = with_stdin(&["explain", "-", "--entry", "g"], PROGRAM).failure(2);
    assert!(said.contains("no function @g"), "{said}");
    let said = with_stdin(&["explain", "-", "--entry", "f"], "func.func @f(").failure(1);
    assert!(said.contains("<stdin>:1:"), "{said}");
}

/// The sine of the recursive call's value, whose reverse needs that value.
const RECURSION: &str = "func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %d = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %d -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %s = func.call @f(%x, %m) : (f64, i64) -> f64
    %t = math.sin %s : f64
    scf.yield %t : f64
  }
  return %r : f64
}
";

#[test]
fn what_a_recursion_keeps() {
    let expected = [
        "<stdin>:1:1: remark: a call of @f that comes here keeps 16 bytes",
        "<stdin>:9:10: note: a result of 'func.call', of type f64, for the reverse of math.sin",
        "<stdin>:9:10: note: the tape of a call, for the reverse of func.call",
    ];
    for call in [
        &["grad", "-", "--entry", "f", "--tape-report"][..],
        &["explain", "-", "--entry", "f"],
    ] {
        let said = with_stdin(call, RECURSION).success();
        let said: Vec<_> = said
            .lines()
            .filter(|line| line.starts_with("<stdin>"))
            .collect();
        assert!(said.ends_with(&expected), "{said:#?}");
    }
    let forward = [
        "grad",
        "-",
        "--entry",
        "f",
        "--mode",
        "forward",
        "--tape-report",
    ];
    let said = with_stdin(&forward, RECURSION).success();
    assert!(said.contains("remark: nothing is kept"), "{said}");
}

#[test]
fn what_a_loop_keeps() {
    let program = "examples/pendulum.mlir";
    let said = pullback(["vjp", program, "--entry", "angle", "--tape-report"]).success();
    let said: Vec<_> = said
        .lines()
        .filter_map(|line| line.strip_prefix(program))
        .collect();
    assert_eq!(
        said,
        [
            ":9:12: remark: each trip keeps 24 bytes",
            ":9:12: note: carried value 0, of type f64, for the reverse of math.sin",
            ":10:10: note: a result of 'math.sin', of type f64, for the reverse of arith.mulf",
            ":12:10: note: a result of 'arith.subf', of type f64, for the reverse of arith.mulf",
        ]
    );
}

/// What cannot be differentiated can be explained.
#[test]
fn where_reverse_mode_stops() {
    let program = "func.func private @ext(f64) -> f64
func.func @f(%x: f64) -> f64 {
  %r = func.call @ext(%x) : (f64) -> f64
  return %r : f64
}
";
    let said = with_stdin(&["explain", "-", "--entry", "f"], program).success();
    assert!(
        said.contains("the external function @ext has no rule"),
        "{said}"
    );
    assert!(said.contains("remark: reverse mode stops here: "), "{said}");
}
