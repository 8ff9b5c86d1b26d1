//! Values that are written where another one lies.

use pullback_ir::{Block, Op, Value};

/// Whether a value that a block makes lies where `target`, an argument of the block, does: each op on the way changes a part, hands
/// the rest on, and is the last one that uses what it changes. Then bufferization needs no new memory.
pub(crate) fn stays_in<'a>(value: Value<'a>, target: Value<'a>, block: Block<'a>) -> bool {
    origin(value, block) == Some(target)
}

/// What a value of a block was before the block changed it, if all of that happens in one place.
fn origin<'a>(mut value: Value<'a>, block: Block<'a>) -> Option<Value<'a>> {
    loop {
        let here = |op: &Op<'a>| op.block() == Some(block);
        let Some(op) = value.defining_op().filter(here) else {
            return Some(value);
        };
        let from = changed(op, value)?;
        if !is_last(op, from, block) {
            return None;
        }
        value = from;
    }
}

/// What an op changes to give a result.
fn changed<'a>(op: Op<'a>, result: Value<'a>) -> Option<Value<'a>> {
    let index = op.results().iter().position(|&other| other == result)?;
    let yielded = |region: usize| {
        let block = op.region(region).first()?;
        Some((block, block.try_terminator()?.operand(index)))
    };
    match op.name() {
        "tensor.insert" | "tensor.insert_slice" => Some(op.operand(1)),
        "scf.for" => {
            let (body, end) = yielded(0)?;
            stays_in(end, body.arg(index + 1), body).then(|| op.operand(3 + index))
        }
        "scf.if" => {
            let (first, one) = yielded(0)?;
            let (second, other) = yielded(1)?;
            let from = origin(one, first)?;
            (origin(other, second) == Some(from)).then_some(from)
        }
        // The last operands are what an op on tensors changes.
        name if name.starts_with("linalg.") => {
            let operands = op.operands();
            let first = operands.len().checked_sub(op.results().len())?;
            operands.get(first + index).copied()
        }
        _ => None,
    }
}

/// Whether nothing else in a block uses a value, nor a part of it, at the same time as an op or behind it.
fn is_last<'a>(op: Op<'a>, value: Value<'a>, block: Block<'a>) -> bool {
    let mut pending = vec![value];
    let mut own = 0;
    while let Some(value) = pending.pop() {
        for one in value.uses() {
            let Some(user) = within(one.op, block) else {
                continue;
            };
            if one.op == op {
                own += 1;
                continue;
            }
            // Branches are looked at on their own.
            let is_before = match user == op {
                true => op.is("scf.if"),
                false => user.is_before(op),
            };
            if !is_before {
                return false;
            }
            if is_view(one.op) {
                pending.extend(one.op.results());
            }
        }
    }
    // What a branch changes is no operand.
    own <= 1
}

/// Whether an op's result may be a part of its operand.
fn is_view(op: Op<'_>) -> bool {
    !op.is("tensor.extract")
        && (op.name().starts_with("tensor.") || op.name().starts_with("bufferization."))
}

/// The op of a block that an op is, or is in.
fn within<'a>(op: Op<'a>, block: Block<'a>) -> Option<Op<'a>> {
    let mut op = op;
    while op.block() != Some(block) {
        op = op.parent()?;
    }
    Some(op)
}
