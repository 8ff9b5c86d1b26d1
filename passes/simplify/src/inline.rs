//! Inlining of `func.call`.

use crate::{
    callgraph::{CallGraph, Function, callee, is_private},
    limits::Limits,
    recursive::is_recursive,
    walk,
};
use pullback_functional::{
    fn_signature,
    ops::{CUSTOM_JVP, CUSTOM_VJP, LAMBDA, PARTIAL, REF},
};
use pullback_ir::{Location, Mapping, Op, Type, WalkOrder};

/// The mark that `functional-split-closures` leaves on functions that it cannot split.
const UNSPLITTABLE: &str = "functional.unsplittable";

/// Inlines calls; says how many. A private function goes with its last call.
pub(crate) fn run(graph: &mut CallGraph<'_>, limits: &mut Limits) -> u64 {
    move_in(graph) + copy_in(graph, limits)
}

/// Moves the bodies of functions that one call alone uses, whatever their size: the program does not grow. Callers
/// first, so that code moves once.
fn move_in(graph: &mut CallGraph<'_>) -> u64 {
    let mut inlined = 0;
    let callers: Vec<_> = graph.components().rev().flatten().collect();
    for caller in callers {
        let name = caller.op.symbol_name().unwrap_or("");
        if !caller.names_any || graph.get(name).is_none() {
            continue;
        }
        let mut pending = walk::ops_of(caller.op);
        pending.reverse();
        while let Some(call) = pending.pop() {
            let Some(callee) = callee(call).and_then(|name| graph.get(name)) else {
                continue;
            };
            if callee.uses != 1
                || !is_private(callee.op)
                || !may_be_inlined(call, callee)
                || allocates(callee.op)
            {
                continue;
            }
            let body = walk::ops_of(callee.op);
            move_body(call, callee.op);
            if let Some(name) = callee.op.symbol_name() {
                graph.remove_use(name);
            }
            pending.extend(body.into_iter().rev());
            inlined += 1;
        }
    }
    inlined
}

/// Copies the bodies of functions that are small or have to be specialised. Callees first, so that what is copied is
/// inlined already.
fn copy_in(graph: &mut CallGraph<'_>, limits: &mut Limits) -> u64 {
    let mut inlined = 0;
    let callers: Vec<_> = graph.components().flatten().collect();
    for caller in callers {
        let name = caller.op.symbol_name().unwrap_or("");
        if !caller.names_any || graph.get(name).is_none() {
            continue;
        }
        for call in walk::ops_of(caller.op) {
            let Some(callee) = callee(call).and_then(|name| graph.get(name)) else {
                continue;
            };
            if !may_be_inlined(call, callee) {
                continue;
            }
            let higher_order = must_be_specialised(callee.op);
            let bound = if higher_order {
                limits.largest()
            } else {
                limits.threshold()
            };
            let size = walk::size_up_to(callee.op, bound);
            if size > bound || allocates(callee.op) {
                continue;
            }
            let (inputs, results) = callee.op.function_type().unwrap_or_default();
            let recursive = is_recursive([inputs, results].concat(), callee.op);
            if !recursive && limits.pay(name, size, higher_order) {
                copy_body(call, callee.op, graph);
                if let Some(name) = callee.op.symbol_name() {
                    graph.remove_use(name);
                }
                inlined += 1;
            }
        }
    }
    inlined
}

/// Whether a call may be inlined unless the callee [`allocates`].
fn may_be_inlined(call: Op<'_>, callee: Function<'_>) -> bool {
    !callee.recursive
        && walk::only_block(callee.op).is_some_and(|body| body.terminator().is("func.return"))
        && call.attr("no_inline").is_none()
        && callee.op.attr("no_inline").is_none()
        && !has_custom_rule(callee.op)
}

/// Whether the function names functions that stand for its derivatives: inlined, it would be differentiated itself.
fn has_custom_rule(function: Op<'_>) -> bool {
    [CUSTOM_VJP, CUSTOM_JVP]
        .iter()
        .any(|name| function.attr(name).is_some())
}

/// Whether the calls of a function cannot be lowered unless they are inlined: it takes function values, or gives
/// some that `functional-split-closures` cannot see through. What that pass can split may stay a call.
fn must_be_specialised(function: Op<'_>) -> bool {
    let (inputs, results) = function.function_type().unwrap_or_default();
    let is_higher_order = |ty| walk::mentions_function(ty);
    if inputs.into_iter().any(is_higher_order) {
        return true;
    }
    results.into_iter().any(is_higher_order)
        && (function.attr(UNSPLITTABLE).is_some() || !gives_plain_closures(function))
}

/// Whether each function value that a function gives is one from data to data, made or got directly in its block.
fn gives_plain_closures(function: Op<'_>) -> bool {
    let Some(body) = walk::only_block(function) else {
        return false;
    };
    body.terminator()
        .operands()
        .into_iter()
        .filter(|value| walk::mentions_function(value.ty()))
        .all(|value| {
            let is_first_order =
                fn_signature(value.ty().to_melior()).is_some_and(|(inputs, results)| {
                    let mut types = inputs.into_iter().chain(results).map(Type::from_melior);
                    !types.any(walk::mentions_function)
                });
            let is_known = value
                .defining_op()
                .is_some_and(|op| matches!(op.name(), LAMBDA | PARTIAL | REF | "func.call"));
            is_first_order && is_known
        })
}

/// Whether the body has memory of its own, which lives until the function returns.
fn allocates(function: Op<'_>) -> bool {
    walk::ops_of(function)
        .into_iter()
        .any(|op| op.is("memref.alloca") || op.is("llvm.alloca"))
}

/// Moves the body of a function before its only call, which vanishes.
fn move_body<'a>(call: Op<'a>, function: Op<'a>) {
    let body = function.region(0).entry();
    let terminator = body.terminator();
    for op in body.ops() {
        relocate(op, call.location());
    }
    body.splice_before(call, &call.operands());
    let results = terminator.operands();
    terminator.erase();
    call.replace_with(&results);
}

/// Copies the body of a function before a call of it, which vanishes.
fn copy_body<'a>(call: Op<'a>, function: Op<'a>, graph: &mut CallGraph<'a>) {
    let body = function.region(0).entry();
    let terminator = body.terminator();
    let mut mapping = Mapping::of(&body.args(), &call.operands());
    for op in body.ops().into_iter().filter(|&op| op != terminator) {
        let copy = op.clone_before(call, &mut mapping);
        relocate(copy, call.location());
        graph.add_uses(copy);
    }
    let results: Vec<_> = terminator
        .operands()
        .into_iter()
        .map(|value| mapping.apply(value))
        .collect();
    call.replace_with(&results);
}

fn relocate<'a>(op: Op<'a>, call: Location<'a>) {
    for inner in op.walk(WalkOrder::Pre) {
        inner.set_location(inner.location().call_site(call));
    }
}
