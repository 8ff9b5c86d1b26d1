//! `nd.gather` and `nd.scatter`: what is read at positions and written there.
//!
//! Reading outside gives zero and writing there is dropped, so that the two are transposes of each other. Of several
//! `set` at one position the last has the derivative. Ties of `min` and `max` split evenly among all that are equal
//! to the result, the element that was there included; a NaN counts as equal, as with `arith.maximumf`.

use super::{
    ArrayRule, binary, compare, dimensions, filled_int, linear, list, masked, shape::given,
    shape_of, size, spread, zeros,
};
use crate::emitter::Emitter;
use pullback_ir::{Attr, Op, Type, Value};

pub const GATHER: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        given(emitter, op, cotangents, wanted, |emitter, op, d| {
            let into = zeros(emitter, op.operand(0));
            scatter(
                emitter,
                "add",
                d,
                into,
                &op.operands()[1..],
                &dimensions(op, "dimensions"),
            )
        })
    },
};

pub const SCATTER: ArrayRule = ArrayRule {
    forward: |emitter, op, tangents| match combine(op) {
        "add" | "set" => linear(emitter, op, tangents),
        _ => vec![Some(extreme(emitter, op, tangents))],
    },
    reverse: |emitter, op, cotangents, wanted| {
        let mut given = vec![None; op.operand_count()];
        let Some(d) = cotangents[0] else {
            return given;
        };
        let (updates, target) = (op.operand(0), op.operand(1));
        match combine(op) {
            "add" => {
                given[0] = wanted[0].then(|| read(emitter, op, d, updates.ty()));
                given[1] = wanted[1].then_some(d);
            }
            "set" => {
                given[0] = wanted[0].then(|| {
                    let all = read(emitter, op, d, updates.ty());
                    match last(emitter, op) {
                        Some(last) => emitter.select(last, all, zeros(emitter, updates)),
                        None => all,
                    }
                });
                given[1] = wanted[1].then(|| at(emitter, op, "set", zeros(emitter, updates), d));
            }
            _ => {
                let hits = Hits::of(emitter, op);
                let share = binary(emitter, "arith.divf", d, hits.count);
                given[0] = wanted[0].then(|| {
                    let all = read(emitter, op, share, updates.ty());
                    emitter.select(hits.updates, all, zeros(emitter, updates))
                });
                given[1] =
                    wanted[1].then(|| emitter.select(hits.there, share, zeros(emitter, target)));
            }
        }
        given
    },
};

/// The mean of the tangents of what is equal to the result of a `min` or `max`.
fn extreme<'a>(emitter: &Emitter<'a>, op: Op<'a>, tangents: &[Option<Value<'a>>]) -> Value<'a> {
    let hits = Hits::of(emitter, op);
    let there = match tangents[1] {
        Some(tangent) => masked(emitter, hits.there, tangent),
        None => zeros(emitter, op.operand(1)),
    };
    let total = match tangents[0] {
        Some(tangent) => at(
            emitter,
            op,
            "add",
            masked(emitter, hits.updates, tangent),
            there,
        ),
        None => there,
    };
    binary(emitter, "arith.divf", total, hits.count)
}

fn combine(op: Op<'_>) -> &str {
    op.attr("combine")
        .and_then(Attr::as_str)
        .unwrap_or_default()
}

/// `nd.gather`.
pub fn gather<'a>(
    emitter: &Emitter<'a>,
    source: Value<'a>,
    indices: &[Value<'a>],
    along: &[usize],
    ty: Type<'a>,
) -> Value<'a> {
    let operands = [&[source], indices].concat();
    let along = list(emitter, along);
    emitter.pure("nd.gather", &operands, &[("dimensions", along)], ty)
}

/// `nd.scatter`.
pub fn scatter<'a>(
    emitter: &Emitter<'a>,
    combine: &str,
    updates: Value<'a>,
    into: Value<'a>,
    indices: &[Value<'a>],
    along: &[usize],
) -> Value<'a> {
    let operands = [&[updates, into], indices].concat();
    let attrs = [
        (
            "combine",
            Attr::string(emitter.builder().context(), combine),
        ),
        ("dimensions", list(emitter, along)),
    ];
    emitter.pure("nd.scatter", &operands, &attrs, into.ty())
}

/// What stands in an array at the positions of a scatter.
fn read<'a>(emitter: &Emitter<'a>, op: Op<'a>, source: Value<'a>, ty: Type<'a>) -> Value<'a> {
    gather(
        emitter,
        source,
        &op.operands()[2..],
        &dimensions(op, "dimensions"),
        ty,
    )
}

/// Another array with updates at the positions of a scatter.
fn at<'a>(
    emitter: &Emitter<'a>,
    op: Op<'a>,
    combine: &str,
    updates: Value<'a>,
    into: Value<'a>,
) -> Value<'a> {
    let along = dimensions(op, "dimensions");
    scatter(emitter, combine, updates, into, &op.operands()[2..], &along)
}

/// Which of the values of a `min` or `max` are equal to its result.
struct Hits<'a> {
    /// Of the updates.
    updates: Value<'a>,
    /// Of the elements that were there.
    there: Value<'a>,
    /// How many, at each position of the result.
    count: Value<'a>,
}

impl<'a> Hits<'a> {
    fn of(emitter: &Emitter<'a>, op: Op<'a>) -> Self {
        let (updates, target, result) = (op.operand(0), op.operand(1), op.result(0));
        // Unordered: where the result is a NaN, all take part. `max` asks for `uge`, `min` for `ule`.
        let predicate = if combine(op) == "max" { 10 } else { 12 };
        let there = compare(emitter, predicate, target, result);
        let kept = read(emitter, op, result, updates.ty());
        let hit = compare(emitter, predicate, updates, kept);
        let count = |hit: Value<'a>, like: Value<'a>| {
            emitter.select(
                hit,
                emitter.filled(like.ty(), 1.0, like),
                zeros(emitter, like),
            )
        };
        let from = count(there, target);
        Self {
            updates: hit,
            there,
            count: at(emitter, op, "add", count(hit, updates), from),
        }
    }
}

/// Which updates of a `set` are the last at their position; `None` where there is one update only.
fn last<'a>(emitter: &Emitter<'a>, op: Op<'a>) -> Option<Value<'a>> {
    let (updates, target) = (op.operand(0), op.operand(1));
    let indices = op.operands().split_off(2);
    let along = dimensions(op, "dimensions");
    let context = emitter.builder().context();
    let number = Type::index(context);
    let (first, shape) = (indices[0], shape_of(indices[0].ty()));
    if shape.is_empty() {
        return None;
    }
    // Each update writes its number.
    let length: Option<i64> = shape
        .iter()
        .try_fold(1_i64, |length, size| length.checked_mul((*size)?));
    let lengths: Vec<Value<'a>> = match length {
        Some(_) => Vec::new(),
        None => {
            let sizes: Vec<Value<'a>> = (0..shape.len())
                .map(|at| size(emitter, first, at))
                .collect();
            let product = sizes
                .into_iter()
                .reduce(|a, b| binary(emitter, "arith.muli", a, b));
            product.into_iter().collect()
        }
    };
    let flat = Type::array(&[length], number);
    let zero = Attr::int(Type::int(context, 64), 0);
    let numbers = emitter.pure("nd.iota", &lengths, &[("dimension", zero)], flat);
    let ty = Type::array(&shape, number);
    let operands = [vec![numbers], super::sizes(emitter, ty, first)].concat();
    let numbers = match flat == ty && length.is_some() {
        true => numbers,
        false => emitter.pure("nd.reshape", &operands, &[], ty),
    };
    let places: Vec<Option<i64>> = along.iter().map(|&at| shape_of(target.ty())[at]).collect();
    let all: Vec<usize> = (0..along.len()).collect();
    let winners = Type::array(&places, number);
    let dynamic = along.iter().zip(&places).filter(|(_, size)| size.is_none());
    let dynamic: Vec<Value<'a>> = dynamic.map(|(&at, _)| size(emitter, target, at)).collect();
    let none = match dynamic.is_empty() {
        true => filled_int(emitter, winners, 0, target),
        false => {
            let zero = super::index(emitter, 0);
            let operands = [vec![zero], dynamic].concat();
            emitter.pure(
                "nd.broadcast",
                &operands,
                &[("dimensions", list(emitter, &[]))],
                winners,
            )
        }
    };
    let winners = scatter(emitter, "set", numbers, none, &indices, &all);
    let winner = gather(emitter, winners, &indices, &all, ty);
    let bit = Type::int(context, 1);
    let equal = Attr::int(Type::int(context, 64), 0);
    let is_last = emitter.pure(
        "arith.cmpi",
        &[winner, numbers],
        &[("predicate", equal)],
        ty.with_element(bit),
    );
    let wide = updates.ty().with_element(bit);
    if shape_of(wide).len() == shape.len() {
        return Some(is_last);
    }
    let leading: Vec<usize> = (0..shape.len()).collect();
    Some(super::broadcast(emitter, is_last, &leading, wide, updates))
}

/// An element as an array of it that is as large as `like`, if that is an array.
pub fn everywhere<'a>(emitter: &Emitter<'a>, element: Value<'a>, like: Value<'a>) -> Value<'a> {
    match element.ty().is_shaped() || !like.ty().is_shaped() {
        true => element,
        false => spread(emitter, element, like.ty(), like),
    }
}
