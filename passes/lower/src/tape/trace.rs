//! Where a kept value was computed, and what the reverse sweep computes of it, seen through branches.

use pullback_functional::ops;
use pullback_ir::{Op, Value};
use std::collections::HashSet;

/// The values that a value may be: what branches yield, but for constants that stand where nothing is kept.
pub fn origins<'a>(value: Value<'a>) -> Vec<Value<'a>> {
    let (mut pending, mut seen, mut found) = (vec![value], HashSet::new(), Vec::new());
    while let Some(value) = pending.pop() {
        if !seen.insert(value) {
            continue;
        }
        match (value.defining_op(), value.result_index()) {
            (Some(op), Some(index)) if is_branch(op) => {
                let blocks = op.regions().into_iter().filter_map(|region| region.first());
                pending.extend(
                    blocks.filter_map(|block| block.terminator().operands().get(index).copied()),
                );
            }
            (Some(op), _) if stands_for_nothing(op) => {}
            _ => found.push(value),
        }
    }
    found.reverse();
    found
}

/// The ops that use some values, in the order of the uses.
pub fn users<'a>(values: &[Value<'a>]) -> Vec<Op<'a>> {
    let (mut pending, mut seen, mut found) = (values.to_vec(), HashSet::new(), Vec::new());
    while let Some(value) = pending.pop() {
        if !seen.insert(value) {
            continue;
        }
        for used in value.uses() {
            match used.op.parent() {
                Some(branch) if used.op.is_terminator() && is_branch(branch) => {
                    pending.extend(branch.results().get(used.index).copied());
                }
                _ => found.push(used.op),
            }
        }
    }
    found
}

fn is_branch(op: Op<'_>) -> bool {
    [
        "scf.if",
        "scf.index_switch",
        "scf.execute_region",
        ops::MATCH,
    ]
    .contains(&op.name())
}

fn stands_for_nothing(op: Op<'_>) -> bool {
    op.is_constant() || ["ub.poison", ops::ZERO, ops::STACK].contains(&op.name())
}
