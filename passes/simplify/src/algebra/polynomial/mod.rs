//! Sums and products whose `fastmath` flags let them be regrouped, written with as few ops as are found.
//!
//! The ops of a block that have `reassoc` and `nsz` (quotients: `arcp` too) and the same other flags are
//! multiplied out into polynomials over the values that they use, with quotients as negative exponents, and
//! written again with what they share found anew (`system`). Several ways of multiplying out are tried.
//! What is written has fewer ops and no more divisions, or as many ops and fewer divisions, so this ends.
//!
//! As with LLVM's `reassoc`, another grouping rounds differently, may overflow where the first did not, and
//! `x + y - x` is `y` for an infinite `x` too. Nothing is multiplied by 0, and no sum vanishes.

mod emit;
mod expand;
mod sum;
mod system;

use super::{ADD, DIV, MUL, NEG, SUB};
use crate::walk;
use expand::{Naming, Region, number};
use pullback_ir::{Block, FastMath, FloatKind, Op, Type};
use system::{Cost, Strategy};

/// The flags without which nothing is regrouped.
pub(crate) const NEEDED: FastMath = FastMath::REASSOC.with(FastMath::NSZ);

/// The most ops that are looked at together.
const REGION: usize = 64;

/// The most terms that sharing is looked for in.
const TERMS: usize = 96;

/// Rewrites what gets cheaper in a function; says how often.
pub(crate) fn run(function: Op<'_>) -> u64 {
    let mut count = 0;
    for group in groups(function) {
        for chunk in group.chunks(REGION) {
            count += u64::from(chunk.len() > 1 && rewrite(chunk));
        }
    }
    count
}

/// Puts the flags for regrouping on the ops of a function, beside those that they have.
pub(crate) fn allow(function: Op<'_>) {
    let needed = NEEDED.with(FastMath::ARCP);
    for op in walk::ops_of(function) {
        let flags = FastMath::of(op).with(needed).attr(op.context());
        if let (ADD | SUB | MUL | DIV | NEG, Some(flags)) = (op.name(), flags) {
            op.set_attr("fastmath", flags);
        }
    }
}

/// The ops that may be regrouped with each other, in the order of their block.
fn groups(function: Op<'_>) -> Vec<Vec<Op<'_>>> {
    let mut groups: Vec<(Block<'_>, Type<'_>, FastMath, Vec<Op<'_>>)> = Vec::new();
    for op in walk::ops_of(function) {
        let Some((block, flags)) = op.block().zip(regroups(op)) else {
            continue;
        };
        let ty = op.result(0).ty();
        let group = groups
            .iter_mut()
            .rev()
            .find(|(b, t, f, _)| (*b, *t, *f) == (block, ty, flags));
        match group {
            Some((.., ops)) => ops.push(op),
            None => groups.push((block, ty, flags, vec![op])),
        }
    }
    groups.into_iter().map(|(.., ops)| ops).collect()
}

/// The flags of an op that may be regrouped, those about its values left out.
fn regroups(op: Op<'_>) -> Option<FastMath> {
    if op.dialect() != "arith" {
        return None;
    }
    let flags = FastMath::of(op);
    let allowed = match op.name() {
        ADD | SUB | NEG => flags.has(NEEDED),
        MUL => flags.has(NEEDED) && !op.operands().into_iter().any(is_zero),
        DIV => flags.has(NEEDED.with(FastMath::ARCP)) && !op.operands().into_iter().any(is_zero),
        _ => false,
    };
    let known = op.result(0).ty().element().float_kind() != Some(FloatKind::Other);
    let values = FastMath::NNAN.with(FastMath::NINF);
    (allowed && known && op.has_uses()).then(|| flags.without(values))
}

fn is_zero(value: pullback_ir::Value<'_>) -> bool {
    number(value) == Some(0.0)
}

fn rewrite(ops: &[Op<'_>]) -> bool {
    let region = Region::new(ops.to_vec());
    let before = Cost {
        ops: ops.len(),
        divisions: ops.iter().filter(|op| op.is(DIV)).count(),
    };
    let (mut best, mut tried) = (None, Vec::new());
    for naming in [
        Naming::Shared,
        Naming::Nothing,
        Naming::OneDenominator,
        Naming::Quotients,
    ] {
        let Some(expanded) = region.expand(naming) else {
            continue;
        };
        if expanded.terms() > TERMS || tried.contains(&expanded) {
            continue;
        }
        for strategy in [Strategy::SumsFirst, Strategy::Best, Strategy::ProductsFirst] {
            let mut system = expanded.clone();
            system.factor(strategy);
            system.turn_signs();
            let cost = system.cost();
            let cheaper = cost < best.as_ref().map_or(before, |(cost, _)| *cost);
            if cheaper && cost.divisions <= before.divisions && emit::can(&region, &system) {
                best = Some((cost, system));
            }
        }
        tried.push(expanded);
    }
    match best {
        Some((_, system)) => {
            emit::run(&region, &system);
            true
        }
        None => false,
    }
}
