//! Rules for upstream's `math`.
//!
//! Conventions where a function has no derivative: that of `absf` at 0 is 0; `powf` by its base is 0 where the
//! exponent is 0, and by its exponent is 0 where the base is 0.

use super::{
    Entry, Row,
    Rule::{Elementwise, Zero},
    elementwise,
};
use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10};

pub const ELEMENTWISE: &[Row] = elementwise! {
    "math.absf"(x) -> y; d {
        x: x.constant(0.0).or(x.equals(x.constant(0.0)), d * x.constant(1.0).binary("math.copysign", x))
    }
    "math.acos"(x) -> y; d { x: -(d / (1.0 - x * x).unary("math.sqrt")) }
    "math.acosh"(x) -> y; d { x: d / ((x - x.constant(1.0)) * (x + x.constant(1.0))).unary("math.sqrt") }
    "math.asin"(x) -> y; d { x: d / (1.0 - x * x).unary("math.sqrt") }
    "math.asinh"(x) -> y; d { x: d / (1.0 + x * x).unary("math.sqrt") }
    "math.atan"(x) -> y; d { x: d / (1.0 + x * x) }
    "math.atan2"(a, b) -> y; d { a: d * b / (a * a + b * b), b: -(d * a / (a * a + b * b)) }
    "math.atanh"(x) -> y; d { x: d / (1.0 - x * x) }
    "math.cbrt"(x) -> y; d { x: d / (3.0 * (y * y)) }
    "math.clampf"(x, low, high) -> y; d {
        x: d.constant(0.0).or(x.greater(high), d.constant(0.0).or(x.less(low), d)),
        low: d.masked(x.less(low), true),
        high: d.masked(x.greater(high), true),
    }
    // |x| with the sign of s: the sign of x times the sign of s.
    "math.copysign"(x, s) -> y; d {
        x: d * x.constant(1.0).binary("math.copysign", x) * x.constant(1.0).binary("math.copysign", s)
    }
    "math.cos"(x) -> y; d { x: -(d * x.unary("math.sin")) }
    "math.cosh"(x) -> y; d { x: d * x.unary("math.sinh") }
    "math.erf"(x) -> y; d { x: FRAC_2_SQRT_PI * (d * (-(x * x)).unary("math.exp")) }
    "math.erfc"(x) -> y; d { x: -(FRAC_2_SQRT_PI * (d * (-(x * x)).unary("math.exp"))) }
    "math.exp"(x) -> y; d { x: d * y }
    "math.exp2"(x) -> y; d { x: LN_2 * (d * y) }
    // y + 1 would lose every digit for a large negative x.
    "math.expm1"(x) -> y; d { x: d * x.unary("math.exp") }
    "math.fma"(a, b, c) -> y; d { a: d * b, b: d * a, c: d }
    "math.log"(x) -> y; d { x: d / x }
    "math.log10"(x) -> y; d { x: d / (LN_10 * x) }
    "math.log1p"(x) -> y; d { x: d / (1.0 + x) }
    "math.log2"(x) -> y; d { x: d / (LN_2 * x) }
    "math.powf"(x, p) -> y; d {
        x: (d * p * x.power_less_one(p, y)).wild().masked(p.equals(p.constant(0.0)), false),
        p: d * y * x.constant(1.0).or(x.equals(x.constant(0.0)), x).unary("math.log"),
    }
    "math.rsqrt"(x) -> y; d { x: -(0.5 * (d * y / x)) }
    "math.sin"(x) -> y; d { x: d * x.unary("math.cos") }
    "math.sinh"(x) -> y; d { x: d * x.unary("math.cosh") }
    "math.sqrt"(x) -> y; d { x: d / (2.0 * y) }
    "math.tan"(x) -> y; d { x: d * (1.0 + y * y) }
    "math.tanh"(x) -> y; d { x: d * (1.0 - y * y) }
};

pub const ROWS: &[Row] = &[
    (
        "math.fpowi",
        Elementwise(&[Entry {
            result: 0,
            operand: 0,
            // n x^(n - 1), and 0 where n is 0, also at x = 0.
            partial: |at| {
                let x = at.x[0].unwrap_or(at.d);
                let exponent = at.integer(1);
                let n = x.with_integer(exponent);
                let power = x.fpowi(x.integer_less_one(exponent));
                (at.d * n * power)
                    .wild()
                    .masked(n.equals(n.constant(0.0)), false)
            },
        }]),
    ),
    (
        "math.sincos",
        Elementwise(&[
            Entry {
                result: 0,
                operand: 0,
                partial: |at| at.d * at.y[1],
            },
            Entry {
                result: 1,
                operand: 0,
                partial: |at| -(at.d * at.y[0]),
            },
        ]),
    ),
    ("math.absi", Zero),
    ("math.ceil", Zero),
    ("math.ctlz", Zero),
    ("math.ctpop", Zero),
    ("math.cttz", Zero),
    ("math.floor", Zero),
    ("math.ipowi", Zero),
    ("math.isfinite", Zero),
    ("math.isinf", Zero),
    ("math.isnan", Zero),
    ("math.isnormal", Zero),
    ("math.round", Zero),
    ("math.roundeven", Zero),
    ("math.trunc", Zero),
];
