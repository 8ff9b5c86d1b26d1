//! Rules that hold in IEEE arithmetic, up to sign and payload of NaN, in rounding to nearest.
//!
//! Negations move towards the results, where a sum or another negation takes them in; a constant factor
//! takes one in at once. `-(x - y)` is not `y - x`, nor is `-x - y` the same as `-(x + y)`: the sign of a
//! zero differs.

use super::{ADD, DIV, MUL, Maker, NEG, SUB, constant, made_by, negated};
use pullback_ir::{FastMath, Op, Value};

/// What stands for the result of `op`, if a rule applies.
pub(super) fn rewrite(op: Op<'_>) -> Option<Value<'_>> {
    match op.name() {
        ADD => negated_summand(op).or_else(|| multiples(op)),
        SUB => negated_subtrahend(op),
        MUL => minus_one(op).or_else(|| negated_factors(op)),
        DIV => minus_one(op).or_else(|| negated_factors(op)),
        NEG => negated_product(op),
        _ => None,
    }
}

/// `x + (-y)` is `x - y`, and so is `(-y) + x`.
fn negated_summand(op: Op<'_>) -> Option<Value<'_>> {
    let (x, y) = (op.operand(0), op.operand(1));
    let operands = match (negated(x), negated(y)) {
        (_, Some(y)) => [x, y],
        (Some(x), None) => [y, x],
        (None, None) => return None,
    };
    Some(Maker::before(op).op(SUB, &operands, FastMath::of(op)))
}

/// `x - (-y)` is `x + y`.
fn negated_subtrahend(op: Op<'_>) -> Option<Value<'_>> {
    let y = negated(op.operand(1))?;
    Some(Maker::before(op).op(ADD, &[op.operand(0), y], FastMath::of(op)))
}

/// `x * -1` and `x / -1` are `-x`.
fn minus_one(op: Op<'_>) -> Option<Value<'_>> {
    let is_minus_one = constant(op.operand(1))? == -1.0;
    is_minus_one.then(|| Maker::before(op).op(NEG, &[op.operand(0)], FastMath::of(op)))
}

/// `(-x) * (-y)` is `x * y`, `(-x) * c` is `x * (-c)`, and `(-x) * y` is `-(x * y)` where nothing else uses the
/// negation; quotients likewise.
fn negated_factors(op: Op<'_>) -> Option<Value<'_>> {
    let operands = [op.operand(0), op.operand(1)];
    let negated = operands.map(negated);
    if negated == [None, None] {
        return None;
    }
    let flags = FastMath::of(op);
    let maker = Maker::before(op);
    let (index, positive) = match negated {
        [None, None] => return None,
        [Some(x), Some(y)] => return Some(maker.op(op.name(), &[x, y], flags)),
        [Some(x), None] => (0, x),
        [None, Some(y)] => (1, y),
    };
    let mut positives = operands;
    positives[index] = positive;
    if let Some(c) = constant(operands[1 - index]) {
        positives[1 - index] = maker.exactly(-c)?;
        return Some(maker.op(op.name(), &positives, flags));
    }
    if !operands[index].has_one_use() {
        return None;
    }
    let product = maker.op(op.name(), &positives, flags);
    let negation = operands[index].defining_op()?;
    Some(maker.op(NEG, &[product], flags.and(FastMath::of(negation))))
}

/// `-(x * c)` is `x * (-c)`, where nothing else uses the product; quotients likewise.
fn negated_product(op: Op<'_>) -> Option<Value<'_>> {
    let product = op.operand(0);
    let (inner, operands) = made_by(product, MUL).or_else(|| made_by(product, DIV))?;
    if !product.has_one_use() {
        return None;
    }
    let maker = Maker::before(op);
    let (x, y) = (operands[0], operands[1]);
    let operands = match (constant(x), constant(y)) {
        (_, Some(c)) => [x, maker.exactly(-c)?],
        (Some(c), None) => [maker.exactly(-c)?, y],
        (None, None) => return None,
    };
    Some(maker.op(inner.name(), &operands, FastMath::of(inner)))
}

/// `(y + y) + y` is `3 * y`, and so on for sums of multiples that round as their sum does.
fn multiples(op: Op<'_>) -> Option<Value<'_>> {
    let (x, y) = (op.operand(0), op.operand(1));
    let pairs = [
        (multiple(x), multiple(y)),
        (multiple(x), Some((1.0, y))),
        (Some((1.0, x)), multiple(y)),
    ];
    let (factor, base) = pairs.into_iter().find_map(|pair| match pair {
        (Some((a, x)), Some((b, y))) if x == y && adds_exactly(a, b) => Some((a + b, x)),
        _ => None,
    })?;
    let maker = Maker::before(op);
    Some(maker.op(MUL, &[base, maker.exactly(factor)?], FastMath::of(op)))
}

/// `(2, y)` for `y + y`, and `(c, y)` for `y * c`.
fn multiple(value: Value<'_>) -> Option<(f64, Value<'_>)> {
    if let Some((_, operands)) = made_by(value, ADD) {
        return (operands[0] == operands[1]).then(|| (2.0, operands[0]));
    }
    let (_, operands) = made_by(value, MUL)?;
    Some((constant(operands[1])?, operands[0]))
}

/// Whether `a * y + b * y` rounds to what `(a + b) * y` rounds to, for every `y` and in every type.
///
/// Powers of two of at least 1: the products are exact unless they overflow, and then the sum does too.
/// 3 and 1: `3 * y` is off by at most half a unit of the last place of `4 * y`, which is exact; where it is
/// off by exactly half a unit the last bit of `y` is 0, and the tie goes to `4 * y`.
fn adds_exactly(a: f64, b: f64) -> bool {
    const MANTISSA: u64 = (1 << 52) - 1;
    let is_power_of_two = |c: f64| c >= 1.0 && c.is_finite() && c.to_bits() & MANTISSA == 0;
    is_power_of_two(a) && is_power_of_two(b) || a.min(b) == 1.0 && a.max(b) == 3.0
}
