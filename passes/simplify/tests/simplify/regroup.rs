//! Sums and products that flags let be regrouped: fewer ops, nearly the same values.

use crate::{
    formula::{Formula, parse},
    run, simplified,
};
use std::collections::HashMap;

const FLAGS: &str = "reassoc,nsz,arcp,contract";

/// Formulas, and how many ops they come down to.
const SHORTER: [(&str, usize); 16] = [
    // Horner's rule, and powers by squaring.
    ("x*x*x*x*2 + x*x*x*3 - x*x*5 + x*7 - 11", 8),
    ("x*x*x*x*x*x*x*x", 3),
    ("x*x*x*x*x*x*x", 4),
    ("x*x*3 + x*x*5 + 1", 3),
    // What is shared.
    ("x*y + x*z + y*y + y*z", 3),
    ("(x + y)*(x + y)", 2),
    ("(x + y)*z - (y + x)*3", 3),
    ("x*2 + y*2 + z*2", 3),
    ("x - (x - y)", 0),
    ("x*y*3 - y*x*2", 1),
    // Quotients.
    ("x*x/x/x/x", 1),
    ("x/z + y/z - 1/z", 3),
    ("1 - (x*x + 1)/(x*x + 2)", 3),
    ("x/y/z", 2),
    ("z*(x/y)*(x/y)*(x/y)*(x/y)", 4),
    ("-x*y - z", 3),
];

/// What flags do not allow, or what has no shorter form.
const KEPT: [(&str, &str); 9] = [
    (FLAGS, "x*0 + y"),
    (FLAGS, "0/x"),
    (FLAGS, "x - x + y"),
    (FLAGS, "(x + y)*(x - y)"),
    (FLAGS, "(x + 1)*(y + 2)*(z + 3)"),
    ("reassoc", "x*y + x*z"),
    ("nsz,arcp,contract,afn", "x*x*3 + x*x*5"),
    ("reassoc,nsz", "x/y/z/y"),
    ("reassoc,nsz,nnan,ninf", "1/x/x/x"),
];

/// The ops of `arith` but constants.
fn ops(module: &str) -> usize {
    module.matches("= arith.").count() - module.matches("arith.constant").count()
}

/// What the printed function gives.
fn value(module: &str, point: [f64; 3]) -> f64 {
    let mut values: HashMap<&str, f64> = HashMap::new();
    for (index, number) in point.into_iter().enumerate() {
        values.insert(["%arg0", "%arg1", "%arg2"][index], number);
    }
    for line in module.lines().map(str::trim) {
        if let Some(result) = line.strip_prefix("return ") {
            return values[result.split(' ').next().unwrap_or_default()];
        }
        let Some((name, op)) = line.split_once(" = arith.") else {
            continue;
        };
        let words: Vec<&str> = op
            .split([' ', ','])
            .filter(|word| !word.is_empty())
            .collect();
        let operand = |index: usize| values[words[index]];
        let made = match words[0] {
            "constant" => words[1].parse().expect("a number"),
            "addf" => operand(1) + operand(2),
            "subf" => operand(1) - operand(2),
            "mulf" => operand(1) * operand(2),
            "divf" => operand(1) / operand(2),
            "negf" => -operand(1),
            other => panic!("{other} in\n{module}"),
        };
        values.insert(name, made);
    }
    panic!("no result in\n{module}")
}

/// The formula with all signs made positive: how large the parts of its value are.
fn magnitude(formula: &Formula) -> Formula {
    match formula {
        Formula::Negated(inner) => magnitude(inner),
        Formula::Number(number) => Formula::Number(number.abs()),
        Formula::Binary(operator, left, right) => Formula::Binary(
            if *operator == '-' { '+' } else { *operator },
            Box::new(magnitude(left)),
            Box::new(magnitude(right)),
        ),
        Formula::Variable(_) => formula.clone(),
    }
}

#[track_caller]
fn check_values(formula: &Formula, module: &str) {
    for point in [[1.5, 0.7, 3.1], [0.25, 1e3, 0.3], [7.0, 7.0, 1e-3]] {
        let (found, expected) = (value(module, point), formula.value(point));
        let parts = magnitude(formula).value(point);
        assert!(
            (found - expected).abs() <= 1e-12 * parts,
            "{found}, not {expected}: {formula:?} at {point:?}\n{module}"
        );
    }
}

#[test]
fn what_flags_let_be_regrouped_gets_short() {
    for (text, count) in SHORTER {
        let formula = parse(text);
        for ty in ["f64", "f32", "vector<4xf16>", "tensor<2x4xf64>"] {
            let found = simplified(&formula.module(ty, FLAGS));
            assert_eq!(ops(&found), count, "{text}\n{found}");
        }
        check_values(&formula, &simplified(&formula.module("f64", FLAGS)));
    }
}

#[test]
fn what_flags_do_not_let_be_regrouped_is_kept() {
    for (flags, text) in KEPT {
        let module = parse(text).module("f64", flags);
        let found = simplified(&module);
        let expected = run(&module, "func.func(canonicalize,cse)");
        assert_eq!(ops(&found), ops(&expected), "{text} with {flags}\n{found}");
    }
}

#[test]
fn an_op_without_the_flags_is_a_value_like_any_other() {
    let found = simplified(
        "func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
          %s = arith.addf %x, %y : f64
          %a = arith.mulf %s, %z fastmath<reassoc,nsz,nnan> : f64
          %b = arith.mulf %s, %x fastmath<reassoc,nsz> : f64
          %c = arith.mulf %x, %s fastmath<reassoc,nsz> : f64
          %d = arith.addf %b, %c fastmath<reassoc,nsz> : f64
          %e = arith.addf %a, %d fastmath<reassoc,nsz,ninf> : f64
          return %e : f64
        }",
    );
    assert_eq!(ops(&found), 4, "{found}");
    assert!(found.contains("arith.addf %arg0, %arg1 : f64"), "{found}");
    assert_eq!(
        found.matches("fastmath<reassoc,nsz> ").count(),
        3,
        "{found}"
    );
}

#[test]
fn what_several_results_use_is_computed_once_and_before_them() {
    let found = simplified(
        "func.func @f(%x: f64, %y: f64) -> (f64, f64) {
          %a = arith.mulf %x, %x fastmath<reassoc,nsz> : f64
          %b = arith.mulf %a, %y fastmath<reassoc,nsz> : f64
          %s = math.sin %b : f64
          %c = arith.mulf %s, %x fastmath<reassoc,nsz> : f64
          %d = arith.mulf %y, %x fastmath<reassoc,nsz> : f64
          %e = arith.mulf %c, %d fastmath<reassoc,nsz> : f64
          %g = arith.addf %e, %d fastmath<reassoc,nsz> : f64
          return %b, %g : f64, f64
        }",
    );
    assert!(ops(&found) <= 5, "{found}");
    assert_eq!(found.matches("math.sin").count(), 1, "{found}");
}

/// Where the radicand is negative one root stays, and is NaN.
#[test]
fn a_cube_of_a_square_root_is_a_product_with_the_radicand() {
    let found = simplified(
        "func.func @f(%x: f64, %y: f64) -> (f64, f64) {
          %d = arith.addf %x, %y fastmath<reassoc,nsz,arcp> : f64
          %s = math.sqrt %d : f64
          %a = arith.mulf %s, %s fastmath<reassoc,nsz,arcp> : f64
          %b = arith.mulf %a, %s fastmath<reassoc,nsz,arcp> : f64
          %c = arith.divf %x, %b fastmath<reassoc,nsz,arcp> : f64
          %e = arith.mulf %s, %s fastmath<reassoc,nsz> : f64
          return %c, %e : f64, f64
        }",
    );
    assert!(
        found.contains("arith.mulf %0, %1") || found.contains("arith.mulf %1, %0"),
        "{found}"
    );
    assert!(found.contains("arith.mulf %1, %1"), "{found}");
    assert_eq!(ops(&found), 4, "{found}");
}

#[test]
fn a_derivatives_power_times_the_base_is_the_power() {
    let text = "func.func @f(%x: f64, %p: f64, %z: f64) -> f64 {
      %one = arith.constant -1.0 : f64
      %q = arith.addf %p, %one : f64
      %y = math.powf %x, %p : f64
      %d = math.powf %x, %q {functional.any_formula} : f64
      %a = arith.mulf %x, %d fastmath<reassoc,nsz> : f64
      %b = arith.mulf %y, %z fastmath<reassoc,nsz> : f64
      %c = arith.addf %a, %b fastmath<reassoc,nsz> : f64
      return %c : f64
    }";
    let found = simplified(text);
    assert_eq!(found.matches("math.powf").count(), 1, "{found}");
    assert_eq!(ops(&found), 2, "{found}");
    let own = simplified(&text.replace("{functional.any_formula}", ""));
    assert_eq!(own.matches("math.powf").count(), 2, "{own}");
}

/// A pseudo-random formula; without differences it has no cancellation.
fn random(next: &mut impl FnMut(usize) -> usize, depth: usize, operators: &[char]) -> Formula {
    match next(if depth == 0 { 4 } else { 12 }) {
        0 => Formula::Number([0.5, 1.0, 2.0, 3.0][next(4)]),
        index @ 1..=3 => Formula::Variable(['x', 'y', 'z'][index - 1]),
        _ => Formula::Binary(
            operators[next(operators.len())],
            Box::new(random(next, depth - 1, operators)),
            Box::new(random(next, depth - 1, operators)),
        ),
    }
}

#[test]
fn random_formulas_get_no_longer_and_keep_their_values() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let mut shorter = 0;
    for round in 0..300 {
        let operators = if round % 2 == 0 {
            ['+', '-', '*']
        } else {
            ['+', '*', '/']
        };
        let formula = random(&mut next, 5, &operators);
        let module = formula.module("f64", FLAGS);
        let found = simplified(&module);
        let before = ops(&run(&module, "func.func(canonicalize,cse)"));
        assert!(
            ops(&found) <= before,
            "{before} ops before\n{module}\n{found}"
        );
        shorter += usize::from(ops(&found) < before);
        assert_eq!(simplified(&module), found, "the same each time");
        check_values(&formula, &found);
    }
    assert!(shorter > 100, "{shorter} formulas got shorter");
}

#[test]
fn the_pass_alone_gives_flags_only_when_asked() {
    let module = parse("x*x*3 + x*x*5 + 1").module("f64", "none");
    let kept = run(&module, "functional-regroup");
    assert_eq!(ops(&kept), 5, "{kept}");
    let short = run(&module, "functional-regroup{fast=true}");
    assert_eq!(ops(&short), 3, "{short}");
    assert!(short.contains("fastmath<reassoc,nsz,arcp>"), "{short}");
}
