//! Arrays: sizes that only run time knows, zeros of such sizes, and the derivatives of ops that move elements.
//!
//! The tangent and the cotangent of an array are arrays of its type. Where a type has a `?`, a zero is made *like* a
//! value: with the sizes of the primal array, which are taken where that is made, so that a tape holds numbers, not
//! the array.

mod accumulate;
pub mod build;
mod contract;
mod functional;
mod linear;
mod loops;
mod positions;
mod prepare;
mod shape;
mod simple;
mod sizes;
mod slices;
mod sort;
mod structured;

pub use accumulate::{Accumulators, is_accumulating};
pub use functional::{Functional, is_functional};
pub use linear::linear;
pub use loops::{expand, positions as index_ops};
pub use positions::gather;
pub use prepare::prepare;
pub use simple::simple;
pub use sort::{record_sorts, sort_with};

use crate::{emitter::Emitter, leaves::get};
use pullback_ir::{Attr, Builder, Op, Type, Value};

pub mod rules {
    //! The rules of the ops that [`crate::rules`] has rows for.
    pub use super::contract::CONTRACT;
    pub use super::positions::{GATHER, SCATTER};
    pub use super::shape::{BROADCAST, FOLD, RESHAPE, REVERSE, SUM, TRANSPOSE, UNFOLD};
    pub use super::slices::{
        CAST, CONCAT, EXTRACT, EXTRACT_SLICE, FROM_ELEMENTS, INSERT, INSERT_SLICE, SPLAT,
    };
    pub use super::sort::SORT;
}

/// The derivative of an op whose operands and results have at most one leaf each, as code on whole values. No value
/// stands for zero.
#[derive(Clone, Copy, Debug)]
pub struct ArrayRule {
    /// The tangents of the results from those of the operands.
    pub forward: Forward,
    /// The cotangents of the operands that ask for one from those of the results.
    pub reverse: Reverse,
}

/// See [`ArrayRule::forward`].
pub type Forward =
    for<'a, 'e> fn(&'e Emitter<'a>, Op<'a>, &[Option<Value<'a>>]) -> Vec<Option<Value<'a>>>;
/// See [`ArrayRule::reverse`].
pub type Reverse = for<'a, 'e> fn(
    &'e Emitter<'a>,
    Op<'a>,
    &[Option<Value<'a>>],
    &[bool],
) -> Vec<Option<Value<'a>>>;

/// The sizes of an array; none for an element.
pub fn shape_of(ty: Type<'_>) -> Vec<Option<i64>> {
    ty.shape().unwrap_or_default()
}

/// Whether the type is an array of a rank that is not known.
pub fn is_unranked(ty: Type<'_>) -> bool {
    ty.is_shaped() && ty.shape().is_none()
}

/// A list of dimensions that an op names.
pub fn dimensions(op: Op<'_>, name: &str) -> Vec<usize> {
    let list = op.attr(name).and_then(Attr::as_i64s).unwrap_or_default();
    let list = list.into_iter().map(usize::try_from);
    list.filter_map(Result::ok).collect()
}

/// Dimensions as an attribute.
pub fn list<'a>(emitter: &Emitter<'a>, dimensions: &[usize]) -> Attr<'a> {
    let list: Vec<i64> = dimensions
        .iter()
        .map(|&dimension| dimension as i64)
        .collect();
    Attr::i64s(emitter.builder().context(), &list)
}

/// An integer or index constant.
pub fn integer<'a>(emitter: &Emitter<'a>, ty: Type<'a>, value: i64) -> Value<'a> {
    emitter.pure(
        "arith.constant",
        &[],
        &[("value", Attr::int(ty, value))],
        ty,
    )
}

/// A constant of type `index`.
pub fn index<'a>(emitter: &Emitter<'a>, value: i64) -> Value<'a> {
    integer(emitter, Type::index(emitter.builder().context()), value)
}

/// The size of an array along a dimension: a constant, or taken where the array is made.
pub fn size<'a>(emitter: &Emitter<'a>, array: Value<'a>, dimension: usize) -> Value<'a> {
    if let Some(Some(size)) = shape_of(array.ty()).get(dimension) {
        return index(emitter, *size);
    }
    if let Some(&size) = emitter.sizes.borrow().get(&(array, dimension)) {
        return size;
    }
    let size = match sizes::source(array, dimension) {
        sizes::Source::Array(array, dimension) => taken(array, dimension),
        sizes::Source::Size(size) => size,
    };
    emitter.sizes.borrow_mut().insert((array, dimension), size);
    size
}

/// The size of an array along a dimension, taken where the array is made.
fn taken(array: Value<'_>, dimension: usize) -> Value<'_> {
    let builder = made_after(array);
    let ty = Type::index(builder.context());
    let number = builder.int(ty, dimension as i64);
    let dim = builder.op("tensor.dim").operands(&[array, number]);
    dim.results(&[ty]).build().result(0)
}

/// Right after a value is made.
fn made_after(value: Value<'_>) -> Builder<'_> {
    match (value.defining_op(), value.block()) {
        (Some(op), _) => Builder::after(op),
        (None, Some(block)) => {
            let location = block.parent_op().map(Op::location);
            let unknown = pullback_ir::Location::unknown(value.ty().context());
            Builder::at_start(block, location.unwrap_or(unknown))
        }
        (None, None) => unreachable!("a value is made by an op or a block"),
    }
}

/// What stands for the `?` of `ty` in `sizes(..)`: the sizes of `like`, which has its shape.
pub fn sizes<'a>(emitter: &Emitter<'a>, ty: Type<'a>, like: Value<'a>) -> Vec<Value<'a>> {
    let dynamic = shape_of(ty).into_iter().enumerate();
    let dynamic = dynamic.filter(|(_, size)| size.is_none());
    dynamic
        .map(|(dimension, _)| size(emitter, like, dimension))
        .collect()
}

/// An array of this type whose elements are all `value`, as large as `like`.
pub fn filled<'a>(emitter: &Emitter<'a>, ty: Type<'a>, value: f64, like: Value<'a>) -> Value<'a> {
    let element = emitter.constant(ty.element(), value);
    spread(emitter, element, ty, like)
}

/// An array of this type whose elements are all `element`, as large as `like`.
pub fn spread<'a>(
    emitter: &Emitter<'a>,
    element: Value<'a>,
    ty: Type<'a>,
    like: Value<'a>,
) -> Value<'a> {
    let operands = [vec![element], sizes(emitter, ty, like)].concat();
    let dimensions = list(emitter, &[]);
    emitter.pure("nd.broadcast", &operands, &[("dimensions", dimensions)], ty)
}

/// An array of integers that are all `value`, as large as `like`.
pub fn filled_int<'a>(
    emitter: &Emitter<'a>,
    ty: Type<'a>,
    value: i64,
    like: Value<'a>,
) -> Value<'a> {
    if let Some(attr) = Attr::int_splat(ty, value) {
        return emitter.pure("arith.constant", &[], &[("value", attr)], ty);
    }
    let element = integer(emitter, ty.element(), value);
    spread(emitter, element, ty, like)
}

/// A zero as large as `like`, of its type.
pub fn zeros<'a>(emitter: &Emitter<'a>, like: Value<'a>) -> Value<'a> {
    emitter.filled(like.ty(), 0.0, like)
}

/// The part of a value that a leaf is of.
pub fn leaf_value(value: Value<'_>, leaf: usize) -> Value<'_> {
    let Some(fields) = value.ty().tuple_fields() else {
        return value;
    };
    let mut first = 0;
    for (index, field) in fields.into_iter().enumerate() {
        let count = crate::leaves::leaves(field).len();
        if leaf < first + count {
            let part = get(&made_after(value), value, index, field);
            return leaf_value(part, leaf - first);
        }
        first += count;
    }
    value
}

/// `nd.broadcast` to `ty`, which is as large as `like`.
pub fn broadcast<'a>(
    emitter: &Emitter<'a>,
    input: Value<'a>,
    dimensions: &[usize],
    ty: Type<'a>,
    like: Value<'a>,
) -> Value<'a> {
    let operands = [vec![input], sizes(emitter, ty, like)].concat();
    let dimensions = list(emitter, dimensions);
    emitter.pure("nd.broadcast", &operands, &[("dimensions", dimensions)], ty)
}

/// `nd.sum` along dimensions.
pub fn sum<'a>(
    emitter: &Emitter<'a>,
    input: Value<'a>,
    dimensions: &[usize],
    ty: Type<'a>,
) -> Value<'a> {
    if dimensions.is_empty() && input.ty() == ty {
        return input;
    }
    let dimensions = list(emitter, dimensions);
    emitter.pure("nd.sum", &[input], &[("dimensions", dimensions)], ty)
}

/// `nd.reshape` to the type and sizes of `like`.
pub fn reshape_like<'a>(emitter: &Emitter<'a>, input: Value<'a>, like: Value<'a>) -> Value<'a> {
    if input.ty() == like.ty() && like.ty().has_static_shape() {
        return input;
    }
    let operands = [vec![input], sizes(emitter, like.ty(), like)].concat();
    emitter.pure("nd.reshape", &operands, &[], like.ty())
}

/// An array where a condition holds, zero elsewhere.
pub fn masked<'a>(emitter: &Emitter<'a>, condition: Value<'a>, array: Value<'a>) -> Value<'a> {
    emitter.select(condition, array, zeros(emitter, array))
}

/// `arith.cmpf` by the number of its predicate.
pub fn compare<'a>(emitter: &Emitter<'a>, predicate: i64, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    let context = emitter.builder().context();
    let predicate = Attr::int(Type::int(context, 64), predicate);
    let bit = a.ty().with_element(Type::int(context, 1));
    emitter.pure("arith.cmpf", &[a, b], &[("predicate", predicate)], bit)
}

/// Whether two indices, or arrays of them, are equal.
pub fn compare_index<'a>(emitter: &Emitter<'a>, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    let context = emitter.builder().context();
    let equal = Attr::int(Type::int(context, 64), 0);
    let bit = a.ty().with_element(Type::int(context, 1));
    emitter.pure("arith.cmpi", &[a, b], &[("predicate", equal)], bit)
}

/// Whether the op is in a function of elements.
pub fn is_in_function(op: Op<'_>) -> bool {
    std::iter::successors(op.parent(), |op| op.parent()).any(is_functional)
}

/// An op of two operands of one type.
pub fn binary<'a>(emitter: &Emitter<'a>, name: &str, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    emitter.pure(name, &[a, b], &[], a.ty())
}
