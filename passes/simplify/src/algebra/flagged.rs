//! Rules that hold only where the `fastmath` flags of all ops involved allow them.
//!
//! The new ops get the flags that all of them share.

use super::{ADD, DIV, MUL, Maker, NEG, SUB, constant, made_by, negated};
use pullback_ir::{FastMath, Op, Value};

/// Whether sums may be regrouped, after which a zero may have another sign.
fn regroups(flags: FastMath) -> bool {
    flags.has(FastMath::REASSOC.with(FastMath::NSZ))
}

/// Whether products may be regrouped with quotients.
fn divides(flags: FastMath) -> bool {
    flags.has(FastMath::REASSOC.with(FastMath::ARCP))
}

/// What stands for the result of `op`, which has these flags, if a rule applies.
pub(super) fn rewrite(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    if flags == FastMath::NONE {
        return None;
    }
    match op.name() {
        ADD => zero_summand(op, flags)
            .or_else(|| like_terms(op, flags))
            .or_else(|| common_factor(op, flags)),
        SUB => zero_summand(op, flags)
            .or_else(|| difference_of_equals(op, flags))
            .or_else(|| like_terms(op, flags))
            .or_else(|| common_factor(op, flags))
            .or_else(|| negated_minuend(op, flags)),
        MUL => scaled(op, flags),
        DIV => scaled(op, flags).or_else(|| reciprocal_of_reciprocal(op, flags)),
        NEG => negated_difference(op, flags),
        _ => None,
    }
}

/// With `nsz`: `x + 0` and `x - 0` are `x`, and `0 - x` is `-x`.
fn zero_summand(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    if !flags.has(FastMath::NSZ) {
        return None;
    }
    let (x, y) = (op.operand(0), op.operand(1));
    if constant(y) == Some(0.0) {
        Some(x)
    } else if constant(x) == Some(0.0) {
        Some(match op.name() {
            ADD => y,
            _ => Maker::before(op).op(NEG, &[y], flags),
        })
    } else {
        None
    }
}

/// With `nnan`: `x - x` is 0.
fn difference_of_equals(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let equal = op.operand(0) == op.operand(1);
    (equal && flags.has(FastMath::NNAN))
        .then(|| Maker::before(op).exactly(0.0))
        .flatten()
}

/// `c * x` read off a value: the factor, `x`, and the flags of the op; `None` for a value as it is.
fn multiple(value: Value<'_>) -> Option<(f64, Value<'_>, FastMath)> {
    let op = value.defining_op()?;
    match op.name() {
        ADD if op.operand(0) == op.operand(1) => Some((2.0, op.operand(0), FastMath::of(op))),
        MUL => Some((constant(op.operand(1))?, op.operand(0), FastMath::of(op))),
        DIV => {
            let flags = FastMath::of(op);
            let divisor = constant(op.operand(1)).filter(|&divisor| divisor != 0.0)?;
            divides(flags).then(|| (divisor.recip(), op.operand(0), flags))
        }
        _ => None,
    }
}

/// `a * x + b * x` is `(a + b) * x`, with `x` for `1 * x` on one side.
fn like_terms(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let (x, y) = (op.operand(0), op.operand(1));
    let plain = |value| Some((1.0, value, FastMath::FAST));
    let sign = if op.is(ADD) { 1.0 } else { -1.0 };
    let pairs = [
        (multiple(x), multiple(y)),
        (multiple(x), plain(y)),
        (plain(x), multiple(y)),
    ];
    let (factor, base, flags) = pairs.into_iter().find_map(|pair| {
        let ((a, x, of_x), (b, y, of_y)) = (pair.0?, pair.1?);
        let shared = flags.and(of_x).and(of_y);
        (x == y && regroups(shared)).then_some((a + sign * b, x, shared))
    })?;
    times(op, base, factor, flags)
}

/// `factor * base`, where the factor is a normal number.
fn times<'a>(op: Op<'a>, base: Value<'a>, factor: f64, flags: FastMath) -> Option<Value<'a>> {
    let maker = Maker::before(op);
    match maker.rounded(factor)? {
        0.0 => None,
        1.0 => Some(base),
        -1.0 => Some(maker.op(NEG, &[base], flags)),
        factor => Some(maker.op(MUL, &[base, maker.exactly(factor)?], flags)),
    }
}

/// `a * b + a * c` is `a * (b + c)`, and `a / d + b / d` is `(a + b) / d`, where nothing else uses the parts.
fn common_factor(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let (x, y) = (op.operand(0), op.operand(1));
    let inner = x.defining_op()?;
    if !inner.is(MUL) && !inner.is(DIV) || !x.has_one_use() || !y.has_one_use() {
        return None;
    }
    let (other, right) = made_by(y, inner.name())?;
    let left = inner.operands();
    let flags = flags.and(FastMath::of(inner)).and(FastMath::of(other));
    if !regroups(flags) {
        return None;
    }
    let maker = Maker::before(op);
    if inner.is(DIV) {
        return (left[1] == right[1]).then(|| {
            let sum = maker.op(op.name(), &[left[0], right[0]], flags);
            maker.op(DIV, &[sum, left[1]], flags)
        });
    }
    let (common, b, c) = [(0, 0), (0, 1), (1, 0), (1, 1)]
        .into_iter()
        .find(|&(i, j)| left[i] == right[j])
        .map(|(i, j)| (left[i], left[1 - i], right[1 - j]))?;
    let sum = maker.op(op.name(), &[b, c], flags);
    Some(maker.op(MUL, &[common, sum], flags))
}

/// `(x * a) * b` is `x * (a * b)`, and with `arcp` quotients by constants likewise.
fn scaled(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let outer = constant(op.operand(1))?;
    let (inner, base, of_inner) = multiple(op.operand(0))?;
    let flags = flags.and(of_inner);
    let (factor, allowed) = match op.name() {
        MUL => (inner * outer, flags.has(FastMath::REASSOC)),
        _ if outer == 0.0 => return None,
        _ => (inner / outer, divides(flags)),
    };
    allowed.then(|| times(op, base, factor, flags)).flatten()
}

/// `a / (b / x)` is `(a / b) * x`.
fn reciprocal_of_reciprocal(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let (inner, operands) = made_by(op.operand(1), DIV)?;
    let (a, b) = (constant(op.operand(0))?, constant(operands[0])?);
    let flags = flags.and(FastMath::of(inner));
    (b != 0.0 && divides(flags))
        .then(|| times(op, operands[1], a / b, flags))
        .flatten()
}

/// With `nsz`: `-x - y` is `-(x + y)`.
fn negated_minuend(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let x = negated(op.operand(0))?;
    let flags = flags.and(FastMath::of(op.operand(0).defining_op()?));
    flags.has(FastMath::NSZ).then(|| {
        let maker = Maker::before(op);
        let sum = maker.op(ADD, &[x, op.operand(1)], flags);
        maker.op(NEG, &[sum], flags)
    })
}

/// With `nsz`: `-(x - y)` is `y - x`, where nothing else uses the difference.
fn negated_difference(op: Op<'_>, flags: FastMath) -> Option<Value<'_>> {
    let (inner, operands) = made_by(op.operand(0), SUB)?;
    let flags = flags.and(FastMath::of(inner));
    (op.operand(0).has_one_use() && flags.has(FastMath::NSZ))
        .then(|| Maker::before(op).op(SUB, &[operands[1], operands[0]], flags))
}
