//! Conditionals on one condition, and matches on one value, become one.

use super::Pure;
use crate::split::{callee, inputs};
use pullback_functional::ops;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Region, Value, WalkOrder};
use std::collections::{HashMap, HashSet};

/// So many ops at most are copied to all sides of a branch.
const MOST: usize = 32;

/// Merges branches of a block that decide the same; says how many. Upstream does it for conditionals with nothing
/// between the two.
pub(super) fn merge_branches(function: Op<'_>, pure: &Pure<'_>) -> u64 {
    let blocks = function.walk(WalkOrder::Pre).into_iter();
    // What is in branches that were merged has its turn in the next round.
    let blocks: Vec<Block<'_>> = blocks
        .flat_map(|op| op.regions())
        .flat_map(|region| region.blocks())
        .collect();
    let mut gone = HashSet::new();
    let mut count = 0;
    for block in blocks {
        let parent = block.parent_op();
        if parent.is_some_and(|parent| gone.contains(&parent)) {
            continue;
        }
        let mut earlier: HashMap<Decision<'_>, Op<'_>> = HashMap::new();
        for second in block.ops() {
            let Some(decision) = decision(second) else {
                continue;
            };
            let first = earlier.get(&decision).copied();
            let merged = first.and_then(|first| {
                let between = Between::of(first, second, pure)?;
                for op in [first, second] {
                    gone.extend(op.walk(WalkOrder::Pre));
                }
                count += 1;
                Some(merge(first, second, &between))
            });
            earlier.insert(decision, merged.unwrap_or(second));
        }
    }
    count
}

/// What a branch goes by: the op's name, its operands, and for which values there are sides.
type Decision<'a> = (&'a str, Vec<Value<'a>>, Option<Attr<'a>>);

fn decision(op: Op<'_>) -> Option<Decision<'_>> {
    let is_branch = matches!(op.name(), "scf.if" | "scf.index_switch" | ops::MATCH);
    let is_whole = || op.regions().into_iter().all(|side| side.first().is_some());
    (is_branch && is_whole()).then(|| (op.name(), op.operands(), op.attr(ops::CASES)))
}

/// What the second of two branches needs of what is between the two.
struct Between<'a> {
    /// What does not depend on the first, in order.
    before: Vec<Op<'a>>,
    /// What depends on it, in order.
    inside: Vec<Op<'a>>,
    /// What of the latter is used by others than the second.
    escapes: Vec<Value<'a>>,
}

impl<'a> Between<'a> {
    /// `None` if the second may not be moved to the first, or that costs too much.
    fn of(first: Op<'a>, second: Op<'a>, pure: &Pure<'_>) -> Option<Self> {
        let mut needed = HashSet::new();
        let mut pending = inputs(second);
        while let Some(value) = pending.pop() {
            let op = value.defining_op().filter(|op| op.block() == first.block());
            if let Some(op) = op.filter(|&op| first.is_before(op))
                && needed.insert(op)
            {
                pending.extend(inputs(op));
            }
        }
        let mut order: Vec<Op<'a>> = Vec::new();
        let mut next = first.next();
        while let Some(op) = next.filter(|&op| op != second) {
            order.extend(needed.contains(&op).then_some(op));
            next = op.next();
        }
        let mut depends = HashSet::from([first]);
        for &op in &order {
            let mut makers = inputs(op).into_iter().filter_map(Value::defining_op);
            if makers.any(|maker| depends.contains(&maker)) {
                depends.insert(op);
            }
        }
        let (inside, before): (Vec<_>, Vec<_>) =
            order.into_iter().partition(|op| depends.contains(op));
        let may_move = pure.may_move(second) && before.iter().all(|&op| pure.may_move(op));
        let is_cheap = |op: Op<'_>| {
            op.region_count() == 0 && callee(op).is_none() && op.is_memory_effect_free()
        };
        let may_copy = inside.len() <= MOST && inside.iter().all(|&op| is_cheap(op));
        if !may_move || !may_copy {
            return None;
        }
        let escapes = |value: &Value<'a>| {
            value
                .uses()
                .into_iter()
                .any(|use_| !depends.contains(&use_.op) && !use_.op.is_inside(second))
        };
        let results = inside.iter().flat_map(|op| op.results());
        let escapes = results.filter(escapes).collect();
        Some(Self {
            before,
            inside,
            escapes,
        })
    }
}

/// Makes one op of two, at the place of the first.
fn merge<'a>(first: Op<'a>, second: Op<'a>, between: &Between<'a>) -> Op<'a> {
    for op in &between.before {
        op.move_before(first);
    }
    let builder = Builder::before(first);
    let mut types = [first.result_types(), second.result_types()].concat();
    types.extend(between.escapes.iter().map(|value| value.ty()));
    let mut merged = builder
        .op(first.name())
        .operands(&first.operands())
        .results(&types)
        .regions(first.region_count());
    for (name, attr) in first.attrs() {
        merged = merged.attr(name, attr);
    }
    let merged = merged.build();
    for side in 0..first.region_count() {
        let sides = [first, second].map(|op| op.region(side));
        join(merged.region(side), sides, first, between);
    }
    let results = merged.results();
    let (one, rest) = results.split_at(first.result_count());
    let (other, escaped) = rest.split_at(second.result_count());
    second.replace_with(other);
    for (old, &new) in between.escapes.iter().zip(escaped) {
        old.replace_all_uses_with(new);
    }
    between.inside.iter().rev().for_each(|op| op.erase());
    first.replace_with(one);
    merged
}

/// What the two sides do, one after the other; between them what is needed of the first's results.
fn join<'a>(into: Region<'a>, sides: [Region<'a>; 2], first: Op<'a>, between: &Between<'a>) {
    into.take_blocks(sides[0]);
    let block = into.entry();
    let end = block.terminator();
    let mut yielded = end.operands();
    let (name, location) = (end.name(), end.location());
    end.erase();
    let mut mapping = Mapping::of(&first.results(), &yielded);
    for op in &between.inside {
        op.clone_to_end(block, &mut mapping);
    }
    let other = sides[1].entry();
    for (argument, same) in other.args().into_iter().zip(block.args()) {
        mapping.insert(argument, same);
    }
    let end = other.terminator();
    for op in other.ops().into_iter().filter(|&op| op != end) {
        op.clone_to_end(block, &mut mapping);
    }
    let values = [end.operands(), between.escapes.clone()].concat();
    yielded.extend(values.into_iter().map(|value| mapping.apply(value)));
    Builder::at_end(block, location)
        .op(name)
        .operands(&yielded)
        .results(&[])
        .build();
}
