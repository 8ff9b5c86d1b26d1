//! Windows of arrays, and their sums.

use super::{At, contract::named};
use crate::build::{
    self, Inside, arith, compare, extract, generic, index, insert, int, loops, map, map_of, select,
    sizes, splat, zero,
};
use pullback_ir::{Builder, Value};
use pullback_nd::ops;

/// The windows along the dimensions.
struct Windows {
    dimensions: Vec<usize>,
    extents: Vec<usize>,
    strides: Vec<usize>,
    dilations: Vec<usize>,
}

impl Windows {
    fn of(at: &At<'_, '_>) -> Self {
        let dimensions = at.numbers(ops::DIMENSIONS);
        let or_ones = |name| match at.op.attr(name) {
            Some(_) => at.numbers(name),
            None => vec![1; dimensions.len()],
        };
        Self {
            extents: at.numbers(ops::WINDOW),
            strides: or_ones(ops::STRIDES),
            dilations: or_ones(ops::DILATIONS),
            dimensions,
        }
    }

    /// The sizes of an array's windows.
    fn sizes<'a>(&self, builder: &Builder<'a>, whole: &[Value<'a>]) -> Vec<Value<'a>> {
        let mut all = whole.to_vec();
        for (number, &dimension) in self.dimensions.iter().enumerate() {
            let reach = self.dilations[number] * (self.extents[number] - 1) + 1;
            let reach = index(builder, reach as i64);
            let stride = index(builder, self.strides[number] as i64);
            let room = arith(builder, "arith.subi", whole[dimension], reach);
            let more = arith(builder, "arith.divui", room, stride);
            let count = arith(builder, "arith.addi", more, index(builder, 1));
            let nothing = index(builder, 0);
            let fits = compare(builder, int::LESS, room, nothing);
            all[dimension] = select(builder, fits, nothing, count);
        }
        let extents = self.extents.iter();
        all.extend(extents.map(|&extent| index(builder, extent as i64)));
        all
    }

    /// Where in the array the element of a window stands, as an expression for each dimension.
    fn places(&self, rank: usize) -> Vec<String> {
        let mut places: Vec<_> = (0..rank).map(|dimension| format!("d{dimension}")).collect();
        for (number, &dimension) in self.dimensions.iter().enumerate() {
            let (stride, dilation) = (self.strides[number], self.dilations[number]);
            let inner = rank + number;
            places[dimension] = format!("d{dimension} * {stride} + d{inner} * {dilation}");
        }
        places
    }
}

pub(super) fn unfold<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let windows = Windows::of(at);
    let whole = sizes(builder, input);
    let all = windows.sizes(builder, &whole);
    let ty = at.result_type();
    at.agree(ty, &all);
    let rank = all.len();
    let out = build::empty(builder, ty, &all);
    let context = builder.context();
    let from = map_of(context, rank, &windows.places(whole.len()));
    let each = map(context, rank, &(0..rank).collect::<Vec<_>>());
    let mut body = |_: &Builder<'a>, values: &[Value<'a>]| vec![values[0]];
    generic(
        builder,
        &[(input, from)],
        &[(out, each)],
        &vec![false; rank],
        Inside::Body(&mut body),
    )[0]
}

pub(super) fn fold<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let windows = Windows::of(at);
    let ty = at.result_type();
    let given = sizes(builder, input);
    let whole = fold_sizes(at, &windows, &given);
    let element = ty.element();
    let nothing = zero(builder, element);
    let start = splat(builder, nothing, ty, &whole);
    let add = named(element, "arith.addf", "arith.addi");
    let rank = whole.len();
    loops(builder, &given, &[start], &mut |inner, at, carried| {
        let mut place = at[..rank].to_vec();
        for (number, &dimension) in windows.dimensions.iter().enumerate() {
            let stride = index(inner, windows.strides[number] as i64);
            let dilation = index(inner, windows.dilations[number] as i64);
            let first = arith(inner, "arith.muli", at[dimension], stride);
            let step = arith(inner, "arith.muli", at[rank + number], dilation);
            place[dimension] = arith(inner, "arith.addi", first, step);
        }
        let old = extract(inner, carried[0], &place);
        let sum = arith(inner, add, old, extract(inner, input, at));
        vec![insert(inner, sum, carried[0], &place)]
    })[0]
}

/// The sizes of what windows are added up to, which has just these windows.
fn fold_sizes<'a>(at: &At<'a, '_>, windows: &Windows, given: &[Value<'a>]) -> Vec<Value<'a>> {
    let builder = &at.builder;
    let whole = at.sizes_or(at.result_type(), &at.op.operands()[1..]);
    let expected = windows.sizes(builder, &whole);
    for (dimension, (&has, &wants)) in given.iter().zip(&expected).enumerate() {
        at.checks.equal(builder, has, wants, || {
            format!(
                "`nd.fold` meets windows whose dimension {dimension} is {{}} where those of its result are {{}}; give it the windows of an array of that shape"
            )
        });
    }
    whole
}
