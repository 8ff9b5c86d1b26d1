//! Positions as data.

use super::{At, array_type, contract::named};
use crate::build::{
    self, Inside, arith, as_index, branch, compare, extract, float, from_index, generate, generic,
    insert, int, loops, map, position, select, sizes, splat, zero,
};
use pullback_ir::{Attr, Builder, Type, Value};
use pullback_nd::ops;

pub(super) fn iota<'a>(at: &At<'a, '_>) -> Value<'a> {
    let ty = at.result_type();
    let all = at.sizes_or(ty, &at.op.operands());
    let dimension = at.number(ops::DIMENSION);
    generate(&at.builder, ty, &all, &mut |inner, at| {
        from_index(inner, at[dimension], ty.element())
    })
}

pub(super) fn one_hot<'a>(at: &At<'a, '_>) -> Value<'a> {
    let ty = at.result_type();
    let indices = at.op.operand(0);
    let all = at.sizes_or(ty, &at.op.operands()[1..]);
    let own = match indices.ty().is_array() {
        true => sizes(&at.builder, indices),
        false => vec![],
    };
    crate::checks::same_shape(
        at.checks,
        &at.builder,
        &own,
        &all[..own.len()],
        at.op.name(),
    );
    generate(&at.builder, ty, &all, &mut |inner, at| {
        let (last, rest) = (at[at.len() - 1], &at[..at.len() - 1]);
        let place = as_index(inner, element(inner, indices, rest));
        let is_it = compare(inner, int::EQUAL, place, last);
        let element = ty.element();
        let one = match element.is_float() {
            true => inner.float(element, 1.0),
            false => inner.int(element, 1),
        };
        let nothing = zero(inner, element);
        select(inner, is_it, one, nothing)
    })
}

/// The element of an array, or the value that is one.
fn element<'a>(builder: &Builder<'a>, value: Value<'a>, at: &[Value<'a>]) -> Value<'a> {
    match value.ty().is_array() {
        true => extract(builder, value, at),
        false => value,
    }
}

pub(super) fn argument<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let along = at.number(ops::DIMENSION);
    let greatest = at.op.is(ops::ARGMAX);
    let all = sizes(builder, input);
    let rank = all.len();
    let kept: Vec<_> = (0..rank).filter(|&dim| dim != along).collect();
    let left: Vec<_> = kept.iter().map(|&dim| all[dim]).collect();
    let ty = at.result_type();
    at.agree(ty, &left);
    let value = input.ty().element();
    let worst = worst(builder, value, greatest);
    let shape = build::shape(array_type(ty));
    let best = splat(builder, worst, Type::array(&shape, value), &left);
    let first = zero(builder, ty.element());
    let where_ = splat(builder, first, array_type(ty), &left);
    let context = builder.context();
    let each = map(context, rank, &(0..rank).collect::<Vec<_>>());
    let folded = map(context, rank, &kept);
    let reduced: Vec<_> = (0..rank).map(|dim| dim == along).collect();
    let mut body = |inner: &Builder<'a>, values: &[Value<'a>]| {
        let (new, best, known) = (values[0], values[1], values[2]);
        let place = from_index(inner, position(inner, along), ty.element());
        let wins = wins(inner, new, best, greatest);
        vec![
            select(inner, wins, new, best),
            select(inner, wins, place, known),
        ]
    };
    let results = generic(
        builder,
        &[(input, each)],
        &[(best, folded), (where_, folded)],
        &reduced,
        Inside::Body(&mut body),
    );
    at.given(results[1], ty)
}

/// What every element but itself wins against.
fn worst<'a>(builder: &Builder<'a>, ty: Type<'a>, greatest: bool) -> Value<'a> {
    if ty.is_float() {
        let infinity = if greatest {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        return builder.float(ty, infinity);
    }
    match (ty.bit_width(), greatest) {
        (Some(1), true) => builder.int(ty, 0),
        (Some(1), false) => builder.int(ty, 1),
        (width, greatest) => {
            let unused = 64 - width.unwrap_or(64).clamp(1, 64);
            let value = if greatest { i64::MIN } else { i64::MAX };
            builder.int(ty, value >> unused)
        }
    }
}

/// Whether a later element takes the place of the best one: where it is better, or the first NaN.
fn wins<'a>(builder: &Builder<'a>, new: Value<'a>, best: Value<'a>, greatest: bool) -> Value<'a> {
    if new.ty().is_float() {
        let predicate = if greatest {
            float::GREATER
        } else {
            float::LESS
        };
        let better = compare(builder, predicate, new, best);
        let is_nan = compare(builder, float::UNORDERED, new, new);
        let was_none = compare(builder, float::ORDERED, best, best);
        let first_nan = arith(builder, "arith.andi", is_nan, was_none);
        return arith(builder, "arith.ori", better, first_nan);
    }
    // One bit has no sign.
    let is_bit = new.ty().is_int(1);
    let predicate = match (greatest, is_bit) {
        (true, false) => int::GREATER,
        (false, false) => int::LESS,
        (true, true) => int::UNSIGNED_GREATER,
        (false, true) => int::UNSIGNED_LESS,
    };
    compare(builder, predicate, new, best)
}

/// What the indices of a gather or a scatter mean.
struct Places<'a> {
    array: Value<'a>,
    indices: Vec<Value<'a>>,
    dimensions: Vec<usize>,
    /// The sizes of the indices.
    outer: Vec<Value<'a>>,
    /// The array's sizes.
    sizes: Vec<Value<'a>>,
}

impl<'a> Places<'a> {
    fn of(at: &At<'a, '_>, array: Value<'a>, indices: Vec<Value<'a>>) -> Self {
        let builder = &at.builder;
        let own = |value: Value<'a>| match value.ty().is_array() {
            true => sizes(builder, value),
            false => vec![],
        };
        let outer = own(indices[0]);
        for &other in &indices[1..] {
            crate::checks::same_shape(at.checks, builder, &outer, &own(other), at.op.name());
        }
        Self {
            array,
            dimensions: at.numbers(ops::DIMENSIONS),
            outer,
            sizes: sizes(builder, array),
            indices,
        }
    }

    /// The sizes of what is moved.
    fn part(&self) -> Vec<Value<'a>> {
        let rest = self.sizes.iter().enumerate();
        let rest = rest.filter(|(dimension, _)| !self.dimensions.contains(dimension));
        let rest = rest.map(|(_, size)| *size);
        self.outer.iter().copied().chain(rest).collect()
    }

    /// Where an element of the part stands in the array, and whether it does.
    fn place(&self, builder: &Builder<'a>, at: &[Value<'a>]) -> (Vec<Value<'a>>, Value<'a>) {
        let (outer, rest) = at.split_at(self.outer.len());
        let mut rest = rest.iter();
        let mut is_inside = builder.int(Type::int(builder.context(), 1), 1);
        let mut place = vec![];
        for (dimension, &size) in self.sizes.iter().enumerate() {
            let named = self.dimensions.iter().position(|&named| named == dimension);
            match named {
                Some(number) => {
                    let index = element(builder, self.indices[number], outer);
                    let index = as_index(builder, index);
                    let fits = compare(builder, int::UNSIGNED_LESS, index, size);
                    is_inside = arith(builder, "arith.andi", is_inside, fits);
                    place.push(index);
                }
                None => place.extend(rest.next()),
            }
        }
        (place, is_inside)
    }
}

pub(super) fn gather<'a>(at: &At<'a, '_>) -> Value<'a> {
    let source = at.op.operand(0);
    let indices = at.op.operands()[1..].to_vec();
    let places = Places::of(at, source, indices);
    let all = places.part();
    let ty = at.result_type();
    at.agree(ty, &all);
    let array = generate(&at.builder, array_type(ty), &all, &mut |inner, at| {
        let (place, is_inside) = places.place(inner, at);
        let element = ty.element();
        branch(
            inner,
            is_inside,
            &[element],
            &mut |inner| vec![extract(inner, places.array, &place)],
            &mut |inner| vec![zero(inner, element)],
        )[0]
    });
    at.given(array, ty)
}

pub(super) fn scatter<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let operands = at.op.operands();
    let (updates, target) = (operands[0], operands[1]);
    let places = Places::of(at, target, operands[2..].to_vec());
    let all = places.part();
    if updates.ty().is_array() {
        let own = sizes(builder, updates);
        crate::checks::same_shape(at.checks, builder, &own, &all, at.op.name());
    }
    let combine = at.op.attr(ops::COMBINE).and_then(Attr::as_str);
    let kind = target.ty().element();
    let op = match combine.unwrap_or_default() {
        "add" => Some(named(kind, "arith.addf", "arith.addi")),
        "min" => Some(named(
            kind,
            "arith.minimumf",
            least(kind, "arith.minsi", "arith.minui"),
        )),
        "max" => Some(named(
            kind,
            "arith.maximumf",
            least(kind, "arith.maxsi", "arith.maxui"),
        )),
        _ => None,
    };
    loops(builder, &all, &[target], &mut |inner, at, carried| {
        let (place, is_inside) = places.place(inner, at);
        let array = carried[0];
        branch(
            inner,
            is_inside,
            &[array.ty()],
            &mut |inner| {
                let new = element(inner, updates, at);
                let new = match op {
                    Some(op) => arith(inner, op, extract(inner, array, &place), new),
                    None => new,
                };
                vec![insert(inner, new, array, &place)]
            },
            &mut |_| vec![array],
        )
    })[0]
}

/// The op on numbers with a sign, or on one bit, which has none.
fn least(ty: Type<'_>, signed: &'static str, unsigned: &'static str) -> &'static str {
    if ty.is_int(1) { unsigned } else { signed }
}
