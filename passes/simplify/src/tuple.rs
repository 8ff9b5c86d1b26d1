//! Conditionals between tuples become conditionals between their fields.

use crate::walk;
use pullback_functional::ops::{GET, INDEX, TUPLE};
use pullback_ir::{Attr, Builder, Op, Type, Value};

const POISON: &str = "ub.poison";

/// Tuples of more fields and fields of fields than this stay whole.
const MANY: usize = 1024;

/// Splits tuples in a function; says how many rewrites applied.
pub(crate) fn run(function: Op<'_>) -> u64 {
    let mut count = 0;
    for op in walk::ops_of(function) {
        let changed = match op.name() {
            "arith.select" => split_select(op),
            "scf.if" => split_if(op),
            POISON => split_poison(op),
            _ => false,
        };
        count += u64::from(changed);
    }
    count
}

/// Whether this is the type of a tuple that may be taken apart.
fn is_tuple(ty: Type<'_>) -> bool {
    ty.tuple_fields().is_some() && !has_many_leaves(ty)
}

/// Types are shared, so that one of few lines may have very many leaves.
fn has_many_leaves(ty: Type<'_>) -> bool {
    let mut seen = 0;
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        seen += 1;
        if seen > MANY {
            return true;
        }
        pending.extend(ty.tuple_fields().unwrap_or_default());
    }
    false
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

/// An `scf.if` that gives tuples gives their leaves instead, and the tuples are made after it.
fn split_if(conditional: Op<'_>) -> bool {
    let types = conditional.result_types();
    if !types.iter().copied().any(is_tuple) || types.iter().copied().any(has_many_leaves) {
        return false;
    }
    let mut leaf_types = Vec::new();
    for &ty in &types {
        leaf_types_of(ty, &mut leaf_types);
    }
    let builder = Builder::before(conditional);
    let split = builder
        .op("scf.if")
        .operands(&[conditional.operand(0)])
        .results(&leaf_types)
        .regions(2)
        .build();
    for (attr, value) in conditional.attrs() {
        split.set_attr(attr, value);
    }
    for (old, new) in conditional.regions().into_iter().zip(split.regions()) {
        new.take_blocks(old);
        let terminator = new.entry().terminator();
        let inside = Builder::before(terminator);
        let mut yielded = Vec::new();
        for value in terminator.operands() {
            leaves(&inside, value, &mut yielded);
        }
        terminator.set_operands(&yielded);
    }
    let mut results = split.results().into_iter();
    let tuples: Vec<_> = types
        .into_iter()
        .map(|ty| tuple_of(&builder, ty, &mut results))
        .collect();
    conditional.replace_with(&tuples);
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

/// Appends the types of the leaves, which are no tuples.
fn leaf_types_of<'a>(ty: Type<'a>, into: &mut Vec<Type<'a>>) {
    match ty.tuple_fields() {
        Some(fields) => fields
            .into_iter()
            .for_each(|field| leaf_types_of(field, into)),
        None => into.push(ty),
    }
}

/// Appends the leaves of a value, which is read where it is not made by a `functional.tuple`.
fn leaves<'a>(builder: &Builder<'a>, value: Value<'a>, into: &mut Vec<Value<'a>>) {
    let Some(fields) = value.ty().tuple_fields() else {
        into.push(value);
        return;
    };
    if let Some(tuple) = value.defining_op().filter(|op| op.is(TUPLE)) {
        for field in tuple.operands() {
            leaves(builder, field, into);
        }
        return;
    }
    let i64 = Type::int(builder.context(), 64);
    for (index, field) in (0..).zip(fields) {
        let get = builder
            .op(GET)
            .operands(&[value])
            .attr(INDEX, Attr::int(i64, index))
            .results(&[field])
            .build();
        leaves(builder, get.result(0), into);
    }
}

/// A value of type `ty` made of as many leaves as it has.
fn tuple_of<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    parts: &mut impl Iterator<Item = Value<'a>>,
) -> Value<'a> {
    let Some(fields) = ty.tuple_fields() else {
        return parts.next().expect("as many leaves as the type has");
    };
    let fields: Vec<_> = fields
        .into_iter()
        .map(|field| tuple_of(builder, field, &mut *parts))
        .collect();
    builder
        .op(TUPLE)
        .operands(&fields)
        .results(&[ty])
        .build()
        .result(0)
}
