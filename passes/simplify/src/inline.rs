//! Inlining of `func.call`.

use crate::{
    callgraph::{CallGraph, Function, callee},
    limits::Limits,
    walk,
};
use pullback_ir::{Mapping, Op, WalkOrder};

/// Inlines calls, callees first; says how many.
pub(crate) fn run(graph: &CallGraph<'_>, limits: &mut Limits) -> u64 {
    let mut inlined = 0;
    for caller in graph.components().flatten() {
        for call in walk::ops_of(caller.op) {
            if call.is("func.call")
                && let Some(callee) = callee(call).and_then(|name| graph.get(name))
                && wanted(call, caller, callee, limits)
            {
                inline(call, callee.op);
                inlined += 1;
            }
        }
    }
    inlined
}

/// Whether the call may and should be inlined; if so, it is paid for.
fn wanted(call: Op<'_>, caller: Function<'_>, callee: Function<'_>, limits: &mut Limits) -> bool {
    let kept = callee.recursive
        || walk::only_block(callee.op).is_none()
        || call.attr("no_inline").is_some()
        || callee.op.attr("no_inline").is_some();
    if kept {
        return false;
    }
    let higher_order = is_higher_order(callee.op);
    let used_once = callee.uses == 1 && is_private(callee.op);
    let bound = if higher_order || used_once {
        limits.largest()
    } else {
        limits.threshold()
    };
    let size = walk::size_up_to(callee.op, bound);
    size <= bound
        && !allocates(callee.op)
        && limits.pay(caller.op.symbol_name().unwrap_or(""), size, higher_order)
}

fn is_higher_order(function: Op<'_>) -> bool {
    function.function_type().is_some_and(|(inputs, results)| {
        inputs
            .into_iter()
            .chain(results)
            .any(walk::mentions_function)
    })
}

fn is_private(function: Op<'_>) -> bool {
    function
        .attr("sym_visibility")
        .is_some_and(|visibility| visibility.as_str() == Some("private"))
}

/// Whether the body has memory of its own, which lives until the function returns.
fn allocates(function: Op<'_>) -> bool {
    walk::ops_of(function)
        .into_iter()
        .any(|op| op.is("memref.alloca") || op.is("llvm.alloca"))
}

fn inline<'a>(call: Op<'a>, function: Op<'a>) {
    let body = function.region(0).entry();
    let terminator = body.terminator();
    let mut mapping = Mapping::of(&body.args(), &call.operands());
    for op in body.ops().into_iter().filter(|&op| op != terminator) {
        let clone = op.clone_before(call, &mut mapping);
        for inner in clone.walk(WalkOrder::Pre) {
            inner.set_location(inner.location().call_site(call.location()));
        }
    }
    let results: Vec<_> = terminator
        .operands()
        .into_iter()
        .map(|value| mapping.apply(value))
        .collect();
    call.replace_with(&results);
}
