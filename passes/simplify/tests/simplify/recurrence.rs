//! `functional-shorten-recurrences`.

use crate::run;

const PASS: &str = "functional-shorten-recurrences";

/// A loop with these values from a tape, these ops, and two carried values.
fn looped(ops: &str) -> String {
    format!(
        "func.func @f(%n: index, %t: !functional.stack<f64, f64>) -> (f64, f64) {{
          %c0 = arith.constant 0 : index
          %c1 = arith.constant 1 : index
          %one = arith.constant 1.0 : f64
          %two = arith.constant 2.0 : f64
          %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%x = %one, %y = %one, %s = %t)
              -> (f64, f64, !functional.stack<f64, f64>) {{
            %rest, %v:2 = functional.pop %s : !functional.stack<f64, f64>
            {}
            scf.yield %p, %q, %rest : f64, f64, !functional.stack<f64, f64>
          }}
          return %r#0, %r#1 : f64, f64
        }}",
        ops.replace("f64\n", "fastmath<reassoc> : f64\n")
            .replace(": fastmath", "fastmath")
    )
}

/// The derivative of a complex square.
const SQUARE: &str = "%a = arith.mulf %x, %v#0 : f64
            %b = arith.mulf %y, %v#1 : f64
            %c = arith.addf %a, %b : f64
            %p = arith.mulf %c, %two : f64
            %d = arith.mulf %y, %v#0 : f64
            %e = arith.mulf %x, %v#1 : f64
            %g = arith.subf %d, %e : f64
            %q = arith.mulf %two, %g : f64
";

#[test]
fn factors_move_to_what_is_known_ahead() {
    let text = run(&looped(SQUARE), PASS);
    assert_eq!(text.matches("arith.mulf").count(), 6, "{text}");
    // The tape's values are doubled, and the sums are what is handed on.
    let body = text
        .split("functional.pop")
        .nth(1)
        .expect("the loop's body");
    let (doubled, sums) = body
        .split_once("arith.mulf %arg")
        .expect("products of what is carried");
    assert_eq!(doubled.matches("fastmath<reassoc>").count(), 2, "{text}");
    assert!(!sums.contains("%cst"), "{text}");
    let (_, end) = sums.split_once("arith.subf").expect("a difference");
    assert!(!end.contains("arith."), "{text}");
}

#[test]
fn nothing_is_done_without_flags_or_for_more_ops() {
    let text = looped(SQUARE);
    let strict = text.replace("fastmath<reassoc>", "");
    // Doubling both of the tape's values for one sum would be an op more.
    let single = looped(
        "%a = arith.mulf %x, %v#0 : f64
            %b = arith.mulf %y, %v#1 : f64
            %c = arith.addf %a, %b : f64
            %p = arith.mulf %c, %two : f64
            %q = arith.addf %y, %v#0 : f64
",
    );
    // The sum is needed as it is, too.
    let shared = text.replace("%d = arith.mulf %y, %v#0", "%d = arith.mulf %c, %v#0");
    for text in [strict, single, shared] {
        assert_eq!(run(&text, PASS), run(&text, "symbol-dce"));
    }
}
