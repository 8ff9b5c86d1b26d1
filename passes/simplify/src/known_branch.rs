//! A `match` on what a conditional gives, where every branch makes the value by a constructor, moves into the branches:
//! there its case is known.

use crate::{limits::Limits, walk};
use pullback_functional::ops::{CONSTRUCT, MATCH, YIELD, ZERO};
use pullback_ir::{Builder, Mapping, Op, Region, Value};
use std::{collections::HashSet, iter::successors};

/// Moves matches of a function; says how many.
pub(crate) fn run(function: Op<'_>, limits: &mut Limits) -> u64 {
    let name = function.symbol_name().unwrap_or("").to_owned();
    let mut moved = HashSet::new();
    for op in walk::ops_of(function) {
        // What a match that moved held is gone; its copies are looked at next time.
        let is_gone = || successors(op.parent(), |op| op.parent()).any(|op| moved.contains(&op));
        if op.is(MATCH) && !is_gone() && move_in(op, &name, limits) {
            moved.insert(op);
        }
    }
    moved.len() as u64
}

fn move_in(op: Op<'_>, function: &str, limits: &mut Limits) -> bool {
    let value = op.operand(0);
    let Some((branch, index)) = value.defining_op().zip(value.result_index()) else {
        return false;
    };
    let is_branch = matches!(branch.name(), "scf.if" | "scf.index_switch" | MATCH);
    if !is_branch || branch.block() != op.block() || !value.has_one_use() {
        return false;
    }
    let Some(yields) = yields(branch) else {
        return false;
    };
    let is_known = |terminator: &Op<'_>| {
        let made = terminator.operand(index).defining_op();
        made.is_some_and(|made| made.is(CONSTRUCT) || made.is(ZERO))
    };
    // What the cases use is computed before the conditional, or by it.
    let is_at_hand = |value: Value<'_>| match value.defining_op() {
        Some(made) if made.block() == op.block() => made.is_before(branch) || made == branch,
        _ => true,
    };
    if !yields.iter().all(is_known) || !op.captures().into_iter().all(is_at_hand) {
        return false;
    }
    let size = walk::size_up_to(op, limits.threshold());
    if size > limits.threshold() || !limits.pay(function, size * yields.len(), false) {
        return false;
    }
    let builder = Builder::before(branch);
    let results = [branch.result_types(), op.result_types()].concat();
    let mut joint = builder
        .op(branch.name())
        .operands(&branch.operands())
        .results(&results)
        .regions(branch.region_count());
    for (name, attr) in branch.attrs() {
        joint = joint.attr(name, attr);
    }
    let joint = joint.build();
    for ((old, new), terminator) in branch
        .regions()
        .into_iter()
        .zip(joint.regions())
        .zip(yields)
    {
        new.take_blocks(old);
        let yielded = terminator.operands();
        // Here the conditional's results are what this branch yields.
        let mut mapping = Mapping::of(&branch.results(), &yielded);
        let inside = op.clone_before(terminator, &mut mapping);
        terminator.set_operands(&[yielded, inside.results()].concat());
    }
    let results = joint.results();
    let (first, second) = results.split_at(branch.result_count());
    op.replace_with(second);
    branch.replace_with(first);
    true
}

/// The terminators of the branches; `None` if one does not come to its end.
fn yields(branch: Op<'_>) -> Option<Vec<Op<'_>>> {
    branch.regions().into_iter().map(end).collect()
}

fn end(region: Region<'_>) -> Option<Op<'_>> {
    let terminator = region.first()?.try_terminator()?;
    matches!(terminator.name(), "scf.yield" | YIELD).then_some(terminator)
}
