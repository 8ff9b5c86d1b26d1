//! Walks and questions that several rewrites share.

use pullback_functional::{data::stack_elements, is_fn_type};
use pullback_ir::{Block, Op, Region, Type};
use std::collections::HashSet;

/// The ops of a function in order, each before what its regions hold. What is isolated from the function
/// (a nested function or module) is left out: its symbols are not this module's.
pub(crate) fn ops_of(function: Op<'_>) -> Vec<Op<'_>> {
    let mut ops = Vec::new();
    let mut pending = children(function);
    while let Some(op) = pending.pop() {
        if op.region_count() > 0 {
            if op.is_isolated() {
                continue;
            }
            pending.extend(children(op));
        }
        ops.push(op);
    }
    ops
}

/// The ops directly in the regions, last first.
fn children(op: Op<'_>) -> Vec<Op<'_>> {
    let mut children: Vec<_> = op
        .regions()
        .into_iter()
        .flat_map(Region::blocks)
        .flat_map(Block::ops)
        .collect();
    children.reverse();
    children
}

/// The number of ops in the regions of `op`, or `limit + 1` if there are more than `limit`.
pub(crate) fn size_up_to(op: Op<'_>, limit: usize) -> usize {
    let mut size = 0;
    let mut pending = vec![op];
    while let Some(op) = pending.pop() {
        for block in op.regions().into_iter().flat_map(Region::blocks) {
            let mut inner = block.first();
            while let Some(op) = inner {
                size += 1;
                if size > limit {
                    return size;
                }
                if op.region_count() > 0 {
                    pending.push(op);
                }
                inner = op.next();
            }
        }
    }
    size
}

/// Whether a value of this type is a function or holds one.
pub(crate) fn mentions_function(ty: Type<'_>) -> bool {
    // Types are shared, so that one of few lines may have very many fields.
    let mut seen = HashSet::from([ty]);
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        if is_fn_type(ty.to_melior()) {
            return true;
        }
        for field in ty
            .tuple_fields()
            .or_else(|| stack_elements(ty))
            .unwrap_or_default()
        {
            if seen.insert(field) {
                pending.push(field);
            }
        }
    }
    false
}

/// The only block of a function or lambda, if it has exactly one.
pub(crate) fn only_block(op: Op<'_>) -> Option<Block<'_>> {
    let block = op.regions().first()?.first()?;
    block.next().is_none().then_some(block)
}
