//! The pass ends on every input, soon, and does nothing with what it does not understand.

use crate::{check_ops, run, simplified};
use std::fmt::Write;

/// `2` applied to itself `n` times, to a function: a tower of exponents.
fn tower(height: usize) -> String {
    let mut text = String::new();
    let ty = |level: usize| {
        (0..level).fold("!functional.fn<(f64) -> f64>".to_owned(), |ty, _| {
            format!("!functional.fn<({ty}) -> {ty}>")
        })
    };
    let mut body = String::from(
        "%f0 = functional.lambda (%x: f64) -> f64 {
        %r = arith.mulf %x, %a : f64
        functional.return %r : f64
      }\n",
    );
    for level in (0..height).rev() {
        let (t, tt) = (ty(level), ty(level + 1));
        let (argument, result) = t
            .strip_prefix("!functional.fn<(")
            .and_then(|rest| rest.strip_suffix('>'))
            .and_then(|inner| {
                let half = (inner.len() - ") -> ".len()) / 2;
                Some((inner.get(..half)?, inner.get(half + ") -> ".len()..)?))
            })
            .expect("a function type");
        let _ = writeln!(
            text,
            "func.func private @two{level}(%f: {t}) -> {t} {{
               %g = functional.lambda (%x: {argument}) -> {result} {{
                 %0 = functional.apply %f(%x) : {t}
                 %1 = functional.apply %f(%0) : {t}
                 functional.return %1 : {result}
               }}
               return %g : {t}
             }}"
        );
        let _ = writeln!(body, "%two{level} = functional.ref @two{level} : {tt}");
    }
    let mut function = format!("%two{}", height - 1);
    for level in (0..height).rev() {
        let argument = if level == 0 {
            "%f0".to_owned()
        } else {
            format!("%two{}", level - 1)
        };
        let _ = writeln!(
            body,
            "%g{level} = functional.apply {function}({argument}) : {}",
            ty(level + 1)
        );
        function = format!("%g{level}");
    }
    format!(
        "{text}\nfunc.func @f(%a: f64) -> f64 {{ {body}
           %r = functional.apply {function}(%a) : {}
           return %r : f64
         }}",
        ty(0)
    )
}

#[test]
fn a_small_tower_of_exponents_unfolds() {
    check_ops(
        &run(&tower(3), "functional-simplify,symbol-dce"),
        &[("arith.mulf", 16), ("func.func", 1)],
    );
}

#[test]
fn a_high_tower_of_exponents_uses_up_its_budget_and_stays_valid() {
    let found = run(&tower(6), "functional-simplify{budget=200}");
    assert!(found.contains("functional.apply"), "{found}");
    assert!(found.lines().count() < 10_000);
}

#[test]
fn a_long_chain_of_calls_is_inlined_without_deep_recursion() {
    const LENGTH: usize = 3000;
    let mut text = String::from("func.func private @f0(%x: f64) -> f64 { return %x : f64 }\n");
    for i in 1..LENGTH {
        let _ = writeln!(
            text,
            "func.func private @f{i}(%x: f64) -> f64 {{
               %0 = func.call @f{}(%x) : (f64) -> f64
               %1 = math.sin %0 : f64
               return %1 : f64
             }}",
            i - 1
        );
    }
    let _ = writeln!(
        text,
        "func.func @f(%x: f64) -> f64 {{
           %0 = func.call @f{}(%x) : (f64) -> f64
           return %0 : f64
         }}",
        LENGTH - 1
    );
    let found = crate::exported(&text);
    assert!(found.matches("math.sin").count() >= LENGTH - 1);
}

#[test]
fn what_one_call_uses_moves_there_without_a_budget() {
    let text = "func.func private @g(%x: f64) -> f64 {
        %0 = math.sin %x : f64
        %1 = math.cos %0 : f64
        return %1 : f64
      }
      func.func @f(%x: f64) -> f64 {
        %0 = call @g(%x) : (f64) -> f64
        return %0 : f64
      }";
    let found = run(text, "functional-simplify{inline-threshold=0 budget=0}");
    check_ops(&found, &[("func.func", 1), ("math.cos", 1)]);
}

#[test]
fn exponentially_many_calls_stop_at_the_budget() {
    let mut text =
        String::from("func.func @f0(%x: f64) -> f64 { %0 = math.sin %x : f64 return %0 : f64 }\n");
    for i in 1..40 {
        let _ = writeln!(
            text,
            "func.func @f{i}(%x: f64) -> f64 {{
               %0 = func.call @f{0}(%x) : (f64) -> f64
               %1 = func.call @f{0}(%0) : (f64) -> f64
               return %1 : f64
             }}",
            i - 1
        );
    }
    let found = run(
        &text,
        "functional-simplify{inline-threshold=100000 budget=500}",
    );
    assert!(
        found.lines().count() < 40 * 700,
        "{}",
        found.lines().count()
    );
}

#[test]
fn a_tuple_type_with_very_many_leaves_stays_whole() {
    let mut text = String::from("!t0 = tuple<f64, f64>\n");
    for i in 1..24 {
        let _ = writeln!(text, "!t{i} = tuple<!t{0}, !t{0}>", i - 1);
    }
    text.push_str(
        "func.func @f(%c: i1, %a: !t14, %b: !t14) -> !t14 {
        %r = arith.select %c, %a, %b : !t14
        return %r : !t14
      }",
    );
    check_ops(&simplified(&text), &[("arith.select", 1)]);
}

#[test]
fn declarations_unknown_callees_and_control_flow_graphs_are_no_trouble() {
    let text = "
        func.func private @declared(!functional.fn<(f64) -> f64>) -> f64
        func.func private @blocks(%f: !functional.fn<(f64) -> f64>, %c: i1, %x: f64) -> f64 {
          cf.cond_br %c, ^a, ^b(%x : f64)
        ^a:
          %0 = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
          cf.br ^b(%0 : f64)
        ^b(%1: f64):
          return %1 : f64
        }
        func.func @f(%c: i1, %x: f64) -> f64 {
          %f = functional.lambda (%y: f64) -> f64 {
            %r = func.call @f(%c, %y) : (i1, f64) -> f64
            functional.return %r : f64
          }
          %0 = func.call @declared(%f) : (!functional.fn<(f64) -> f64>) -> f64
          %1 = func.call @blocks(%f, %c, %0) : (!functional.fn<(f64) -> f64>, i1, f64) -> f64
          return %1 : f64
        }";
    check_ops(
        &simplified(text),
        &[
            ("call", 3),
            ("functional.lambda", 1),
            ("functional.apply", 1),
            ("functional.return", 1),
        ],
    );
}

#[test]
fn a_function_that_never_returns_is_not_inlined() {
    let text = "
        func.func private @never(%x: f64) -> f64 { ub.unreachable }
        func.func @f(%x: f64) -> f64 {
          %r = func.call @never(%x) : (f64) -> f64
          return %r : f64
        }";
    check_ops(&simplified(text), &[("call", 1)]);
}

#[test]
fn simplification_is_idempotent() {
    let once = run(&tower(2), "functional-simplify");
    assert_eq!(run(&once, "functional-simplify"), once);
}
