//! Other shapes of the same elements.

use super::{At, array_type};
use crate::build::{
    self, Inside, arith, compare, extract, generate, generic, index, int, map, one, select, shape,
    sizes, splat,
};
use pullback_ir::{Attr, Builder, Type, Value};
use pullback_nd::ops;

pub(super) fn broadcast<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let ty = at.result_type();
    let all = at.sizes_or(ty, &at.op.operands()[1..]);
    if !input.ty().is_array() {
        return splat(builder, input, ty, &all);
    }
    let dimensions = at.numbers(ops::DIMENSIONS);
    let own = sizes(builder, input);
    let known = shape(input.ty());
    // Whether a dimension of the operand is 1 is known, or asked at run time.
    let mut places = vec![];
    let mut is_known = true;
    for ((&size, &known), &dimension) in own.iter().zip(&known).zip(&dimensions) {
        let wanted = all[dimension];
        match known {
            Some(1) => places.push("0".to_owned()),
            Some(_) => {
                places.push(format!("d{dimension}"));
                check(at, size, wanted, dimension);
            }
            None => {
                is_known = false;
                let repeats = compare(builder, int::EQUAL, size, index(builder, 1));
                let expected = select(builder, repeats, wanted, size);
                check(at, expected, wanted, dimension);
            }
        }
    }
    let rank = all.len();
    let each = map(builder.context(), rank, &(0..rank).collect::<Vec<_>>());
    if is_known {
        let out = build::empty(builder, ty, &all);
        let from = build::map_of(builder.context(), rank, &places);
        let mut body = |_: &Builder<'a>, values: &[Value<'a>]| vec![values[0]];
        return generic(
            builder,
            &[(input, from)],
            &[(out, each)],
            &vec![false; rank],
            Inside::Body(&mut body),
        )[0];
    }
    generate(builder, ty, &all, &mut |inner, at| {
        let places: Vec<_> = own
            .iter()
            .zip(&dimensions)
            .map(|(&size, &dimension)| {
                let (zero, single) = (index(inner, 0), index(inner, 1));
                let repeats = compare(inner, int::EQUAL, size, single);
                select(inner, repeats, zero, at[dimension])
            })
            .collect();
        extract(inner, input, &places)
    })
}

fn check<'a>(at: &At<'a, '_>, size: Value<'a>, wanted: Value<'a>, dimension: usize) {
    at.checks.equal(&at.builder, size, wanted, || {
        format!(
            "`nd.broadcast` meets a size of {{}} where dimension {dimension} of its result is {{}}; only a size of 1 may become any"
        )
    });
}

pub(super) fn transpose<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let permutation = at.numbers(ops::PERMUTATION);
    let own = sizes(builder, input);
    let all: Vec<_> = permutation
        .iter()
        .map(|&dimension| own[dimension])
        .collect();
    let ty = at.result_type();
    at.agree(ty, &all);
    let rank = all.len();
    // Dimension `permutation[k]` of the operand is loop `k`.
    let mut from = vec![0; rank];
    for (loop_, &dimension) in permutation.iter().enumerate() {
        from[dimension] = loop_;
    }
    let context = builder.context();
    let each: Vec<_> = (0..rank).collect();
    let out = build::empty(builder, ty, &all);
    let mut body = |_: &Builder<'a>, values: &[Value<'a>]| vec![values[0]];
    generic(
        builder,
        &[(input, map(context, rank, &from))],
        &[(out, map(context, rank, &each))],
        &vec![false; rank],
        Inside::Body(&mut body),
    )[0]
}

pub(super) fn reverse<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let along = at.numbers(ops::DIMENSIONS);
    let all = sizes(builder, input);
    generate(builder, at.result_type(), &all, &mut |inner, at| {
        let places: Vec<_> = (0..all.len())
            .map(|dimension| match along.contains(&dimension) {
                true => {
                    let last = arith(inner, "arith.subi", all[dimension], index(inner, 1));
                    arith(inner, "arith.subi", last, at[dimension])
                }
                false => at[dimension],
            })
            .collect();
        extract(inner, input, &places)
    })
}

pub(super) fn reshape<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.array(at.op.operand(0));
    let ty = at.result_type();
    let to = array_type(ty);
    let all = at.sizes_or(to, &at.op.operands()[1..]);
    let product = |sizes: &[Value<'a>]| {
        let one = index(builder, 1);
        sizes
            .iter()
            .fold(one, |all, &size| product(builder, all, size))
    };
    if !input.ty().has_static_shape() || !to.has_static_shape() {
        let (has, wants) = (product(&sizes(builder, input)), product(&all));
        at.checks.equal(builder, has, wants, || {
            "`nd.reshape` makes of {} elements a shape of {}; write a shape with as many".into()
        });
    }
    let flat = flat(at, input);
    at.given(shaped(at, flat, to, &all), ty)
}

/// A product of sizes; one that is too large is -1, which is no number of elements.
pub(super) fn product<'a>(builder: &Builder<'a>, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    let ty = a.ty();
    let op = builder.op("arith.mului_extended").operands(&[a, b]);
    let product = op.results(&[ty, ty]).build();
    let (low, high) = (product.result(0), product.result(1));
    let (zero, none) = (index(builder, 0), index(builder, -1));
    let fits = compare(builder, int::EQUAL, high, zero);
    let low_fits = compare(builder, int::GREATER, low, none);
    let fits = arith(builder, "arith.andi", fits, low_fits);
    // Of nothing there are none, however large the rest is.
    let is_zero = compare(builder, int::EQUAL, b, zero);
    let large = select(builder, is_zero, zero, none);
    select(builder, fits, low, large)
}

/// The list of an array's dimensions as one group.
fn group<'a>(builder: &Builder<'a>, rank: usize) -> Attr<'a> {
    let places: Vec<_> = (0..rank).map(|place| format!("{place} : i64")).collect();
    let text = match rank {
        0 => "[]".to_owned(),
        _ => format!("[[{}]]", places.join(", ")),
    };
    Attr::parse(builder.context(), &text).expect("a list of numbers")
}

/// All elements of an array in one dimension.
fn flat<'a>(at: &At<'a, '_>, array: Value<'a>) -> Value<'a> {
    let builder = &at.builder;
    let (known, element) = (shape(array.ty()), array.ty().element());
    match known.len() {
        0 => {
            let ty = Type::array(&[Some(1)], element);
            expand(builder, array, ty, &[])
        }
        1 => array,
        rank => {
            let all = known
                .iter()
                .try_fold(1_i64, |all, size| all.checked_mul((*size)?));
            let ty = Type::array(&[all], element);
            let op = builder
                .op("tensor.collapse_shape")
                .operands(&[array])
                .attr("reassociation", group(builder, rank));
            op.results(&[ty]).build().result(0)
        }
    }
}

/// The elements of one dimension in a shape that has as many.
fn shaped<'a>(at: &At<'a, '_>, flat: Value<'a>, ty: Type<'a>, sizes: &[Value<'a>]) -> Value<'a> {
    let builder = &at.builder;
    let known = shape(ty);
    let element = ty.element();
    let count = known
        .iter()
        .try_fold(1_i64, |all, size| all.checked_mul((*size)?));
    let middle = Type::array(&[count], element);
    let flat = match flat.ty() == middle {
        true => flat,
        false => one(builder, "tensor.cast", &[flat], middle),
    };
    match known.len() {
        0 => {
            let op = builder
                .op("tensor.collapse_shape")
                .operands(&[flat])
                .attr("reassociation", group(builder, 0));
            op.results(&[ty]).build().result(0)
        }
        1 => flat,
        _ => expand(builder, flat, ty, sizes),
    }
}

fn expand<'a>(
    builder: &Builder<'a>,
    flat: Value<'a>,
    ty: Type<'a>,
    sizes: &[Value<'a>],
) -> Value<'a> {
    let known = shape(ty);
    let rank = if shape(flat.ty()).is_empty() {
        0
    } else {
        known.len()
    };
    // Upstream's strides of an expansion with several sizes that run time knows are null, which crashes.
    if known.iter().filter(|size| size.is_none()).count() > 1 {
        let ty_of_sizes = Type::array(&[Some(rank as i64)], Type::index(builder.context()));
        let list = one(builder, "tensor.from_elements", sizes, ty_of_sizes);
        return one(builder, "tensor.reshape", &[flat, list], ty);
    }
    let list: Vec<i64> = known.iter().map(|size| size.unwrap_or(i64::MIN)).collect();
    let op = builder
        .op("tensor.expand_shape")
        .operands(&[flat])
        .operands(&build::dynamic(ty, sizes))
        .attr("reassociation", group(builder, rank))
        .attr("static_output_shape", Attr::i64s(builder.context(), &list));
    op.results(&[ty]).build().result(0)
}
