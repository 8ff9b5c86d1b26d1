//! Conditionals between functions.
//!
//! A choice between two functions becomes a choice between two calls, each of a function that is known.

use crate::walk;
use pullback_functional::ops::{APPLY, DERIVATIVES, GET, LAMBDA, LETREC, PARTIAL, REF, TUPLE};
use pullback_ir::{Builder, Op, Value};
use std::collections::HashSet;

/// Splits the conditionals of a function; says how many rewrites applied.
pub(crate) fn run(function: Op<'_>) -> u64 {
    let mut count = 0;
    for op in walk::ops_of(function) {
        let changed = match op.name() {
            APPLY => apply_of_select(op),
            "scf.if" => hoist_functions(op),
            name if name == PARTIAL || DERIVATIVES.contains(&name) => operator_of_select(op),
            _ => false,
        };
        count += u64::from(changed);
    }
    count
}

/// The condition and the two functions between which `arith.select` chooses.
fn choice(function: Value<'_>) -> Option<[Value<'_>; 3]> {
    let select = function.defining_op()?;
    select
        .is("arith.select")
        .then(|| [select.operand(0), select.operand(1), select.operand(2)])
}

/// `apply (select c, f, g)(x)` is `if c then apply f(x) else apply g(x)`.
fn apply_of_select(apply: Op<'_>) -> bool {
    let operands = apply.operands();
    let Some([condition, yes, no]) = operands.first().and_then(|&callee| choice(callee)) else {
        return false;
    };
    let builder = Builder::before(apply);
    let conditional = builder
        .op("scf.if")
        .operands(&[condition])
        .results(&apply.result_types())
        .regions(2)
        .build();
    for (index, function) in [yes, no].into_iter().enumerate() {
        let block = conditional
            .region(index)
            .append_block(&[], apply.location());
        builder.set_end(block);
        let call = builder
            .op(APPLY)
            .operands(&[function])
            .operands(&operands[1..])
            .results(&apply.result_types())
            .build();
        builder
            .op("scf.yield")
            .operands(&call.results())
            .results(&[])
            .build();
    }
    apply.replace_with(&conditional.results());
    true
}

/// `grad (select c, f, g)` is `select c, (grad f), (grad g)`, and so for the other derivatives and `partial`.
fn operator_of_select(op: Op<'_>) -> bool {
    let operands = op.operands();
    let Some([condition, yes, no]) = operands.first().and_then(|&function| choice(function)) else {
        return false;
    };
    let builder = Builder::before(op);
    let [yes, no] = [yes, no].map(|function| {
        let mut chosen = builder
            .op(op.name())
            .operands(&[function])
            .operands(&operands[1..])
            .results(&op.result_types());
        for (name, attr) in op.attrs() {
            chosen = chosen.attr(name, attr);
        }
        chosen.build().result(0)
    });
    let select = builder
        .op("arith.select")
        .operands(&[condition, yes, no])
        .results(&op.result_types())
        .build();
    op.replace_with(&select.results());
    true
}

/// Moves functions that all branches yield, and that are closed over nothing of the branches, before the
/// conditional; upstream then makes it a `select`.
fn hoist_functions(conditional: Op<'_>) -> bool {
    let branches: Vec<_> = conditional
        .regions()
        .into_iter()
        .filter_map(|region| region.first()?.try_terminator())
        .collect();
    let mut changed = false;
    for (index, result) in conditional.results().into_iter().enumerate() {
        if !walk::mentions_function(result.ty()) || branches.len() != 2 {
            continue;
        }
        let yielded: Vec<_> = branches
            .iter()
            .map(|branch| branch.operand(index))
            .collect();
        let mut needed = Vec::new();
        if yielded
            .iter()
            .all(|&value| collect(value, conditional, &mut needed))
        {
            changed |= !needed.is_empty();
            for op in needed {
                op.move_before(conditional);
            }
        }
    }
    changed
}

/// Adds to `needed`, in order, the ops inside `conditional` that `root` is made of; false if one of them may
/// not be moved.
fn collect<'a>(root: Value<'a>, conditional: Op<'a>, needed: &mut Vec<Op<'a>>) -> bool {
    let mut done: HashSet<Op<'a>> = needed.iter().copied().collect();
    let mut pending = vec![(root, false)];
    while let Some((value, visited)) = pending.pop() {
        if !value.is_inside(conditional) {
            continue;
        }
        let Some(op) = value.defining_op() else {
            return false;
        };
        if visited {
            if done.insert(op) {
                needed.push(op);
            }
            continue;
        }
        if done.contains(&op) {
            continue;
        }
        if !is_made_without_running(op) {
            return false;
        }
        pending.push((value, true));
        pending.extend(op.operands().into_iter().map(|operand| (operand, false)));
        pending.extend(op.captures().into_iter().map(|capture| (capture, false)));
    }
    true
}

/// Whether making the value costs nothing and cannot fail.
pub(crate) fn is_made_without_running(op: Op<'_>) -> bool {
    matches!(
        op.name(),
        LAMBDA | REF | PARTIAL | TUPLE | GET | "ub.poison"
    ) || DERIVATIVES.contains(&op.name())
        || op.is_constant()
        || op.is(LETREC)
            && op
                .region(0)
                .entry()
                .ops()
                .iter()
                .all(|op| op.is(LAMBDA) || op.is_terminator())
}
