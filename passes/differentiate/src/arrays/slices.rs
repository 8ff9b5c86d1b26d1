//! Upstream's ops on parts of arrays.

use super::{
    ArrayRule, binary, index, linear, list, reshape_like, shape::given, shape_of, size, sum, zeros,
};
use crate::emitter::Emitter;
use pullback_ir::{Attr, Op, Value};

pub const EXTRACT: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        given(emitter, op, cotangents, wanted, |emitter, op, d| {
            let array = op.operand(0);
            let positions = op.operands().split_off(1);
            match positions.is_empty() {
                true => reshape_like(emitter, d, array),
                false => add_at(emitter, d, zeros(emitter, array), &positions),
            }
        })
    },
};

/// `array` with `element` added at a position.
fn add_at<'a>(
    emitter: &Emitter<'a>,
    element: Value<'a>,
    array: Value<'a>,
    positions: &[Value<'a>],
) -> Value<'a> {
    let operands = [&[element, array], positions].concat();
    let all: Vec<usize> = (0..positions.len()).collect();
    let attrs = [
        ("combine", Attr::string(emitter.builder().context(), "add")),
        ("dimensions", list(emitter, &all)),
    ];
    emitter.pure("nd.scatter", &operands, &attrs, array.ty())
}

pub const INSERT: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        let mut given = vec![None; op.operand_count()];
        let Some(d) = cotangents[0] else {
            return given;
        };
        let positions = op.operands().split_off(2);
        let element = op.operand(0);
        if wanted[0] {
            let operands = [vec![d], positions.clone()].concat();
            given[0] = Some(emitter.pure("tensor.extract", &operands, &[], element.ty()));
        }
        if wanted[1] {
            let operands = [vec![emitter.constant(element.ty(), 0.0), d], positions].concat();
            given[1] = Some(emitter.pure("tensor.insert", &operands, &[], d.ty()));
        }
        given
    },
};

pub const SPLAT: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        given(emitter, op, cotangents, wanted, |emitter, op, d| {
            let all: Vec<usize> = (0..shape_of(d.ty()).len()).collect();
            sum(emitter, d, &all, op.operand(0).ty())
        })
    },
};

pub const CAST: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        given(emitter, op, cotangents, wanted, |emitter, op, d| {
            emitter.pure("tensor.cast", &[d], &[], op.operand(0).ty())
        })
    },
};

pub const FROM_ELEMENTS: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, _, cotangents, wanted| {
        let Some(d) = cotangents[0] else {
            return vec![None; wanted.len()];
        };
        let shape: Vec<i64> = shape_of(d.ty()).into_iter().flatten().collect();
        let element = |(number, &wanted): (usize, &bool)| {
            let mut rest = number as i64;
            let mut position: Vec<Value<'_>> = Vec::new();
            for &size in shape.iter().rev() {
                position.push(index(emitter, rest % size));
                rest /= size;
            }
            position.push(d);
            position.reverse();
            wanted.then(|| emitter.pure("tensor.extract", &position, &[], d.ty().element()))
        };
        wanted.iter().enumerate().map(element).collect()
    },
};

/// How many operands stand for sizes of this list that are not numbers.
fn dynamic(op: Op<'_>, name: &str) -> usize {
    let list = op.attr(name).and_then(Attr::as_i64s).unwrap_or_default();
    list.into_iter()
        .filter(|&number| number == i64::MIN)
        .count()
}

/// The attributes of a slice whose operands before the numbers are `leading`.
fn slice_attrs<'a>(op: Op<'a>, leading: &[i32]) -> Vec<(&'a str, Attr<'a>)> {
    let lists = ["static_offsets", "static_sizes", "static_strides"];
    let mut segments = leading.to_vec();
    segments.extend(lists.map(|name| dynamic(op, name) as i32));
    let mut attrs: Vec<(&'a str, Attr<'a>)> = op
        .attrs()
        .into_iter()
        .filter(|(name, _)| lists.contains(name))
        .collect();
    attrs.push(("operandSegmentSizes", Attr::i32s(op.context(), &segments)));
    attrs
}

pub const EXTRACT_SLICE: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        given(emitter, op, cotangents, wanted, |emitter, op, d| {
            let into = zeros(emitter, op.operand(0));
            let operands = [vec![d, into], op.operands().split_off(1)].concat();
            emitter.pure(
                "tensor.insert_slice",
                &operands,
                &slice_attrs(op, &[1, 1]),
                into.ty(),
            )
        })
    },
};

pub const INSERT_SLICE: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        let mut given = vec![None; op.operand_count()];
        let Some(d) = cotangents[0] else {
            return given;
        };
        let part = op.operand(0);
        let numbers = op.operands().split_off(2);
        if wanted[0] {
            let operands = [vec![d], numbers.clone()].concat();
            let attrs = slice_attrs(op, &[1]);
            given[0] = Some(emitter.pure("tensor.extract_slice", &operands, &attrs, part.ty()));
        }
        if wanted[1] {
            let operands = [vec![zeros(emitter, part), d], numbers].concat();
            let attrs = slice_attrs(op, &[1, 1]);
            given[1] = Some(emitter.pure("tensor.insert_slice", &operands, &attrs, d.ty()));
        }
        given
    },
};

pub const CONCAT: ArrayRule = ArrayRule {
    forward: linear,
    reverse: |emitter, op, cotangents, wanted| {
        let Some(d) = cotangents[0] else {
            return vec![None; wanted.len()];
        };
        let along = op.attr("dim").and_then(Attr::as_int).unwrap_or(0) as usize;
        let mut given = Vec::new();
        let mut start = Number::Known(0);
        for (part, &wanted) in op.operands().into_iter().zip(wanted) {
            given.push(wanted.then(|| slice_of(emitter, d, along, start, part)));
            start = match (start, shape_of(part.ty())[along]) {
                (Number::Known(start), Some(size)) => Number::Known(start + size),
                (start, _) => {
                    let length = size(emitter, part, along);
                    Number::Dynamic(binary(emitter, "arith.addi", start.value(emitter), length))
                }
            };
        }
        given
    },
};

/// A number that the compiler may know.
#[derive(Clone, Copy)]
pub enum Number<'a> {
    Known(i64),
    Dynamic(Value<'a>),
}

impl<'a> Number<'a> {
    fn value(self, emitter: &Emitter<'a>) -> Value<'a> {
        match self {
            Number::Known(number) => index(emitter, number),
            Number::Dynamic(value) => value,
        }
    }
}

/// The part of `d` from `start` on along a dimension, as large as `part`.
fn slice_of<'a>(
    emitter: &Emitter<'a>,
    d: Value<'a>,
    along: usize,
    start: Number<'a>,
    part: Value<'a>,
) -> Value<'a> {
    let context = emitter.builder().context();
    let shape = shape_of(part.ty());
    let mut operands = vec![d];
    let mut offsets = vec![0; shape.len()];
    let mut offset_count = 0;
    match start {
        Number::Known(start) => offsets[along] = start,
        Number::Dynamic(start) => {
            offsets[along] = i64::MIN;
            operands.push(start);
            offset_count = 1;
        }
    }
    let dynamic = super::sizes(emitter, part.ty(), part);
    operands.extend(&dynamic);
    let sizes: Vec<i64> = shape.iter().map(|size| size.unwrap_or(i64::MIN)).collect();
    let attrs = [
        ("static_offsets", Attr::i64s(context, &offsets)),
        ("static_sizes", Attr::i64s(context, &sizes)),
        ("static_strides", Attr::i64s(context, &vec![1; shape.len()])),
        (
            "operandSegmentSizes",
            Attr::i32s(context, &[1, offset_count, dynamic.len() as i32, 0]),
        ),
    ];
    emitter.pure("tensor.extract_slice", &operands, &attrs, part.ty())
}

/// What stands in `from` where an insertion puts its slice.
pub fn slice_of_insertion<'a>(emitter: &Emitter<'a>, op: Op<'a>, from: Value<'a>) -> Value<'a> {
    let operands = [vec![from], op.operands().split_off(2)].concat();
    let attrs = slice_attrs(op, &[1]);
    emitter.pure(
        "tensor.extract_slice",
        &operands,
        &attrs,
        op.operand(0).ty(),
    )
}
