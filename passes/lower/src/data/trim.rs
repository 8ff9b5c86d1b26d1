//! Tapes of loops with a condition: when such a loop ends, the room that its tape has left goes back.
//!
//! The tape of an inner loop stays while those of later trips are made, and half of a buffer that grows by doubling
//! may be empty.

use super::{
    layout::{Types, tuple},
    memory::Memory,
    stacks::parts,
};
use pullback_functional::{ops, stack_elements};
use pullback_ir::{Builder, Op, Type, Value};

/// A stack that a loop with a condition makes.
pub(super) struct Grown<'a> {
    result: Value<'a>,
    elements: Vec<Type<'a>>,
}

/// The stacks that a loop starts empty and only pushes to: nobody reads more of them than is there at its end.
pub(super) fn grown(op: Op<'_>) -> Vec<Grown<'_>> {
    let Some((before, after)) = op
        .is("scf.while")
        .then(|| Some((op.region(0).first()?, op.region(1).first()?)))
        .flatten()
    else {
        return vec![];
    };
    let (Some(condition), Some(end)) = (before.try_terminator(), after.try_terminator()) else {
        return vec![];
    };
    let starts = op.operands().into_iter().enumerate();
    let grown = starts.filter_map(|(index, start)| {
        let elements = stack_elements(start.ty())?;
        start.defining_op().filter(|made| made.is(ops::STACK))?;
        // The condition comes first.
        let forwarded = pushed_to(before.arg(index), condition)?.checked_sub(1)?;
        let carried = pushed_to(after.arg(forwarded), end)?;
        (carried == index).then(|| Grown {
            result: op.result(forwarded),
            elements,
        })
    });
    grown.collect()
}

/// Which operand of a terminator a stack becomes by pushes.
fn pushed_to(stack: Value<'_>, end: Op<'_>) -> Option<usize> {
    let mut stack = stack;
    loop {
        let uses = stack.uses();
        let [only] = uses.as_slice() else {
            return None;
        };
        if only.op == end {
            return Some(only.index);
        }
        let is_push = only.op.is(ops::PUSH) && only.index == 0 && only.op.block() == end.block();
        stack = only.op.result(is_push.then_some(0)?);
    }
}

impl<'a> Grown<'a> {
    /// Gives back what is left, behind the loop.
    pub(super) fn trim(&self, memory: &Memory<'a>, types: &Types<'a>) {
        let elements: Vec<_> = self
            .elements
            .iter()
            .map(|&ty| types.converted(ty))
            .collect();
        let (Some(record), Some(op)) = (types.record(false, &elements), self.result.defining_op())
        else {
            return;
        };
        let uses = self.result.uses();
        let builder = Builder::after(op);
        let [base, length, capacity] = parts(&builder, self.result);
        let size = memory.size_of(&builder, record);
        let left = memory.trim(&builder, &[base, length, capacity, size]);
        let trimmed = tuple(&builder, &[base, length, left]);
        for used in uses {
            used.op.set_operand(used.index, trimmed);
        }
    }
}
