//! Application of known functions: beta and eta.

use crate::{limits::Limits, recursive::is_recursive, walk};
use pullback_functional::ops::{APPLY, LAMBDA, LETREC, PARTIAL, REF, SYMBOL};
use pullback_ir::{Attr, Builder, Mapping, Op, Value};

/// Reduces `apply` of lambdas that are visible until none is left that may be; says how many.
pub(crate) fn run(function: Op<'_>, limits: &mut Limits) -> u64 {
    let name = function.symbol_name().unwrap_or("").to_owned();
    let mut total = 0;
    loop {
        let reduced = walk::ops_of(function)
            .into_iter()
            .filter(|op| op.is(APPLY))
            // A reduction moves the lambda's body, so an application may be somewhere else by now, but
            // only an application that is reduced itself is erased.
            .filter(|&apply| reduce(apply, &name, limits))
            .count();
        if reduced == 0 {
            return total;
        }
        total += reduced as u64;
    }
}

/// What is applied in the end, with all arguments.
struct Redex<'a> {
    lambda: Op<'a>,
    arguments: Vec<Value<'a>>,
    /// The partial applications between, outermost first.
    partials: Vec<Op<'a>>,
    /// Whether nothing but this application uses the lambda.
    only_use: bool,
}

fn redex(apply: Op<'_>) -> Option<Redex<'_>> {
    let operands = apply.operands();
    let (mut function, arguments) = (*operands.first()?, operands[1..].to_vec());
    let mut bound = vec![arguments];
    let mut partials = Vec::new();
    let mut only_use = true;
    loop {
        only_use &= function.has_one_use();
        let op = function.defining_op()?;
        match op.name() {
            LAMBDA => {
                return Some(Redex {
                    lambda: op,
                    arguments: bound.into_iter().rev().flatten().collect(),
                    partials,
                    only_use,
                });
            }
            PARTIAL => {
                let operands = op.operands();
                function = *operands.first()?;
                bound.push(operands[1..].to_vec());
                partials.push(op);
            }
            _ => return None,
        }
    }
}

fn reduce(apply: Op<'_>, function: &str, limits: &mut Limits) -> bool {
    let Some(redex) = redex(apply) else {
        return false;
    };
    if redex.only_use {
        unfold(apply, &redex);
        return true;
    }
    let body = redex.lambda.region(0).entry();
    let higher_order = body
        .args()
        .into_iter()
        .chain(body.terminator().operands())
        .any(|value| walk::mentions_function(value.ty()));
    let bound = if higher_order {
        limits.largest()
    } else {
        limits.threshold()
    };
    let size = walk::size_up_to(redex.lambda, bound);
    if size > bound {
        return false;
    }
    let recursive = is_recursive(redex.lambda.result_types(), apply);
    if recursive || !limits.pay(function, size, higher_order) {
        return false;
    }
    copy(apply, &redex);
    true
}

/// Moves the body to the only application.
fn unfold<'a>(apply: Op<'a>, redex: &Redex<'a>) {
    let body = redex.lambda.region(0).entry();
    let terminator = body.terminator();
    body.splice_before(apply, &redex.arguments);
    let results = terminator.operands();
    terminator.erase();
    apply.replace_with(&results);
    for partial in &redex.partials {
        partial.erase();
    }
    redex.lambda.erase();
}

/// Copies the body to one application of several.
fn copy<'a>(apply: Op<'a>, redex: &Redex<'a>) {
    let body = redex.lambda.region(0).entry();
    let terminator = body.terminator();
    let mut mapping = Mapping::of(&body.args(), &redex.arguments);
    for op in body.ops().into_iter().filter(|&op| op != terminator) {
        op.clone_before(apply, &mut mapping);
    }
    let results: Vec<_> = terminator
        .operands()
        .into_iter()
        .map(|value| mapping.apply(value))
        .collect();
    apply.replace_with(&results);
}

/// `lambda (x) { return apply f(x) }` is `f`, and `lambda (x) { return call @f(x) }` is `ref @f`.
pub(crate) fn eta(function: Op<'_>) -> u64 {
    let mut count = 0;
    for lambda in walk::ops_of(function) {
        if lambda.is(LAMBDA)
            && let Some(value) = eta_contraction(lambda)
        {
            lambda.replace_with(&[value]);
            count += 1;
        }
    }
    count
}

fn eta_contraction(lambda: Op<'_>) -> Option<Value<'_>> {
    let body = lambda.region(0).entry();
    let call = body.first()?;
    let result = call.next()?;
    if !result.is_terminator() || result.operands() != call.results() {
        return None;
    }
    let operands = call.operands();
    match call.name() {
        APPLY => {
            let (&callee, arguments) = operands.split_first()?;
            // `letrec (%self) { %f = lambda (x) { return apply %self(x) } return %f }` does not come to an
            // end when it is applied; `letrec (%self) { return %self }` would mean nothing at all.
            let is_recursion = callee
                .block_argument()
                .and_then(|(block, _)| block.parent_op())
                .is_some_and(|parent| parent.is(LETREC));
            (arguments == body.args() && !callee.is_inside(lambda) && !is_recursion)
                .then_some(callee)
        }
        "func.call" if operands == body.args() && call.attr("no_inline").is_none() => {
            let symbol = call.attr("callee")?.as_symbol()?;
            let builder = Builder::before(lambda);
            let reference = builder
                .op(REF)
                .attr(SYMBOL, Attr::symbol(builder.context(), symbol))
                .results(&lambda.result_types())
                .build();
            Some(reference.result(0))
        }
        _ => None,
    }
}
