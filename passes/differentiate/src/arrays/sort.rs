//! `nd.sort`: what moves in the primal moves the same way in its tangent. Its transpose moves elements back, which is
//! to sort them by where they came from.

use super::{ArrayRule, is_in_function, shape_of, taken};
use crate::activity::Activity;
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};

/// The reverse of a sort that [`record_sorts`] has seen. Forward mode has a case of its own.
pub const SORT: ArrayRule = ArrayRule {
    forward: |_, op, _| vec![None; op.result_count()],
    reverse: |emitter, op, cotangents, _| {
        let results = op.results();
        let from = results[results.len() - 1];
        let moved: Vec<(usize, Value<'_>)> = cotangents
            .iter()
            .enumerate()
            .filter_map(|(index, d)| Some((index, (*d)?)))
            .collect();
        let mut given = vec![None; op.operand_count()];
        let arrays = moved.iter().map(|&(_, d)| d);
        let operands: Vec<Value<'_>> = std::iter::once(from).chain(arrays).collect();
        let types: Vec<Type<'_>> = operands.iter().map(|value| value.ty()).collect();
        let back = emitter
            .builder()
            .op(op.name())
            .operands(&operands)
            .maybe_attr("dimension", op.attr("dimension"))
            .results(&types)
            .build();
        for (&(index, _), value) in moved.iter().zip(back.results().into_iter().skip(1)) {
            given[index] = Some(value);
        }
        given
    },
};

/// Lets the sorts of a function whose derivative is taken give where each element came from.
pub fn record_sorts<'a>(function: Op<'a>, activity: &mut Activity<'a>) {
    for op in function.walk(WalkOrder::Post) {
        if !op.is("nd.sort")
            || is_in_function(op)
            || !op
                .results()
                .into_iter()
                .any(|value| activity.has_active(value))
        {
            continue;
        }
        let first = op.operand(0);
        let builder = Builder::before(op);
        let ty = Type::array(&shape_of(first.ty()), Type::index(builder.context()));
        let dynamic = shape_of(ty)
            .into_iter()
            .enumerate()
            .filter(|(_, size)| size.is_none());
        let sizes: Vec<Value<'a>> = dynamic.map(|(at, _)| taken(first, at)).collect();
        let dimension = op
            .attr("dimension")
            .unwrap_or_else(|| Attr::int(Type::int(builder.context(), 64), 0));
        let positions = builder
            .op("nd.iota")
            .operands(&sizes)
            .attr("dimension", dimension)
            .results(&[ty])
            .build();
        sort_with(op, &positions.results(), activity);
    }
}

/// The sort with more arrays that it moves, in place of it: its results, and what the others are afterwards.
pub fn sort_with<'a>(
    op: Op<'a>,
    more: &[Value<'a>],
    activity: &mut Activity<'a>,
) -> (Vec<Value<'a>>, Vec<Value<'a>>) {
    let types: Vec<Type<'a>> = more.iter().map(|value| value.ty()).collect();
    let builder = Builder::before(op);
    let mut new = builder
        .op(op.name())
        .operands(&op.operands())
        .operands(more)
        .results(&op.result_types())
        .results(&types);
    for (name, attr) in op.attrs() {
        new = new.attr(name, attr);
    }
    let mut results = new.build().results();
    let moved = results.split_off(op.result_count());
    for (old, &new) in op.results().into_iter().zip(&results) {
        activity.replace(old, new);
    }
    op.replace_with(&results);
    (results, moved)
}
