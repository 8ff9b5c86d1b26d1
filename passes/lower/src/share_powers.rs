//! `functional-share-powers`: the derivative's `x^(p - 1)` from the primal's `x^p`.
//!
//! Where `y = x^p` is a normal number, `y / x` is at least as exact as the C library's `x^(p - 1)`, for which
//! `p - 1` is rounded; elsewhere (`x` is zero or infinite, or `y` has overflown or lost digits) the power is
//! computed. So a gradient costs one power. Only powers with the attribute `functional.any_formula` are
//! replaced: the program's own are what the C library says. Differentiation comes before this, so the quotient is
//! never differentiated, whose own derivative would cancel digits.

use crate::expand_math::is_normal;
use pullback_ir::{Attr, Block, Builder, FloatKind, Op, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Computes powers that derivatives use from the powers that they are derivatives of.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-share-powers", reads = "symbol", dialects = ["arith", "scf"])]
pub struct SharePowers;

impl Pass for SharePowers {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut shared = 0;
        for op in root.op().walk(WalkOrder::Pre) {
            if let Some(value) = rewritten(op) {
                op.replace_with(&[value]);
                shared += 1;
            }
        }
        root.count("powers shared", shared);
        Ok(())
    }
}

fn rewritten(op: Op<'_>) -> Option<Value<'_>> {
    if !op.is("math.powf") || op.attr("functional.any_formula").is_none() {
        return None;
    }
    let (x, ty) = (op.operand(0), op.operand(0).ty());
    if !matches!(ty.float_kind()?, FloatKind::F32 | FloatKind::F64) {
        return None;
    }
    let powers = x.uses().into_iter().map(|one| one.op);
    let y = powers
        .filter(|power| power.is("math.powf") && power.operand(0) == x)
        .find(|power| is_one_less(op.operand(1), power.operand(1)) && dominates(*power, op))?
        .result(0);
    let builder = Builder::before(op);
    let condition = is_normal(&builder, y)?;
    let branch = builder
        .op("scf.if")
        .operands(&[condition])
        .results(&[ty])
        .regions(2)
        .build();
    let block = |region: usize| branch.region(region).append_block(&[], op.location());
    let quotient = {
        let builder = Builder::at_end(block(0), op.location());
        let quotient = builder.op("arith.divf").operands(&[y, x]).results(&[ty]);
        (builder.block(), quotient.build().result(0))
    };
    let power = {
        let builder = Builder::at_end(block(1), op.location());
        let power = builder
            .op("math.powf")
            .operands(&op.operands())
            .maybe_attr("fastmath", op.attr("fastmath"))
            .results(&[ty]);
        (builder.block(), power.build().result(0))
    };
    for (block, value) in [quotient, power] {
        let builder = Builder::at_end(block, op.location());
        builder
            .op("scf.yield")
            .operands(&[value])
            .results(&[])
            .build();
    }
    Some(branch.result(0))
}

/// Whether `q` is `p - 1`.
fn is_one_less<'a>(q: Value<'a>, p: Value<'a>) -> bool {
    if let (Some(p), Some(q)) = (constant(p), constant(q)) {
        return p - 1.0 == q && q + 1.0 == p;
    }
    let Some(op) = q.defining_op() else {
        return false;
    };
    let one = match op.name() {
        "arith.addf" => -1.0,
        "arith.subf" => 1.0,
        _ => return false,
    };
    op.operand(0) == p && constant(op.operand(1)) == Some(one)
}

fn constant(value: Value<'_>) -> Option<f64> {
    let op = value.defining_op().filter(|op| op.is("arith.constant"))?;
    op.attr("value").and_then(Attr::as_float)
}

/// Whether `first` is in the block of `second`, or in one around it, and before it.
fn dominates(first: Op<'_>, second: Op<'_>) -> bool {
    let block: Option<Block<'_>> = first.block();
    let mut around = Some(second);
    while let Some(op) = around {
        if op.block() == block {
            return first != op && first.is_before(op);
        }
        around = op.parent();
    }
    false
}
