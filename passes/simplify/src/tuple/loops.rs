//! Loops that carry tuples.

use super::leaves::{LeafTypes, leaves_of};
use pullback_ir::{Block, Builder, Op, OpBuilder, Type};

/// The bounds and the step come before what an `scf.for` carries, the counter before the arguments.
const FOR_OPERANDS: usize = 3;
const FOR_ARGUMENTS: usize = 1;

pub(super) fn split_for(op: Op<'_>) -> bool {
    let Some(types) = LeafTypes::of(&op.result_types()) else {
        return false;
    };
    let builder = Builder::before(op);
    let operands = op.operands();
    let (bounds, inits) = operands.split_at(FOR_OPERANDS);
    let inits = leaves_of(&builder, inits);
    let split = with_attributes(builder.op(op.name()), op)
        .operands(bounds)
        .operands(&inits)
        .results(types.leaves())
        .regions(1)
        .build();
    split.region(0).take_blocks(op.region(0));
    let body = split.region(0).entry();
    split_arguments(body, FOR_ARGUMENTS, &types);
    split_operands(body.terminator(), 0);
    op.replace_with(&types.tuples(&builder, &split.results()));
    true
}

/// What the `before` region takes and what it forwards are split each by itself.
pub(super) fn split_while(op: Op<'_>) -> bool {
    let carried: Vec<Type<'_>> = op.operands().into_iter().map(|value| value.ty()).collect();
    let carried = LeafTypes::of(&carried);
    let forwarded = LeafTypes::of(&op.result_types());
    if carried.is_none() && forwarded.is_none() {
        return false;
    }
    let builder = Builder::before(op);
    let result_types = op.result_types();
    let results = forwarded.as_ref().map_or(&*result_types, LeafTypes::leaves);
    let inits = match carried {
        Some(_) => leaves_of(&builder, &op.operands()),
        None => op.operands(),
    };
    let split = with_attributes(builder.op(op.name()), op)
        .operands(&inits)
        .results(results)
        .regions(2)
        .build();
    for (old, new) in op.regions().into_iter().zip(split.regions()) {
        new.take_blocks(old);
    }
    let [before, after] = [0, 1].map(|index| split.region(index).entry());
    if let Some(types) = &carried {
        split_arguments(before, 0, types);
        split_operands(after.terminator(), 0);
    }
    let results = match &forwarded {
        Some(types) => {
            split_arguments(after, 0, types);
            // The condition comes first.
            split_operands(before.terminator(), 1);
            types.tuples(&builder, &split.results())
        }
        None => split.results(),
    };
    op.replace_with(&results);
    true
}

fn with_attributes<'a, 'b>(mut builder: OpBuilder<'a, 'b>, op: Op<'a>) -> OpBuilder<'a, 'b>
where
    'a: 'b,
{
    for (name, value) in op.attrs() {
        builder = builder.attr(name, value);
    }
    builder
}

/// Puts the leaves of the arguments after the first `skip` in their place.
fn split_arguments<'a>(block: Block<'a>, skip: usize, types: &LeafTypes<'a>) {
    let old = block.args();
    let location = block.terminator().location();
    let leaves: Vec<_> = types
        .leaves()
        .iter()
        .map(|&ty| block.add_arg(ty, location))
        .collect();
    let builder = Builder::at_start(block, location);
    let tuples = types.tuples(&builder, &leaves);
    for (&argument, tuple) in old[skip..].iter().zip(tuples) {
        argument.replace_all_uses_with(tuple);
    }
    for index in (skip..old.len()).rev() {
        block.erase_arg(index);
    }
}

fn split_operands(terminator: Op<'_>, skip: usize) {
    let operands = terminator.operands();
    let (kept, split) = operands.split_at(skip);
    let builder = Builder::before(terminator);
    terminator.set_operands(&[kept, &leaves_of(&builder, split)].concat());
}
