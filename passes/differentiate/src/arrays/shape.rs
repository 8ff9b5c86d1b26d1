//! Other shapes of the same elements. Each op is the transpose of another: `broadcast` and `sum`, `unfold` and `fold`.

use super::{ArrayRule, broadcast, dimensions, linear, list, reshape_like, shape_of, sizes, sum};
use crate::emitter::Emitter;
use pullback_ir::{Attr, Op, Type, Value};

type Cotangents<'a, 's> = &'s [Option<Value<'a>>];

/// A rule of an op of one float operand, which comes first, and one result.
macro_rules! unary {
    ($name:ident, $transpose:ident) => {
        pub const $name: ArrayRule = ArrayRule {
            forward: linear,
            reverse: |emitter, op, cotangents, wanted| {
                given(emitter, op, cotangents, wanted, $transpose)
            },
        };
    };
}

unary!(BROADCAST, broadcast_back);
unary!(SUM, sum_back);
unary!(TRANSPOSE, transpose_back);
unary!(RESHAPE, reshape_back);
unary!(REVERSE, reverse_back);
unary!(UNFOLD, unfold_back);
unary!(FOLD, fold_back);

/// The cotangent of the first operand, which is the transpose of the op on that of the result.
pub fn given<'a, 'e>(
    emitter: &'e Emitter<'a>,
    op: Op<'a>,
    cotangents: Cotangents<'a, '_>,
    wanted: &[bool],
    transpose: impl Fn(&'e Emitter<'a>, Op<'a>, Value<'a>) -> Value<'a>,
) -> Vec<Option<Value<'a>>> {
    let mut given = vec![None; op.operand_count()];
    if wanted[0]
        && let Some(d) = cotangents[0]
    {
        given[0] = Some(transpose(emitter, op, d));
    }
    given
}

fn broadcast_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    let input = op.operand(0);
    let (from, to) = (shape_of(input.ty()), shape_of(d.ty()));
    let named = dimensions(op, "dimensions");
    // Where a dimension of 1 became larger it is summed as if it were not there.
    let kept: Vec<(usize, usize)> = named
        .iter()
        .zip(0..)
        .map(|(&to, from)| (from, to))
        .filter(|&(dimension, at)| from[dimension] != Some(1) || to[at] == Some(1))
        .collect();
    let summed: Vec<usize> = (0..to.len())
        .filter(|at| !kept.iter().any(|(_, kept)| kept == at))
        .collect();
    let rest: Vec<Option<i64>> = kept.iter().map(|&(dimension, _)| from[dimension]).collect();
    if rest.len() == from.len() {
        return sum(emitter, d, &summed, input.ty());
    }
    let summed = sum(emitter, d, &summed, Type::array(&rest, d.ty().element()));
    reshape_like(emitter, summed, input)
}

fn sum_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    let input = op.operand(0);
    let summed = dimensions(op, "dimensions");
    let rank = shape_of(input.ty()).len();
    let kept: Vec<usize> = (0..rank).filter(|at| !summed.contains(at)).collect();
    broadcast(emitter, d, &kept, input.ty(), input)
}

fn transpose_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    let permutation = dimensions(op, "permutation");
    let mut inverse = vec![0; permutation.len()];
    for (to, &from) in permutation.iter().enumerate() {
        inverse[from] = to;
    }
    let inverse = list(emitter, &inverse);
    emitter.pure(
        "nd.transpose",
        &[d],
        &[("permutation", inverse)],
        op.operand(0).ty(),
    )
}

fn reshape_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    reshape_like(emitter, d, op.operand(0))
}

fn reverse_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    emitter.pure("nd.reverse", &[d], &op.attrs(), op.operand(0).ty())
}

fn unfold_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    let input = op.operand(0);
    let operands = [vec![d], sizes(emitter, input.ty(), input)].concat();
    emitter.pure("nd.fold", &operands, &op.attrs(), input.ty())
}

fn fold_back<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>) -> Value<'a> {
    let attrs: Vec<(&str, Attr<'a>)> = op.attrs();
    emitter.pure("nd.unfold", &[d], &attrs, op.operand(0).ty())
}
