//! Unused calls of functions without memory effects.

use crate::{
    callgraph::{CallGraph, callee},
    walk,
};
use pullback_functional::ops::{MATCH, STACK};
use pullback_ir::{Block, Op, Region};
use std::collections::HashSet;

/// Erases unused calls whose callee, and what it calls, neither reads nor writes memory; says how many.
/// As with `apply`, a call that would not have come to an end is no reason to keep it.
pub(crate) fn run(graph: &CallGraph<'_>) -> u64 {
    let callers = graph.components().flatten();
    let callers = callers.filter(|function| function.names_any);
    let calls: Vec<_> = callers
        .flat_map(|function| walk::ops_of(function.op).into_iter().rev())
        .filter(|&op| callee(op).is_some())
        .collect();
    if calls.iter().all(|call| call.has_uses()) {
        return 0;
    }
    let pure = pure_functions(graph);
    let mut erased = 0;
    // Users are behind what they use.
    for call in calls {
        if is_pure_call(call, &pure) && !call.has_uses() {
            call.erase();
            erased += 1;
        }
    }
    erased
}

fn pure_functions<'a>(graph: &CallGraph<'a>) -> HashSet<&'a str> {
    let mut pure = HashSet::new();
    for component in graph.components() {
        let names: Vec<_> = component
            .iter()
            .filter_map(|function| function.op.symbol_name())
            .collect();
        // Functions that call each other are free of effects if each is when the others are.
        pure.extend(names.iter().copied());
        let free = component.iter().all(|function| {
            !function.op.region(0).is_empty() && inner(function.op).all(|op| is_free(op, &pure))
        });
        if !free {
            names.iter().for_each(|name| {
                pure.remove(name);
            });
        }
    }
    pure
}

fn inner(op: Op<'_>) -> impl Iterator<Item = Op<'_>> {
    op.regions()
        .into_iter()
        .flat_map(Region::blocks)
        .flat_map(Block::ops)
}

fn is_pure_call(op: Op<'_>, pure: &HashSet<&str>) -> bool {
    callee(op).is_some_and(|name| pure.contains(name))
}

/// Whether an op and what its regions hold is free of effects. Of ops with regions only those of `scf` and `match`
/// are known to do nothing beyond what is in them. A stack is memory, but only for what is made of it.
fn is_free(op: Op<'_>, pure: &HashSet<&str>) -> bool {
    let mut pending = vec![op];
    while let Some(op) = pending.pop() {
        if op.is_memory_effect_free() || is_pure_call(op, pure) || op.is(STACK) {
            continue;
        }
        if !(op.dialect() == "scf" || op.is(MATCH)) || op.region_count() == 0 {
            return false;
        }
        pending.extend(inner(op));
    }
    true
}
