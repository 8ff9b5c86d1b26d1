//! Folds by one op that have a cheaper derivative than that of any function: sums, and the greatest and the least
//! element. Ties split evenly among all that are equal to the result, what the fold starts from included.

use super::{
    ArrayRule, Functional, binary, broadcast, compare, dimensions, masked, positions::everywhere,
    shape_of, sum, zeros,
};
use crate::emitter::Emitter;
use pullback_ir::{Attr, Mapping, Op, Value};

/// The rule of a fold by one such op.
pub fn simple(op: Op<'_>) -> Option<ArrayRule> {
    if !op.is("nd.reduce") && !op.is("nd.scan") {
        return None;
    }
    match (by(op)?, op.name()) {
        ("arith.addf", _) => Some(SUM),
        ("arith.maximumf" | "arith.minimumf" | "arith.maxnumf" | "arith.minnumf", "nd.reduce") => {
            Some(EXTREME)
        }
        _ => None,
    }
}

/// The op that the function of a fold is, of the element and of what the fold has.
fn by(op: Op<'_>) -> Option<&str> {
    let body = op.region(0).entry();
    let ops = body.ops();
    let &[step, end] = ops.as_slice() else {
        return None;
    };
    let mut operands = step.operands();
    if operands != body.args() {
        operands.reverse();
    }
    let fits = body.arg_count() == 2 && operands == body.args() && end.operands() == step.results();
    (fits && step.result(0).ty().is_float()).then(|| step.name())
}

const SUM: ArrayRule = ArrayRule {
    forward: |emitter, op, tangents| {
        let operand =
            |index: usize| tangents[index].unwrap_or_else(|| zeros(emitter, op.operand(index)));
        vec![Some(again(emitter, op, &[operand(0), operand(1)], false))]
    },
    reverse: |emitter, op, cotangents, wanted| {
        let Some(d) = cotangents[0] else {
            return vec![None, None];
        };
        let (array, start) = (op.operand(0), op.operand(1));
        let array_part = || match op.is("nd.scan") {
            true => again(emitter, op, &[d, emitter.constant(start.ty(), 0.0)], true),
            false => broadcast(emitter, d, &Functional::of(op).kept(), array.ty(), array),
        };
        vec![
            wanted[0].then(array_part),
            wanted[1].then(|| all(emitter, d, start)),
        ]
    },
};

/// The fold of other values; a scan may go the other way.
fn again<'a>(
    emitter: &Emitter<'a>,
    op: Op<'a>,
    operands: &[Value<'a>; 2],
    turn: bool,
) -> Value<'a> {
    let builder = emitter.builder();
    let mut new = builder
        .op(op.name())
        .operands(operands)
        .results(&op.result_types())
        .regions(1);
    let backwards = op.attr("reverse").is_some() != turn;
    for (name, attr) in op.attrs() {
        if name != "reverse" {
            new = new.attr(name, attr);
        }
    }
    if backwards {
        new = new.attr("reverse", Attr::unit(builder.context()));
    }
    let new = new.build();
    op.region(0).clone_into(new.region(0), &mut Mapping::new());
    new.result(0)
}

/// The sum of all elements, as what a fold starts from has the derivative.
fn all<'a>(emitter: &Emitter<'a>, d: Value<'a>, start: Value<'a>) -> Value<'a> {
    if d.ty() == start.ty() {
        return d;
    }
    let all: Vec<usize> = (0..shape_of(d.ty()).len()).collect();
    sum(emitter, d, &all, start.ty())
}

const EXTREME: ArrayRule = ArrayRule {
    forward: |emitter, op, tangents| {
        let hits = Hits::of(emitter, op);
        let result = op.result(0);
        let array = tangents[0].map(|tangent| {
            let chosen = masked(emitter, hits.array, tangent);
            sum(emitter, chosen, &dimensions(op, "dimensions"), result.ty())
        });
        let start = tangents[1]
            .map(|tangent| masked(emitter, hits.start, everywhere(emitter, tangent, result)));
        let total = match (array, start) {
            (Some(a), Some(b)) => Some(binary(emitter, "arith.addf", a, b)),
            (a, b) => a.or(b),
        };
        vec![total.map(|total| binary(emitter, "arith.divf", total, hits.count))]
    },
    reverse: |emitter, op, cotangents, wanted| {
        let Some(d) = cotangents[0] else {
            return vec![None, None];
        };
        let hits = Hits::of(emitter, op);
        let share = binary(emitter, "arith.divf", d, hits.count);
        let (array, start) = (op.operand(0), op.operand(1));
        let array_part = || {
            let each = broadcast(
                emitter,
                share,
                &Functional::of(op).kept(),
                array.ty(),
                array,
            );
            masked(emitter, hits.array, each)
        };
        let start_part = || all(emitter, masked(emitter, hits.start, share), start);
        vec![wanted[0].then(array_part), wanted[1].then(start_part)]
    },
};

/// Which of the values of a fold are equal to its result.
struct Hits<'a> {
    array: Value<'a>,
    /// What the fold starts from, in the shape of the result.
    start: Value<'a>,
    /// How many, in the shape of the result.
    count: Value<'a>,
}

impl<'a> Hits<'a> {
    fn of(emitter: &Emitter<'a>, op: Op<'a>) -> Self {
        let (array, start, result) = (op.operand(0), op.operand(1), op.result(0));
        // Unordered with `maximumf` and `minimumf`, whose NaN all take part in; with the others a NaN does not.
        let predicate = match by(op) {
            Some("arith.maximumf") => 10,
            Some("arith.minimumf") => 12,
            _ => 1,
        };
        let each = broadcast(
            emitter,
            result,
            &Functional::of(op).kept(),
            array.ty(),
            array,
        );
        let hit = compare(emitter, predicate, array, each);
        let start = compare(
            emitter,
            predicate,
            everywhere(emitter, start, result),
            result,
        );
        let ones = |hit: Value<'a>, like: Value<'a>| {
            emitter.select(
                hit,
                emitter.filled(like.ty(), 1.0, like),
                zeros(emitter, like),
            )
        };
        let count = sum(
            emitter,
            ones(hit, array),
            &dimensions(op, "dimensions"),
            result.ty(),
        );
        Self {
            array: hit,
            start,
            count: binary(emitter, "arith.addf", count, ones(start, result)),
        }
    }
}
