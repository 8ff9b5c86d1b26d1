//! Changing the results of branches, and handing values out of them.

use crate::functions::holds_function;
use pullback_functional::ops;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use std::collections::HashMap;

/// Whether exactly one of the op's regions runs, once.
pub fn is_branch(op: Op<'_>) -> bool {
    op.is("scf.if") || op.is("scf.index_switch") || op.is(ops::MATCH)
}

/// The branch with more results: `extra[i]` is what region `i` yields for them. The op is replaced; the new
/// one is returned.
pub fn add_results<'a>(op: Op<'a>, types: &[Type<'a>], extra: &[Vec<Value<'a>>]) -> Op<'a> {
    let builder = Builder::before(op);
    let old_count = op.result_count();
    let mut result_types = op.result_types();
    result_types.extend_from_slice(types);
    let mut new = builder
        .op(op.name())
        .operands(&op.operands())
        .results(&result_types)
        .regions(op.region_count());
    for (name, attr) in op.attrs() {
        new = new.attr(name, attr);
    }
    let new = new.build();
    for (index, values) in extra.iter().enumerate() {
        new.region(index).take_blocks(op.region(index));
        let yields = new.region(index).entry().terminator();
        let mut operands = yields.operands();
        operands.extend_from_slice(values);
        yields.set_operands(&operands);
    }
    op.replace_with(&new.results()[..old_count]);
    new
}

/// The branches in `scope`, inner ones first, loops in between not entered.
pub fn branches_in(scope: Block<'_>) -> Vec<Op<'_>> {
    let mut found = Vec::new();
    let mut pending = scope.ops();
    while let Some(op) = pending.pop() {
        if is_branch(op) {
            found.push(op);
            let blocks = op.regions().into_iter().filter_map(|region| region.first());
            pending.extend(blocks.flat_map(Block::ops));
        }
    }
    found.reverse();
    found
}

/// Makes values that ops in `user` use but that are defined inside these branches results of those branches.
///
/// The backpropagator is emitted as if it saw every value of the forward code; what it used from inside a branch
/// becomes a residual: a result of the branch, poison where another region was taken. The backpropagator reads
/// it only under the same condition. Residuals of two regions share a result where their types allow it.
pub fn thread_residuals<'a>(branches: Vec<Op<'a>>, user: Op<'a>) {
    for branch in branches {
        let residuals = residuals(branch, user);
        let slots = share(&residuals);
        if slots.is_empty() {
            continue;
        }
        let types: Vec<Type<'a>> = slots.iter().map(|slot| slot.0).collect();
        let yields: Vec<Vec<Value<'a>>> = (0..branch.region_count())
            .map(|side| {
                let builder = Builder::before(branch.region(side).entry().terminator());
                let value =
                    |slot: &Slot<'a>| slot.1[side].unwrap_or_else(|| placeholder(&builder, slot.0));
                slots.iter().map(value).collect()
            })
            .collect();
        let first_extra = branch.result_count();
        let new = add_results(branch, &types, &yields);
        for (position, (_, values)) in slots.iter().enumerate() {
            for residual in values.iter().flatten() {
                replace_uses_in(*residual, new.result(first_extra + position), user);
            }
        }
    }
}

/// What ops in `user` use of each region of the branch; constants are made again there.
fn residuals<'a>(branch: Op<'a>, user: Op<'a>) -> Vec<Vec<Value<'a>>> {
    let regions: Vec<Option<Block<'a>>> = branch
        .regions()
        .into_iter()
        .map(|region| region.first())
        .collect();
    let mut residuals: Vec<Vec<Value<'a>>> = vec![Vec::new(); regions.len()];
    for op in user.walk(WalkOrder::Pre) {
        for (index, operand) in op.operands().into_iter().enumerate() {
            let block = operand.block();
            let Some(side) = regions
                .iter()
                .position(|&region| region.is_some() && region == block)
            else {
                continue;
            };
            if !remake_constant(op, index) && !residuals[side].contains(&operand) {
                residuals[side].push(operand);
            }
        }
    }
    residuals
}

/// Makes a constant that `op` uses again before it; false for another operand.
pub fn remake_constant<'a>(op: Op<'a>, index: usize) -> bool {
    let definition = op.operand(index).defining_op();
    let Some(constant) = definition.filter(|op| op.is_constant()) else {
        return false;
    };
    let clone = constant.clone_before(op, &mut Mapping::new());
    op.set_operand(index, clone.result(0));
    true
}

/// Lets ops in `user` use `new` for `old`.
pub fn replace_uses_in<'a>(old: Value<'a>, new: Value<'a>, user: Op<'a>) {
    for use_ in old.uses() {
        if use_.op.is_inside(user) {
            use_.op.set_operand(use_.index, new);
        }
    }
}

/// A result and what each region yields for it.
type Slot<'a> = (Type<'a>, Vec<Option<Value<'a>>>);

/// One result for values of one type, one a region, as only one region runs.
fn share<'a>(residuals: &[Vec<Value<'a>>]) -> Vec<Slot<'a>> {
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for (side, values) in residuals.iter().enumerate() {
        let mut free: HashMap<Type<'a>, Vec<usize>> = HashMap::new();
        for (index, slot) in slots.iter().enumerate().rev() {
            free.entry(slot.0).or_default().push(index);
        }
        for &value in values {
            // What a function value is should stay known.
            let found = free
                .get_mut(&value.ty())
                .filter(|_| !holds_function(value.ty()))
                .and_then(Vec::pop);
            let index = found.unwrap_or_else(|| {
                slots.push((value.ty(), vec![None; residuals.len()]));
                slots.len() - 1
            });
            slots[index].1[side] = Some(value);
        }
    }
    slots
}

/// What stands for a residual where it is not used. Its product with a cotangent of zero may be part of a derivative
/// all the same, once an op is done outside of the branch: so a float is zero.
fn placeholder<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    match Attr::float(ty, 0.0) {
        Some(_) => builder.float(ty, 0.0),
        None => poison(builder, ty),
    }
}

/// `ub.poison`.
pub fn poison<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    let value = Attr::parse(builder.context(), "#ub.poison").expect("upstream's attribute");
    builder
        .op("ub.poison")
        .attr("value", value)
        .results(&[ty])
        .build()
        .result(0)
}
