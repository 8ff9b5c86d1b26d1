//! Function values out of conditionals: what a branch made them of leaves the conditional instead.

use super::{
    choice::Choice,
    cut::{LONGEST, inputs, is_cheap, makes_functions},
    poison::{Poison, is_poison},
};
use crate::scan::has_function_field;
use pullback_functional::{is_fn_type, ops};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};
use std::collections::{HashMap, HashSet};

/// Rewrites each conditional (`scf.if`, `scf.index_switch`, `functional.match`) of a function that yields function values
/// made in its branches, as
///
/// ```text
/// %g = scf.if %c -> (fn) { .. yield (partial @a (%u)) } else { .. yield (partial @b (%v)) }
/// ```
///
/// into one that yields what they are made of, and makes them after it:
///
/// ```text
/// %w = scf.if %c -> (f64) { .. yield %u } else { .. yield %v }
/// %g = select %c, (partial @a (%w)), (partial @b (%w))
/// ```
///
/// Values of different branches share a result where their types allow it. Where a branch yields poison, another
/// branch's function is taken. What costs little to make of values around the conditional is made before it.
pub(crate) fn hoist(function: Op<'_>) {
    let mut poison = Poison::default();
    // Inner conditionals first: what they yield is then made in the branch around them.
    for op in function.walk(WalkOrder::Post) {
        if is_conditional(op) && op.ancestor(ops::LAMBDA).is_none() {
            remake_before(op, &mut poison);
            hoist_from(op, &mut poison);
        }
    }
}

/// Whether an op does one of several things and yields what that gives.
pub(crate) fn is_conditional(op: Op<'_>) -> bool {
    matches!(op.name(), "scf.if" | "scf.index_switch" | ops::MATCH)
        && op.regions().into_iter().all(|side| side.first().is_some())
}

/// The terminators of the sides.
pub(crate) fn ends(conditional: Op<'_>) -> Vec<Op<'_>> {
    let sides = conditional.regions().into_iter();
    sides.map(|side| side.entry().terminator()).collect()
}

/// How one branch makes its functions.
#[derive(Default)]
struct Branch<'a> {
    /// The ops, in the order of the text.
    makers: Vec<Op<'a>>,
    /// What they use of the branch.
    residuals: Vec<Value<'a>>,
}

fn hoist_from<'a>(conditional: Op<'a>, places: &mut Poison<'a>) {
    let results = conditional.results();
    let (functions, plain): (Vec<usize>, Vec<usize>) =
        (0..results.len()).partition(|&index| is_fn_type(results[index].ty().to_melior()));
    if functions.is_empty() {
        return;
    }
    let yields = ends(conditional);
    let Some(branches) = (0..yields.len())
        .map(|side| branch(conditional, side, &functions, places))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };

    let slots = share(&branches);
    let mut types: Vec<Type<'_>> = plain.iter().map(|&index| results[index].ty()).collect();
    types.extend(slots.iter().map(|slot| slot.ty));
    let builder = Builder::before(conditional);
    let new = like(conditional, &types);
    let mut chosen = Vec::new();
    for (side, branch) in branches.iter().enumerate() {
        // What stands for the branch's values after the conditional.
        let mut mapping = Mapping::new();
        let mut yielded: Vec<_> = plain.iter().map(|&i| yields[side].operand(i)).collect();
        let inner = Builder::before(yields[side]);
        for (index, slot) in slots.iter().enumerate() {
            let value = slot.values[side];
            if let Some(value) = value {
                mapping.insert(value, new.result(plain.len() + index));
            }
            yielded.push(value.unwrap_or_else(|| placeholder(&inner, slot.ty)));
        }
        let roots: Vec<_> = functions.iter().map(|&i| yields[side].operand(i)).collect();
        for &op in &branch.makers {
            op.clone_before(conditional, &mut mapping);
        }
        let made = roots.into_iter().map(|root| mapping.apply(root));
        chosen.push(made.collect::<Vec<_>>());
        yields[side].set_operands(&yielded);
        new.region(side).take_blocks(conditional.region(side));
        erase_unused(&branch.makers);
    }
    let mut values = results.clone();
    for (position, &index) in plain.iter().enumerate() {
        values[index] = new.result(position);
    }
    let mut choice = Choice::of(new, builder);
    for (position, &index) in functions.iter().enumerate() {
        let made: Vec<_> = chosen.iter().map(|values| values[position]).collect();
        values[index] = choice.among(&made);
    }
    conditional.replace_with(&values);
}

/// The same op with other results and empty regions.
pub(super) fn like<'a>(conditional: Op<'a>, types: &[Type<'a>]) -> Op<'a> {
    let builder = Builder::before(conditional);
    let mut new = builder
        .op(conditional.name())
        .operands(&conditional.operands())
        .results(types)
        .regions(conditional.region_count());
    for (name, attr) in conditional.attrs() {
        new = new.attr(name, attr);
    }
    new.build()
}

/// How a branch makes the functions that it yields; `None` if it gets one from an op that does more.
fn branch<'a>(
    conditional: Op<'a>,
    side: usize,
    functions: &[usize],
    poison: &mut Poison<'a>,
) -> Option<Branch<'a>> {
    let block = conditional.region(side).first()?;
    let yields = block.terminator();
    let mut makers = HashSet::new();
    let mut branch = Branch::default();
    let mut seen = HashSet::new();
    let mut pending: Vec<_> = functions.iter().map(|&i| yields.operand(i)).collect();
    while let Some(value) = pending.pop() {
        if !value.is_inside(conditional) || !seen.insert(value) {
            continue;
        }
        let op = value.defining_op();
        if has_function_field(value.ty()) {
            let op = op.filter(|&op| makes_functions(op))?;
            if makers.insert(op) {
                pending.extend(inputs(op));
            }
        } else if let Some(op) =
            op.filter(|_| is_made_of_outside(value, conditional, LONGEST, poison))
        {
            makers.insert(op);
            pending.extend(op.operands());
        } else {
            branch.residuals.push(value);
        }
    }
    branch.makers = block.ops();
    branch.makers.retain(|op| makers.contains(op));
    Some(branch)
}

/// Whether a value inside the conditional costs little to make before it, and may be.
fn is_made_of_outside<'a>(
    value: Value<'a>,
    conditional: Op<'a>,
    longest: usize,
    poison: &mut Poison<'a>,
) -> bool {
    if !value.is_inside(conditional) {
        return true;
    }
    value.defining_op().is_some_and(|op| {
        op.is_constant()
            || longest > 0
                && is_cheap(op)
                && op.is_speculatable()
                && op
                    .operands()
                    .into_iter()
                    .all(|operand| is_made_of_outside(operand, conditional, longest - 1, poison))
                && poison.allows(op)
    })
}

/// Replaces results of a conditional that are cheap to make before it, where all other branches yield poison.
fn remake_before<'a>(conditional: Op<'a>, poison: &mut Poison<'a>) {
    let ends = ends(conditional);
    for (index, result) in conditional.results().into_iter().enumerate() {
        let mut known = ends
            .iter()
            .map(|end| end.operand(index))
            .filter(|&value| !is_poison(value));
        let (Some(value), None) = (known.next(), known.next()) else {
            continue;
        };
        if result.has_uses() && is_made_of_outside(value, conditional, LONGEST, poison) {
            let mut mapping = Mapping::new();
            copy_before(value, conditional, &mut mapping);
            result.replace_all_uses_with(mapping.apply(value));
        }
    }
}

/// Copies what a value inside is made of before the conditional.
fn copy_before<'a>(value: Value<'a>, conditional: Op<'a>, mapping: &mut Mapping<'a>) {
    if !value.is_inside(conditional) || mapping.get(value).is_some() {
        return;
    }
    if let Some(op) = value.defining_op() {
        for operand in op.operands() {
            copy_before(operand, conditional, mapping);
        }
        op.clone_before(conditional, mapping);
    }
}

/// A result through which branches hand values out.
struct Slot<'a> {
    ty: Type<'a>,
    /// One a side.
    values: Vec<Option<Value<'a>>>,
}

/// One result for values of one type, as only one branch runs.
fn share<'a>(branches: &[Branch<'a>]) -> Vec<Slot<'a>> {
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for (side, branch) in branches.iter().enumerate() {
        let mut free: HashMap<Type<'a>, Vec<usize>> = HashMap::new();
        for (index, slot) in slots.iter().enumerate().rev() {
            free.entry(slot.ty).or_default().push(index);
        }
        for &value in &branch.residuals {
            let ty = value.ty();
            let index = free.get_mut(&ty).and_then(Vec::pop).unwrap_or_else(|| {
                slots.push(Slot {
                    ty,
                    values: vec![None; branches.len()],
                });
                slots.len() - 1
            });
            slots[index].values[side] = Some(value);
        }
    }
    slots
}

/// What stands for a residual where it is not used. Its product with a cotangent of zero may be part of a derivative
/// all the same, once an op is done outside of the branch: so a float is zero.
fn placeholder<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    match ty.is_float() {
        true => builder.float(ty, 0.0),
        false => poison(builder, ty),
    }
}

pub(super) fn poison<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    let value = Attr::parse(builder.context(), "#ub.poison").expect("the dialect is loaded");
    let op = builder.op("ub.poison").attr("value", value);
    op.results(&[ty]).build().result(0)
}

/// Erases those ops that nothing uses any more; users come after what they use.
pub(crate) fn erase_unused(ops: &[Op<'_>]) {
    for op in ops.iter().rev() {
        if !op.has_uses() {
            op.erase();
        }
    }
}

/// Takes away the results of conditionals that nothing uses.
pub(crate) fn drop_unused_results(function: Op<'_>) {
    // Outer conditionals first: what they yield is then used no more.
    for op in function.walk(WalkOrder::Pre) {
        if !is_conditional(op) || op.results().into_iter().all(Value::has_uses) {
            continue;
        }
        let results = op.results();
        let used: Vec<usize> = (0..results.len())
            .filter(|&index| results[index].has_uses())
            .collect();
        let types: Vec<_> = used.iter().map(|&index| results[index].ty()).collect();
        let new = like(op, &types);
        for (side, end) in ends(op).into_iter().enumerate() {
            let yielded: Vec<_> = used.iter().map(|&index| end.operand(index)).collect();
            end.set_operands(&yielded);
            new.region(side).take_blocks(op.region(side));
        }
        for (position, &index) in used.iter().enumerate() {
            results[index].replace_all_uses_with(new.result(position));
        }
        op.erase();
    }
}
