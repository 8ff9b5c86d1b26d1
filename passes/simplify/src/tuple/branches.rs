//! Conditionals that give tuples.

use super::leaves::{LeafTypes, leaves_of};
use pullback_functional::ops::YIELD;
use pullback_ir::{Builder, Op, Region};

/// An op each of whose regions yields the results gives the leaves of those that are tuples.
pub(super) fn split(op: Op<'_>) -> bool {
    let Some(types) = LeafTypes::of(&op.result_types()) else {
        return false;
    };
    let builder = Builder::before(op);
    let mut split = builder
        .op(op.name())
        .operands(&op.operands())
        .results(types.leaves())
        .regions(op.region_count());
    for (name, value) in op.attrs() {
        split = split.attr(name, value);
    }
    let split = split.build();
    for (old, new) in op.regions().into_iter().zip(split.regions()) {
        new.take_blocks(old);
        for terminator in yields(new) {
            let inside = Builder::before(terminator);
            terminator.set_operands(&leaves_of(&inside, &terminator.operands()));
        }
    }
    op.replace_with(&types.tuples(&builder, &split.results()));
    true
}

fn yields(region: Region<'_>) -> impl Iterator<Item = Op<'_>> {
    region
        .blocks()
        .into_iter()
        .filter_map(pullback_ir::Block::try_terminator)
        .filter(|op| matches!(op.name(), "scf.yield" | YIELD))
}
