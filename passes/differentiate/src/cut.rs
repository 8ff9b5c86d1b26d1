//! Which values of a loop's body a derivative keeps for each trip, and which it computes again: a minimum cut, where
//! a value that is kept costs what it takes to write and to read it, one that is computed again its op.

use crate::tape::{Twins, is_within};
use pullback_analysis::Network;
use pullback_functional::{ops, stack_elements};
use pullback_ir::{Block, Op, Type, Value};
use std::collections::{HashMap, HashSet};

/// The ops of `body` that are done again, so that the values `needs` of it are there.
pub fn remade<'a>(body: Block<'a>, needs: &[Value<'a>], twins: &Twins<'a>) -> HashSet<Op<'a>> {
    let is_free = |value: Value<'a>| {
        !is_within(value, body)
            || twins.renamed(value).is_some()
            || value.defining_op().is_some_and(Op::is_constant)
    };
    let invariant = invariant(body);
    // What is needed, and what that is made of.
    let mut order: Vec<Value<'a>> = Vec::new();
    let mut numbers: HashMap<Value<'a>, usize> = HashMap::new();
    let mut pending: Vec<Value<'a>> = needs.to_vec();
    while let Some(value) = pending.pop() {
        if is_free(value) || numbers.contains_key(&value) {
            continue;
        }
        numbers.insert(value, order.len());
        order.push(value);
        if let Some((op, _)) = maker(value) {
            pending.extend(op.operands());
        }
    }
    let weights: Vec<u32> = order.iter().map(|value| size(value.ty())).collect();
    let mut network = Network::new(&weights);
    for (number, &value) in order.iter().enumerate() {
        match maker(value) {
            None => network.begin_at(number),
            Some((op, cost)) => {
                // LLVM moves what is the same in all trips out of the loop.
                let cost = if invariant.contains(&op) { 0 } else { cost };
                network.remake(number, cost);
                for input in op.operands() {
                    if let Some(&input) = numbers.get(&input) {
                        network.connect(input, number);
                    }
                }
            }
        }
    }
    for need in needs {
        if let Some(&number) = numbers.get(need) {
            network.end_at(number);
        }
    }
    let kept: HashSet<usize> = network.minimum_cut().into_iter().collect();
    let mut remade = HashSet::new();
    let mut pending: Vec<Value<'a>> = needs.to_vec();
    while let Some(value) = pending.pop() {
        let Some(number) = numbers.get(&value) else {
            continue;
        };
        if !kept.contains(number)
            && let Some((op, _)) = maker(value)
            && remade.insert(op)
        {
            pending.extend(op.operands());
        }
    }
    remade
}

/// The ops of `body` that compute the same in each trip, of those that may be done again.
fn invariant<'a>(body: Block<'a>) -> HashSet<Op<'a>> {
    let mut found: HashSet<Op<'a>> = HashSet::new();
    for op in body.ops() {
        let same = |value: Value<'a>| match value.defining_op() {
            Some(op) => op.is_constant() || found.contains(&op) || !is_within(value, body),
            None => !is_within(value, body),
        };
        let again = op.result_count() > 0 && maker(op.result(0)).is_some();
        if again && op.operands().into_iter().all(same) {
            found.insert(op);
        }
    }
    found
}

/// The op that may make a value again, and what that costs: as many thirds of an addition.
fn maker(value: Value<'_>) -> Option<(Op<'_>, u32)> {
    let op = value.defining_op()?;
    let cost = match (op.dialect(), op.name()) {
        (_, ops::TUPLE | ops::GET) => 0,
        (_, "arith.negf" | "arith.extf" | "arith.truncf" | "arith.index_cast") => 1,
        ("arith", name) if name.contains("div") || name.contains("rem") => 14,
        ("arith", _) => 3,
        (_, "math.absf" | "math.copysign" | "math.fma") => 3,
        (_, "math.sqrt") => 14,
        ("math", _) => 60,
        (_, ops::STOP_GRADIENT) => 0,
        (_, "tensor.extract") => 3,
        _ => return None,
    };
    let shaped = |value: Value<'_>| value.ty().is_shaped();
    (!op.results().into_iter().any(shaped)).then_some((op, cost))
}

/// What it costs to keep a value of this type.
fn size(ty: Type<'_>) -> u32 {
    const MOST: u32 = 1 << 14;
    let mut size: u32 = 0;
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        match ty.tuple_fields() {
            Some(fields) => pending.extend(fields),
            None if stack_elements(ty).is_some() => size += 48,
            // What is read of an array is kept, not the array.
            None if ty.is_shaped() => return MOST,
            None => size += ty.bit_width().map_or(16, |bits| (bits / 4).max(4)),
        }
        // Types are shared, so that one of few lines may have very many leaves.
        if size as usize + pending.len() > MOST as usize {
            return MOST;
        }
    }
    size.max(1)
}
