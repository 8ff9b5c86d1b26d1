//! Tuples that control flow carries become their fields.
//!
//! An op that gives a tuple, or a loop that carries one, gives or carries its leaves; the tuple is made after it.

mod branches;
mod leaves;
mod loops;

use crate::walk;
use leaves::{is_tuple, leaf_types_of, leaves, tuple_of};
use pullback_functional::ops::MATCH;
use pullback_ir::{Builder, Op};

const POISON: &str = "ub.poison";

/// Splits tuples in a function; says how many rewrites applied.
pub(crate) fn run(function: Op<'_>) -> u64 {
    let mut count = 0;
    for op in walk::ops_of(function) {
        let changed = match op.name() {
            "arith.select" => split_select(op),
            "scf.if" | "scf.index_switch" | "scf.execute_region" | MATCH => branches::split(op),
            "scf.for" => loops::split_for(op),
            "scf.while" => loops::split_while(op),
            POISON => split_poison(op),
            _ => false,
        };
        count += u64::from(changed);
    }
    count
}

/// `select c, s, t` of tuples is the tuple of the `select`s of their leaves.
fn split_select(select: Op<'_>) -> bool {
    let ty = select.result(0).ty();
    if !is_tuple(ty) {
        return false;
    }
    let builder = Builder::before(select);
    let condition = select.operand(0);
    let [mut yes, mut no] = [Vec::new(), Vec::new()];
    leaves(&builder, select.operand(1), &mut yes);
    leaves(&builder, select.operand(2), &mut no);
    let mut chosen = yes.into_iter().zip(no).map(|(yes, no)| {
        builder
            .op("arith.select")
            .operands(&[condition, yes, no])
            .results(&[yes.ty()])
            .build()
            .result(0)
    });
    let tuple = tuple_of(&builder, ty, &mut chosen);
    select.replace_with(&[tuple]);
    true
}

/// A tuple that is poison is a tuple of poison.
fn split_poison(poison: Op<'_>) -> bool {
    let ty = poison.result(0).ty();
    if !is_tuple(ty) {
        return false;
    }
    let builder = Builder::before(poison);
    let mut types = Vec::new();
    leaf_types_of(ty, &mut types);
    let mut parts = types.into_iter().map(|ty| {
        builder
            .op(POISON)
            .maybe_attr("value", poison.attr("value"))
            .results(&[ty])
            .build()
            .result(0)
    });
    let tuple = tuple_of(&builder, ty, &mut parts);
    poison.replace_with(&[tuple]);
    true
}
