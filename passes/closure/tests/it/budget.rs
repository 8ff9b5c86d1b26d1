//! How much was inlined decides about speed, not about what becomes first-order.

use crate::common::after;
use std::fmt::Write;

/// Two applied to itself: the function is applied 2^2^.. times.
fn tower(height: usize) -> String {
    let ty = |level: usize| {
        (0..level).fold("!functional.fn<(f64) -> f64>".to_owned(), |ty, _| {
            format!("!functional.fn<({ty}) -> {ty}>")
        })
    };
    let inner = |level: usize| match level {
        0 => "f64".to_owned(),
        _ => ty(level - 1),
    };
    let mut text = "func.func @f(%x: f64) -> f64 {
  %cos = functional.lambda (%y: f64) -> f64 { %s = math.cos %y : f64 functional.return %s : f64 }\n"
        .to_owned();
    for level in 0..height {
        let (t, inner) = (ty(level), inner(level));
        let _ = writeln!(
            text,
            "%two{level} = functional.lambda (%f: {t}) -> {t} {{
  %g = functional.lambda (%y: {inner}) -> {inner} {{
    %a = functional.apply %f(%y) : {t}
    %b = functional.apply %f(%a) : {t}
    functional.return %b : {inner}
  }}
  functional.return %g : {t}
}}"
        );
    }
    let mut function = format!("%two{}", height - 1);
    for level in (0..height - 1).rev() {
        let ty = ty(level + 2);
        let _ = writeln!(
            text,
            "%g{level} = functional.apply {function}(%two{level}) : {ty}"
        );
        function = format!("%g{level}");
    }
    let _ = writeln!(
        text,
        "%h = functional.apply {function}(%cos) : {}
%r = functional.apply %h(%x) : {}
return %r : f64 }}",
        ty(1),
        ty(0)
    );
    text
}

#[test]
fn a_tower_of_exponents_is_first_order_with_any_budget() {
    for height in [3, 5] {
        for budget in [0, 10, 1000] {
            let simplify = format!("functional-simplify{{budget={budget}}}");
            let pipeline = format!("{simplify},functional-defunctionalize,{simplify}");
            let text = after(&pipeline, &tower(height)).expect("it can be handled");
            assert!(
                !text.contains("functional.fn"),
                "{height}, {budget}: {text}"
            );
        }
    }
}
