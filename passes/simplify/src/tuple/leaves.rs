//! The leaves of tuples.

use pullback_functional::ops::{GET, INDEX, TUPLE};
use pullback_ir::{Attr, Builder, Type, Value};

/// Tuples of more fields and fields of fields than this stay whole.
const MANY: usize = 1024;

/// Whether this is the type of a tuple that may be taken apart.
pub(super) fn is_tuple(ty: Type<'_>) -> bool {
    ty.tuple_fields().is_some() && !has_many_leaves(ty)
}

/// Types are shared, so that one of few lines may have very many leaves.
pub(super) fn has_many_leaves(ty: Type<'_>) -> bool {
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

/// Types of values, and those of their leaves.
pub(super) struct LeafTypes<'a> {
    types: Vec<Type<'a>>,
    leaves: Vec<Type<'a>>,
}

impl<'a> LeafTypes<'a> {
    /// `None` if none of the types is a tuple, or one has too many leaves.
    pub(super) fn of(types: &[Type<'a>]) -> Option<Self> {
        if !types.iter().copied().any(is_tuple) || types.iter().copied().any(has_many_leaves) {
            return None;
        }
        let mut leaves = Vec::new();
        for &ty in types {
            leaf_types_of(ty, &mut leaves);
        }
        let types = types.to_vec();
        Some(Self { types, leaves })
    }

    /// The types of the leaves.
    pub(super) fn leaves(&self) -> &[Type<'a>] {
        &self.leaves
    }

    /// The values, made of their leaves.
    pub(super) fn tuples(&self, builder: &Builder<'a>, leaves: &[Value<'a>]) -> Vec<Value<'a>> {
        let mut leaves = leaves.iter().copied();
        let types = self.types.iter();
        types
            .map(|&ty| tuple_of(builder, ty, &mut leaves))
            .collect()
    }
}

/// The leaves of values, one after the other.
pub(super) fn leaves_of<'a>(builder: &Builder<'a>, values: &[Value<'a>]) -> Vec<Value<'a>> {
    let mut found = Vec::new();
    for &value in values {
        leaves(builder, value, &mut found);
    }
    found
}

/// Appends the types of the leaves, which are no tuples.
pub(super) fn leaf_types_of<'a>(ty: Type<'a>, into: &mut Vec<Type<'a>>) {
    match ty.tuple_fields() {
        Some(fields) => fields
            .into_iter()
            .for_each(|field| leaf_types_of(field, into)),
        None => into.push(ty),
    }
}

/// Appends the leaves of a value, which is read where it is not made by a `functional.tuple`.
pub(super) fn leaves<'a>(builder: &Builder<'a>, value: Value<'a>, into: &mut Vec<Value<'a>>) {
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
pub(super) fn tuple_of<'a>(
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
