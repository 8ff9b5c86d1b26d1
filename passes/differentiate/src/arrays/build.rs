//! Ops on arrays, as they are built here.

use super::shape_of;
use pullback_ir::{Attr, Builder, Op, Type, Value};

pub fn index<'a>(builder: &Builder<'a>) -> Type<'a> {
    Type::index(builder.context())
}

pub fn number<'a>(builder: &Builder<'a>, value: i64) -> Value<'a> {
    builder.int(index(builder), value)
}

/// An op of one result.
pub fn one<'a>(
    builder: &Builder<'a>,
    name: &str,
    operands: &[Value<'a>],
    attrs: &[(&str, Attr<'a>)],
    ty: Type<'a>,
) -> Value<'a> {
    let mut op = builder.op(name).operands(operands).results(&[ty]);
    for (name, attr) in attrs {
        op = op.attr(name, *attr);
    }
    op.build().result(0)
}

pub fn binary<'a>(builder: &Builder<'a>, name: &str, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    one(builder, name, &[a, b], &[], a.ty())
}

/// The size of an array along a dimension.
pub fn size<'a>(builder: &Builder<'a>, array: Value<'a>, at: usize) -> Value<'a> {
    match shape_of(array.ty())[at] {
        Some(size) => number(builder, size),
        None => {
            let operands = [array, number(builder, at as i64)];
            one(builder, "tensor.dim", &operands, &[], index(builder))
        }
    }
}

/// A list of dimensions.
pub fn list<'a>(builder: &Builder<'a>, dimensions: &[usize]) -> Attr<'a> {
    let list: Vec<i64> = dimensions.iter().map(|&at| at as i64).collect();
    Attr::i64s(builder.context(), &list)
}

/// The array as one of a type that knows more or less of its shape.
pub fn cast<'a>(builder: &Builder<'a>, array: Value<'a>, ty: Type<'a>) -> Value<'a> {
    match array.ty() == ty {
        true => array,
        false => one(builder, "tensor.cast", &[array], &[], ty),
    }
}

/// A map or fold without its body, whose arguments are elements and what it carries.
pub fn shell<'a>(
    builder: &Builder<'a>,
    name: &str,
    arrays: &[Value<'a>],
    rest: &[Value<'a>],
    types: &[Type<'a>],
    carried: &[Type<'a>],
) -> (Op<'a>, Builder<'a>) {
    let segments = [arrays.len() as i32, rest.len() as i32];
    let op = builder
        .op(name)
        .operands(arrays)
        .operands(rest)
        .attr(
            "operandSegmentSizes",
            Attr::i32s(builder.context(), &segments),
        )
        .results(types)
        .regions(1)
        .build();
    let elements = arrays.iter().map(|array| array.ty().element());
    let arguments: Vec<Type<'a>> = elements.chain(carried.iter().copied()).collect();
    let block = op.region(0).append_block(&arguments, builder.location());
    (op, Builder::at_end(block, builder.location()))
}

/// Where a map stands.
pub fn position<'a>(inside: &Builder<'a>, at: usize) -> Value<'a> {
    let dimension = Attr::int(Type::int(inside.context(), 64), at as i64);
    let attrs = [("dimension", dimension)];
    one(inside, "nd.index", &[], &attrs, index(inside))
}

/// A number of a slice: one that the compiler knows, or one of run time.
#[derive(Clone, Copy)]
pub enum Number<'a> {
    Known(i64),
    Dynamic(Value<'a>),
}

/// Numbers as an attribute, and those of run time.
fn split<'a>(numbers: &[Number<'a>]) -> (Vec<i64>, Vec<Value<'a>>) {
    let known = |number: &Number<'a>| match number {
        Number::Known(number) => *number,
        Number::Dynamic(_) => i64::MIN,
    };
    let dynamic = |number: &Number<'a>| match number {
        Number::Known(_) => None,
        Number::Dynamic(value) => Some(*value),
    };
    let all = numbers.iter().map(known).collect();
    (all, numbers.iter().filter_map(dynamic).collect())
}

/// The attributes of a slice after so many operands, and its operands of run time.
fn slice_parts<'a>(
    builder: &Builder<'a>,
    leading: &[i32],
    numbers: [&[Number<'a>]; 2],
) -> (Vec<(&'static str, Attr<'a>)>, Vec<Value<'a>>) {
    let context = builder.context();
    let ((offsets, mut dynamic), (sizes, more)) = (split(numbers[0]), split(numbers[1]));
    let segments = [leading, &[dynamic.len() as i32, more.len() as i32, 0]].concat();
    dynamic.extend(more);
    let attrs = vec![
        ("static_offsets", Attr::i64s(context, &offsets)),
        ("static_sizes", Attr::i64s(context, &sizes)),
        ("static_strides", Attr::i64s(context, &vec![1; sizes.len()])),
        ("operandSegmentSizes", Attr::i32s(context, &segments)),
    ];
    (attrs, dynamic)
}

/// One position of an array along a dimension: an array without it, or an element.
pub fn lane<'a>(
    builder: &Builder<'a>,
    array: Value<'a>,
    axis: usize,
    at: Value<'a>,
    ty: Type<'a>,
) -> Value<'a> {
    if !ty.is_shaped() {
        return one(builder, "tensor.extract", &[array, at], &[], ty);
    }
    let (offsets, sizes) = slice_of_lane(builder, array, axis, at);
    let (attrs, dynamic) = slice_parts(builder, &[1], [&offsets, &sizes]);
    let operands = [vec![array], dynamic].concat();
    one(builder, "tensor.extract_slice", &operands, &attrs, ty)
}

/// An array with another one, or an element, put at a position along a dimension.
pub fn put_lane<'a>(
    builder: &Builder<'a>,
    part: Value<'a>,
    array: Value<'a>,
    axis: usize,
    at: Value<'a>,
) -> Value<'a> {
    if !part.ty().is_shaped() {
        return one(
            builder,
            "tensor.insert",
            &[part, array, at],
            &[],
            array.ty(),
        );
    }
    let (offsets, sizes) = slice_of_lane(builder, array, axis, at);
    let (attrs, dynamic) = slice_parts(builder, &[1, 1], [&offsets, &sizes]);
    let operands = [vec![part, array], dynamic].concat();
    one(
        builder,
        "tensor.insert_slice",
        &operands,
        &attrs,
        array.ty(),
    )
}

/// The numbers of a slice that is one position along a dimension.
fn slice_of_lane<'a>(
    builder: &Builder<'a>,
    array: Value<'a>,
    axis: usize,
    at: Value<'a>,
) -> (Vec<Number<'a>>, Vec<Number<'a>>) {
    let rank = shape_of(array.ty()).len();
    let offset = |dimension: usize| match dimension == axis {
        true => Number::Dynamic(at),
        false => Number::Known(0),
    };
    let size = |dimension: usize| match shape_of(array.ty())[dimension] {
        _ if dimension == axis => Number::Known(1),
        Some(size) => Number::Known(size),
        None => Number::Dynamic(size(builder, array, dimension)),
    };
    let offsets = (0..rank).map(offset).collect();
    (offsets, (0..rank).map(size).collect())
}

/// `tensor.extract_slice`, without the dimensions of `dropped`, which have size 1.
pub fn slice<'a>(
    builder: &Builder<'a>,
    array: Value<'a>,
    offsets: &[i64],
    sizes: &[Number<'a>],
    strides: &[i64],
    dropped: &[usize],
) -> Value<'a> {
    let context = builder.context();
    let (known, dynamic) = split(sizes);
    let kept = known
        .iter()
        .enumerate()
        .filter(|(at, _)| !dropped.contains(at));
    let shape: Vec<Option<i64>> = kept
        .map(|(_, &size)| (size != i64::MIN).then_some(size))
        .collect();
    let ty = Type::array(&shape, array.ty().element());
    let operands = [&[array], dynamic.as_slice()].concat();
    let segments = [1, 0, dynamic.len() as i32, 0];
    let attrs = [
        ("static_offsets", Attr::i64s(context, offsets)),
        ("static_sizes", Attr::i64s(context, &known)),
        ("static_strides", Attr::i64s(context, strides)),
        ("operandSegmentSizes", Attr::i32s(context, &segments)),
    ];
    one(builder, "tensor.extract_slice", &operands, &attrs, ty)
}
