//! Every op of `arith` and `math` on scalars, in every type that it takes: lowered, compiled and run.

use crate::common::{jit, with_context};
use pullback_codegen::{Scalar, Value};
use std::{collections::BTreeSet, f64::consts};

/// Float types, with the relative error that one rounding and libm may make.
const FLOATS: [(&str, f64); 4] = [("f16", 2e-3), ("bf16", 2e-2), ("f32", 1e-6), ("f64", 1e-14)];
const INTEGERS: [&str; 5] = ["i8", "i16", "i32", "i64", "index"];

/// One op at one type: the function's text, its arguments and its result as an `f64`.
struct Case {
    op: &'static str,
    text: String,
    args: Vec<Value>,
    expected: Vec<f64>,
    tolerance: f64,
}

/// A case from the op's text with `T` for the type, `%a`, `%b`, `%c` for arguments and `%r` for the result.
fn case(
    op: &'static str,
    body: &str,
    args: &[(&str, f64)],
    results: &[(&str, f64)],
    ty: &str,
    tolerance: f64,
) -> Case {
    let parameters: Vec<_> = ["%a", "%b", "%c"]
        .iter()
        .zip(args)
        .map(|(name, (ty, _))| format!("{name}: {ty}"))
        .collect();
    let types: Vec<_> = results.iter().map(|(ty, _)| *ty).collect();
    let names = &["%r", "%s"][..results.len()];
    let text = format!(
        "({}) -> ({}) {{ {} = {op} {} return {} : {} }}",
        parameters.join(", "),
        types.join(", "),
        names.join(", "),
        body.replace('T', ty),
        names.join(", "),
        types.join(", "),
    )
    .replace("(T", &format!("({ty}"));
    Case {
        op,
        text,
        args: args.iter().map(|&(ty, x)| value(ty, x)).collect(),
        expected: results.iter().map(|&(_, x)| x).collect(),
        tolerance,
    }
}

fn value(ty: &str, x: f64) -> Value {
    let scalar = Scalar::parse(ty).expect("a scalar type");
    Value::float(scalar, x).unwrap_or_else(|| Value::int(scalar.width(), x as i64))
}

/// The value as a number; integers with their sign, truth values as 0 and 1.
fn number(value: Value) -> f64 {
    match value.scalar() {
        Scalar::Int(1) | Scalar::Data(_) | Scalar::Array(_) => value.to_bits() as f64,
        Scalar::Int(width) => {
            let unused = 64 - u32::from(width);
            ((value.to_bits() << unused).cast_signed() >> unused) as f64
        }
        Scalar::F16 => half(value.to_bits(), 10, 5),
        Scalar::BF16 => half(value.to_bits(), 7, 8),
        Scalar::F32 => f64::from(f32::from_bits(value.to_bits() as u32)),
        Scalar::F64 => f64::from_bits(value.to_bits()),
    }
}

/// A float of 16 bits by its definition.
fn half(bits: u64, fraction_bits: u32, exponent_bits: u32) -> f64 {
    let fraction = (bits & ((1 << fraction_bits) - 1)) as f64 / f64::from(1 << fraction_bits);
    let exponent = (bits >> fraction_bits) & ((1 << exponent_bits) - 1);
    let bias = (1 << (exponent_bits - 1)) - 1;
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    sign * match exponent {
        0 => fraction * 2f64.powi(1 - bias),
        e if e == (1 << exponent_bits) - 1 => {
            if fraction == 0.0 {
                f64::INFINITY
            } else {
                f64::NAN
            }
        }
        e => (1.0 + fraction) * 2f64.powi(e as i32 - bias),
    }
}

/// `math` and `arith` ops of one float, at a point, with the value there.
const UNARY: [(&str, f64, f64); 31] = [
    ("arith.negf", 0.5, -0.5),
    ("math.absf", -0.5, 0.5),
    ("math.acos", 0.5, consts::FRAC_PI_3),
    ("math.acosh", 1.5, 0.9624236501192069),
    ("math.asin", 0.5, consts::FRAC_PI_6),
    ("math.asinh", 0.5, 0.48121182505960347),
    ("math.atan", 0.5, 0.4636476090008061),
    ("math.atanh", 0.5, 0.5493061443340549),
    ("math.cbrt", 0.5, 0.7937005259840998),
    ("math.ceil", 0.5, 1.0),
    ("math.cos", 0.5, 0.8775825618903728),
    ("math.cosh", 0.5, 1.1276259652063807),
    ("math.erf", 0.5, 0.5204998778130465),
    ("math.erfc", 0.5, 0.4795001221869535),
    ("math.exp", 0.5, 1.6487212707001282),
    ("math.exp2", 0.5, consts::SQRT_2),
    ("math.expm1", 0.5, 0.6487212707001282),
    ("math.floor", -0.5, -1.0),
    ("math.log", 0.5, -consts::LN_2),
    ("math.log10", 0.5, -consts::LOG10_2),
    ("math.log1p", 0.5, 0.4054651081081644),
    ("math.log2", 0.5, -1.0),
    ("math.round", 2.5, 3.0),
    ("math.roundeven", 2.5, 2.0),
    ("math.rsqrt", 0.5, consts::SQRT_2),
    ("math.sin", 0.5, 0.479425538604203),
    ("math.sinh", 0.5, 0.5210953054937474),
    ("math.sqrt", 0.5, consts::FRAC_1_SQRT_2),
    ("math.tan", 0.5, 0.5463024898437905),
    ("math.tanh", 0.5, 0.46211715726000973),
    ("math.trunc", -0.5, 0.0),
];

/// Ops of two floats at (1.5, -0.25).
const BINARY: [(&str, f64); 12] = [
    ("arith.addf", 1.25),
    ("arith.subf", 1.75),
    ("arith.mulf", -0.375),
    ("arith.divf", -6.0),
    ("arith.remf", 0.0),
    ("arith.maximumf", 1.5),
    ("arith.minimumf", -0.25),
    ("arith.maxnumf", 1.5),
    ("arith.minnumf", -0.25),
    ("math.atan2", 1.7359450042095235),
    ("math.copysign", -1.5),
    ("math.powf", 0.9036020036098448),
];

/// Whether an op of one float says yes at 1, at infinity, at NaN and at the smallest number.
const PREDICATES: [(&str, [f64; 4]); 4] = [
    ("math.isfinite", [1.0, 0.0, 0.0, 1.0]),
    ("math.isinf", [0.0, 1.0, 0.0, 0.0]),
    ("math.isnan", [0.0, 0.0, 1.0, 0.0]),
    ("math.isnormal", [1.0, 0.0, 0.0, 0.0]),
];

/// Ops of two integers at (-7, 2).
const INTEGER_BINARY: [(&str, f64); 18] = [
    ("arith.addi", -5.0),
    ("arith.subi", -9.0),
    ("arith.muli", -14.0),
    ("arith.divsi", -3.0),
    ("arith.remsi", -1.0),
    ("arith.ceildivsi", -3.0),
    ("arith.floordivsi", -4.0),
    ("arith.remui", 1.0),
    ("arith.andi", 0.0),
    ("arith.ori", -5.0),
    ("arith.xori", -5.0),
    ("arith.shli", -28.0),
    ("arith.shrsi", -2.0),
    ("arith.maxsi", 2.0),
    ("arith.minsi", -7.0),
    ("arith.maxui", -7.0),
    ("arith.minui", 2.0),
    ("math.ipowi", 49.0),
];

fn float_cases(cases: &mut Vec<Case>) {
    for (ty, tolerance) in FLOATS {
        let mut add = |op, body: &str, args: &[(&str, f64)], results: &[(&str, f64)]| {
            cases.push(case(op, body, args, results, ty, tolerance));
        };
        for (op, x, y) in UNARY {
            add(op, "%a : T", &[(ty, x)], &[(ty, y)]);
        }
        // The digits that `log(1 + x)` and `exp(x) - 1` would lose.
        let (tiny, square, cube) = (2f64.powi(-20), 2f64.powi(-41), 2f64.powi(-60));
        add(
            "math.log1p",
            "%a : T",
            &[(ty, tiny)],
            &[(ty, tiny - square + cube / 3.0)],
        );
        add(
            "math.expm1",
            "%a : T",
            &[(ty, tiny)],
            &[(ty, tiny + square + cube / 6.0)],
        );
        add(
            "math.expm1",
            "%a : T",
            &[(ty, f64::NEG_INFINITY)],
            &[(ty, -1.0)],
        );
        for (op, y) in BINARY {
            add(op, "%a, %b : T", &[(ty, 1.5), (ty, -0.25)], &[(ty, y)]);
        }
        let smallest = [("f16", -24), ("bf16", -133), ("f32", -149), ("f64", -1074)]
            .iter()
            .find(|(name, _)| *name == ty)
            .map_or(0.0, |&(_, exponent)| 2f64.powi(exponent));
        for (op, answers) in PREDICATES {
            for (x, y) in [1.0, f64::NEG_INFINITY, f64::NAN, smallest]
                .into_iter()
                .zip(answers)
            {
                add(op, "%a : T", &[(ty, x)], &[("i1", y)]);
            }
        }
        add(
            "math.fma",
            "%a, %b, %c : T",
            &[(ty, 1.5), (ty, 2.0), (ty, 0.25)],
            &[(ty, 3.25)],
        );
        for (x, y) in [(-3.0, -1.0), (0.5, 0.5), (3.0, 2.0), (f64::NAN, f64::NAN)] {
            add(
                "math.clampf",
                "%a to [%b, %c] : T",
                &[(ty, x), (ty, -1.0), (ty, 2.0)],
                &[(ty, y)],
            );
        }
        let (sin, cos) = (0.479425538604203, 0.8775825618903728);
        add(
            "math.sincos",
            "%a : T",
            &[(ty, 0.5)],
            &[(ty, sin), (ty, cos)],
        );
        for integer in ["i8", "i16", "i32", "i64"] {
            let types = format!("%a, %b : T, {integer}");
            for (n, y) in [(3.0, -3.375), (-2.0, 0.4444444444444444), (0.0, 1.0)] {
                add(
                    "math.fpowi",
                    &types,
                    &[(ty, -1.5), (integer, n)],
                    &[(ty, y)],
                );
            }
            for (op, x) in [("arith.fptosi", -3.0), ("arith.fptoui", 3.0)] {
                add(
                    op,
                    &format!("%a : T to {integer}"),
                    &[(ty, x)],
                    &[(integer, x)],
                );
            }
            for (op, x) in [("arith.sitofp", -3.0), ("arith.uitofp", 3.0)] {
                add(
                    op,
                    &format!("%a : {integer} to T"),
                    &[(integer, x)],
                    &[(ty, x)],
                );
            }
        }
        for predicate in [
            "false", "oeq", "ogt", "oge", "olt", "ole", "one", "ord", "ueq", "ugt", "uge", "ult",
            "ule", "une", "uno", "true",
        ] {
            let less =
                ["olt", "ole", "one", "ord", "ult", "ule", "une", "true"].contains(&predicate);
            let body = format!("{predicate}, %a, %b : T");
            add(
                "arith.cmpf",
                &body,
                &[(ty, 1.0), (ty, 2.0)],
                &[("i1", f64::from(less))],
            );
        }
        add(
            "arith.select",
            "%a, %b, %c : T",
            &[("i1", 1.0), (ty, 2.0), (ty, 3.0)],
            &[(ty, 2.0)],
        );
        add("arith.constant", "1.5 : T", &[], &[(ty, 1.5)]);
        let bits = match ty {
            "f64" => ("i64", 1f64.to_bits() as f64),
            "f32" => ("i32", 1065353216.0),
            "f16" => ("i16", 15360.0),
            _ => ("i16", 16256.0),
        };
        add(
            "arith.bitcast",
            &format!("%a : T to {}", bits.0),
            &[(ty, 1.0)],
            &[bits],
        );
        for wide in ["f32", "f64"] {
            if value(ty, 0.0).scalar().width() < value(wide, 0.0).scalar().width() {
                add(
                    "arith.extf",
                    &format!("%a : T to {wide}"),
                    &[(ty, 1.5)],
                    &[(wide, 1.5)],
                );
                add(
                    "arith.truncf",
                    &format!("%a : {wide} to T"),
                    &[(wide, 1.5)],
                    &[(ty, 1.5)],
                );
            }
        }
    }
}

fn integer_cases(cases: &mut Vec<Case>) {
    for ty in INTEGERS {
        let width = value(ty, 0.0).scalar().width();
        let all = 2f64.powi(width.into());
        let mut add = |op, body: &str, args: &[(&str, f64)], results: &[(&str, f64)]| {
            // Results near 2^64 do not fit an `f64` exactly.
            cases.push(case(op, body, args, results, ty, 1e-15));
        };
        let two = |x, y| [(ty, x), (ty, y)];
        for (op, y) in INTEGER_BINARY {
            add(op, "%a, %b : T", &two(-7.0, 2.0), &[(ty, y)]);
        }
        let unsigned = [
            ("arith.divui", all / 2.0 - 4.0),
            ("arith.ceildivui", all / 2.0 - 3.0),
            ("arith.shrui", all / 4.0 - 2.0),
        ];
        for (op, y) in unsigned {
            add(op, "%a, %b : T", &two(-7.0, 2.0), &[(ty, y)]);
        }
        add(
            "arith.addui_extended",
            "%a, %b : T, i1",
            &two(-7.0, 2.0),
            &[(ty, -5.0), ("i1", 0.0)],
        );
        add(
            "arith.addui_extended",
            "%a, %b : T, i1",
            &two(-7.0, 9.0),
            &[(ty, 2.0), ("i1", 1.0)],
        );
        add(
            "arith.mulsi_extended",
            "%a, %b : T",
            &two(-7.0, 2.0),
            &[(ty, -14.0), (ty, -1.0)],
        );
        add(
            "arith.mului_extended",
            "%a, %b : T",
            &two(-7.0, 2.0),
            &[(ty, -14.0), (ty, 1.0)],
        );
        add(
            "arith.cmpi",
            "slt, %a, %b : T",
            &two(-7.0, 2.0),
            &[("i1", 1.0)],
        );
        add(
            "arith.cmpi",
            "ult, %a, %b : T",
            &two(-7.0, 2.0),
            &[("i1", 0.0)],
        );
        add("math.absi", "%a : T", &[(ty, -7.0)], &[(ty, 7.0)]);
        add(
            "math.ctlz",
            "%a : T",
            &[(ty, 1.0)],
            &[(ty, f64::from(width) - 1.0)],
        );
        add("math.cttz", "%a : T", &[(ty, 8.0)], &[(ty, 3.0)]);
        add("math.ctpop", "%a : T", &[(ty, 7.0)], &[(ty, 3.0)]);
        add("math.ipowi", "%a, %b : T", &two(-1.0, -3.0), &[(ty, -1.0)]);
        if ty != "index" {
            add(
                "arith.index_cast",
                "%a : T to index",
                &[(ty, -7.0)],
                &[("index", -7.0)],
            );
            add(
                "arith.index_castui",
                "%a : T to index",
                &[(ty, 7.0)],
                &[("index", 7.0)],
            );
        }
        if width < 64 {
            add(
                "arith.extsi",
                "%a : T to i64",
                &[(ty, -7.0)],
                &[("i64", -7.0)],
            );
            add(
                "arith.extui",
                "%a : T to i64",
                &[(ty, -7.0)],
                &[("i64", all - 7.0)],
            );
            add(
                "arith.trunci",
                "%a : i64 to T",
                &[("i64", -7.0)],
                &[(ty, -7.0)],
            );
        }
    }
}

/// Ops without a scalar form that runs, and why.
const NOT_SCALAR: [(&str, &str); 2] = [
    ("arith.scaling_extf", "its scale is an 8-bit float"),
    ("arith.scaling_truncf", "its scale is an 8-bit float"),
];

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    float_cases(&mut cases);
    integer_cases(&mut cases);
    cases
}

#[test]
fn every_op_at_every_type_computes_its_value() {
    let cases = cases();
    let (mut text, mut names) = (String::new(), Vec::new());
    for (index, case) in cases.iter().enumerate() {
        names.push(format!("case{index}"));
        text += &format!("func.func @case{index}{}\n", case.text);
    }
    let jit = jit(&text, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut wrong = String::new();
    for (case, name) in cases.iter().zip(&names) {
        let results = jit
            .call(name, &case.args)
            .expect("the entry has these arguments");
        for (result, &expected) in results.into_iter().map(number).zip(&case.expected) {
            let error = (result - expected).abs();
            let is_right = if expected.is_nan() {
                result.is_nan()
            } else {
                error <= case.tolerance * expected.abs()
            };
            if !is_right {
                wrong += &format!("{result} instead of {expected}: {}{}\n", case.op, case.text);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_table_has_every_op() {
    let mut known: BTreeSet<_> = cases().iter().map(|case| case.op).collect();
    known.extend(NOT_SCALAR.iter().map(|(op, _)| *op));
    let registered = with_context(|context| {
        ["arith", "math"]
            .map(|dialect| context.registered_ops(dialect))
            .concat()
    });
    let missing: Vec<_> = registered
        .iter()
        .filter(|op| !known.contains(op.as_str()))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}
