//! Functions that a `match` gives.
//!
//! The call of a function that depends on the constructor of a value becomes a call in each case of another `match` on
//! that value: it has the same constructor and the same fields there, so that what the function is closed over is at hand.

use crate::{limits::Limits, select::is_made_without_running, walk};
use pullback_functional::ops::{APPLY, CASES, DECLARATION, DERIVATIVES, MATCH, PARTIAL, YIELD};
use pullback_ir::{Builder, Mapping, Op, Value};
use std::collections::HashSet;

/// Moves calls, partial applications and derivatives into cases; says how many.
pub(crate) fn run(function: Op<'_>, limits: &mut Limits) -> u64 {
    let name = function.symbol_name().unwrap_or("").to_owned();
    let mut count = 0;
    for op in walk::ops_of(function) {
        let takes_function =
            [APPLY, PARTIAL].contains(&op.name()) || DERIVATIVES.contains(&op.name());
        if takes_function && into_cases(op, &name, limits) {
            count += 1;
        }
    }
    count
}

fn into_cases(op: Op<'_>, function: &str, limits: &mut Limits) -> bool {
    let operands = op.operands();
    let Some((&callee, arguments)) = operands.split_first() else {
        return false;
    };
    let Some((outer, index)) = callee.defining_op().zip(callee.result_index()) else {
        return false;
    };
    // Within the match itself there is no result of it yet.
    if !outer.is(MATCH) || op.is_inside(outer) {
        return false;
    }
    let mut made = Vec::new();
    for region in outer.regions() {
        let yielded = region.entry().terminator().operand(index);
        let Some(ops) = makers(yielded, outer) else {
            return false;
        };
        made.push((region.entry(), yielded, ops));
    }
    let size = made.iter().flat_map(|(_, _, ops)| ops).copied();
    let size = size
        .map(|op| 1 + walk::size_up_to(op, limits.largest()))
        .sum();
    if !limits.pay(function, size, true) {
        return false;
    }
    let builder = Builder::before(op);
    let inner = builder
        .op(MATCH)
        .operands(&outer.operands())
        .maybe_attr(DECLARATION, outer.attr(DECLARATION))
        .maybe_attr(CASES, outer.attr(CASES))
        .results(&op.result_types())
        .regions(made.len())
        .build();
    for (region, (case, yielded, ops)) in inner.regions().into_iter().zip(made) {
        let fields = case.args();
        let types: Vec<_> = fields.iter().map(|field| field.ty()).collect();
        let block = region.append_block(&types, op.location());
        let mut mapping = Mapping::of(&fields, &block.args());
        for maker in ops {
            maker.clone_to_end(block, &mut mapping);
        }
        builder.set_end(block);
        let mut call = builder
            .op(op.name())
            .operands(&[mapping.apply(yielded)])
            .operands(arguments)
            .results(&op.result_types());
        for (name, value) in op.attrs() {
            call = call.attr(name, value);
        }
        let results = call.build().results();
        let end = builder.op(YIELD).operands(&results).results(&[]);
        end.build();
    }
    op.replace_with(&inner.results());
    true
}

/// The ops in a case that make a function out of the fields and what is outside, in order; `None` if something has to
/// be computed for it.
fn makers<'a>(root: Value<'a>, outer: Op<'a>) -> Option<Vec<Op<'a>>> {
    let mut found = Vec::new();
    let mut done = HashSet::new();
    let mut pending = vec![(root, false)];
    while let Some((value, visited)) = pending.pop() {
        if !value.is_inside(outer) {
            continue;
        }
        let Some(op) = value.defining_op() else {
            let (block, _) = value.block_argument()?;
            if block.parent_op() != Some(outer) {
                return None;
            }
            continue;
        };
        if done.contains(&op) {
            continue;
        }
        if visited {
            done.insert(op);
            found.push(op);
            continue;
        }
        if !is_made_without_running(op) {
            return None;
        }
        pending.push((value, true));
        pending.extend(op.operands().into_iter().map(|operand| (operand, false)));
        pending.extend(op.captures().into_iter().map(|capture| (capture, false)));
    }
    Some(found)
}
