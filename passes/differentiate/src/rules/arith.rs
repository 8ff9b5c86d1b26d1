//! Rules for upstream's `arith`.
//!
//! Conventions where a function has no derivative: ties of `maximumf` and `minimumf` (and their `num` forms)
//! split the cotangent evenly, so that `max(x, x)` has derivative one.

use super::{
    Row,
    Rule::{Convert, Structural, Unsupported, Zero},
    elementwise,
};

pub const ELEMENTWISE: &[Row] = elementwise! {
    "arith.addf"(a, b) -> y; d { a: d, b: d }
    "arith.subf"(a, b) -> y; d { a: d, b: -d }
    "arith.mulf"(a, b) -> y; d { a: d * b, b: d * a }
    "arith.divf"(a, b) -> y; d { a: d / b, b: -(d * y / b) }
    "arith.negf"(a) -> y; d { a: -d }
    // a - b trunc(a / b)
    "arith.remf"(a, b) -> y; d { a: d, b: -(d * (a / b).unary("math.trunc")) }
    "arith.maximumf"(a, b) -> y; d {
        a: d.or(a.greater(b), a.constant(0.0).or(a.less(b), 0.5 * d)),
        b: d.or(b.greater(a), b.constant(0.0).or(b.less(a), 0.5 * d)),
    }
    "arith.minimumf"(a, b) -> y; d {
        a: d.or(a.less(b), a.constant(0.0).or(a.greater(b), 0.5 * d)),
        b: d.or(b.less(a), b.constant(0.0).or(b.greater(a), 0.5 * d)),
    }
    // With a NaN the result is the other operand, which then has derivative one.
    "arith.maxnumf"(a, b) -> y; d {
        a: (0.5 * d).or(b.equals(y), d).masked(a.equals(y), true),
        b: (0.5 * d).or(a.equals(y), d).masked(b.equals(y), true),
    }
    "arith.minnumf"(a, b) -> y; d {
        a: (0.5 * d).or(b.equals(y), d).masked(a.equals(y), true),
        b: (0.5 * d).or(a.equals(y), d).masked(b.equals(y), true),
    }
};

pub const ROWS: &[Row] = &[
    ("arith.extf", Convert),
    ("arith.truncf", Convert),
    ("arith.select", Structural),
    ("arith.constant", Zero),
    ("arith.cmpf", Zero),
    ("arith.fptosi", Zero),
    ("arith.fptoui", Zero),
    ("arith.sitofp", Zero),
    ("arith.uitofp", Zero),
    ("arith.addi", Zero),
    ("arith.addui_extended", Zero),
    ("arith.andi", Zero),
    ("arith.ceildivsi", Zero),
    ("arith.ceildivui", Zero),
    ("arith.cmpi", Zero),
    ("arith.divsi", Zero),
    ("arith.divui", Zero),
    ("arith.extsi", Zero),
    ("arith.extui", Zero),
    ("arith.floordivsi", Zero),
    ("arith.index_cast", Zero),
    ("arith.index_castui", Zero),
    ("arith.maxsi", Zero),
    ("arith.maxui", Zero),
    ("arith.minsi", Zero),
    ("arith.minui", Zero),
    ("arith.muli", Zero),
    ("arith.mulsi_extended", Zero),
    ("arith.mului_extended", Zero),
    ("arith.ori", Zero),
    ("arith.remsi", Zero),
    ("arith.remui", Zero),
    ("arith.shli", Zero),
    ("arith.shrsi", Zero),
    ("arith.shrui", Zero),
    ("arith.subi", Zero),
    ("arith.trunci", Zero),
    ("arith.xori", Zero),
    (
        "arith.bitcast",
        Unsupported(
            "the bits of a float have no derivative; convert with arith.fptosi or keep the float",
        ),
    ),
    (
        "arith.scaling_extf",
        Unsupported(
            "its scale is a bare exponent, by which there is no derivative; write it as a product",
        ),
    ),
    (
        "arith.scaling_truncf",
        Unsupported(
            "its scale is a bare exponent, by which there is no derivative; write it as a product",
        ),
    ),
];
