//! Switches between arrays.

use crate::build::{self, compare, index, int};
use pullback_ir::{Attr, Builder, Op, Type};

/// Makes a switch that gives arrays branches in each other: bufferization lets others write into what a switch gives, even where
/// that is a constant.
pub(super) fn branches(op: Op<'_>) {
    let cases = op.attr("cases").and_then(Attr::as_i64s).unwrap_or_default();
    if cases.is_empty() || !op.result_types().into_iter().any(Type::is_array) {
        return;
    }
    let first = branch(op, &cases, 0, &Builder::before(op));
    op.replace_with(&first.results());
}

fn branch<'a>(op: Op<'a>, cases: &[i64], number: usize, builder: &Builder<'a>) -> Op<'a> {
    let case = index(builder, cases[number]);
    let chosen = compare(builder, int::EQUAL, op.operand(0), case);
    let made = builder
        .op("scf.if")
        .operands(&[chosen])
        .results(&op.result_types())
        .regions(2)
        .build();
    // The first region is that of all other cases.
    made.region(0).take_blocks(op.region(number + 1));
    if number + 1 == cases.len() {
        made.region(1).take_blocks(op.region(0));
    } else {
        let block = made.region(1).append_block(&[], op.location());
        let inner = Builder::at_end(block, op.location());
        let next = branch(op, cases, number + 1, &inner);
        build::end(&inner, &next.results());
    }
    made
}
