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

/// The value of the recursive call is a factor of the product, whose reverse needs it.
#[test]
fn what_a_recursion_keeps() {
    let program = "tests/programs/11-recursion-factorial.mlir";
    let expected = [
        ":10:1: remark: a call of @f that comes here keeps 16 bytes",
        ":17:13: note: a result of 'func.call', of type f64, for the reverse of arith.mulf",
        ":17:13: note: the tape of a call, for the reverse of func.call",
    ];
    for call in [
        &["grad", program, "--entry", "f", "--tape-report"][..],
        &["explain", program, "--entry", "f"],
    ] {
        let said = pullback(call).success();
        let said: Vec<_> = said
            .lines()
            .filter_map(|line| line.strip_prefix(program))
            .collect();
        assert!(said.ends_with(&expected), "{said:#?}");
    }
    let said = pullback([
        "grad",
        program,
        "--entry",
        "f",
        "--mode",
        "forward",
        "--tape-report",
    ]);
    let said = said.success();
    assert!(said.contains("remark: nothing is kept"), "{said}");
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
