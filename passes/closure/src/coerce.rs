//! From the representation of a small set to that of a larger one.

use crate::{
    flow::Set,
    scan::{field, tuple},
    shape::Shape,
};
use pullback_ir::{Builder, Type, Value};

/// `ub.poison`.
pub(crate) fn poison<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    builder.op("ub.poison").results(&[ty]).build().result(0)
}

/// The value in the representation `to`; every function that it may be is also in `to`.
pub(crate) fn coerce<'a>(
    builder: &Builder<'a>,
    value: Value<'a>,
    from: &Shape<'a>,
    to: &Shape<'a>,
) -> Value<'a> {
    if is_same(from, to) {
        return value;
    }
    match (from, to) {
        (Shape::Function(from, _), Shape::Function(to, ty)) => {
            inject(builder, value, from, to, *ty)
        }
        (Shape::Tuple(from, _), Shape::Tuple(to, _)) => {
            let fields: Vec<_> = from
                .iter()
                .zip(to)
                .enumerate()
                .map(|(index, (from, to))| coerce(builder, field(builder, value, index), from, to))
                .collect();
            tuple(builder, &fields)
        }
        // Shapes of one type are of one kind.
        _ => value,
    }
}

fn is_same(from: &Shape<'_>, to: &Shape<'_>) -> bool {
    match (from, to) {
        (Shape::Function(from, _), Shape::Function(to, _)) => from == to,
        (Shape::Tuple(from, _), Shape::Tuple(to, _)) => {
            from.iter().zip(to).all(|(from, to)| is_same(from, to))
        }
        _ => true,
    }
}

fn inject<'a>(
    builder: &Builder<'a>,
    value: Value<'a>,
    from: &Set,
    to: &Set,
    ty: Type<'a>,
) -> Value<'a> {
    if from.is_empty() {
        return poison(builder, ty);
    }
    let tag = match from.first() {
        Some(&element) if from.len() == 1 => {
            builder.int(Type::int(builder.context(), 32), element as i64)
        }
        _ => field(builder, value, 0),
    };
    let mut fields = vec![tag];
    let types = ty.tuple_fields().unwrap_or_default();
    for (element, &ty) in to.iter().zip(&types[1..]) {
        fields.push(if from.contains(element) {
            record(builder, value, from, *element)
        } else {
            poison(builder, ty)
        });
    }
    tuple(builder, &fields)
}

/// The record of one of the functions that a value may be; poison unless it is that one.
pub(crate) fn record<'a>(
    builder: &Builder<'a>,
    value: Value<'a>,
    set: &Set,
    element: usize,
) -> Value<'a> {
    match set.iter().position(|&other| other == element) {
        Some(position) if set.len() > 1 => field(builder, value, position + 1),
        _ => value,
    }
}
