//! Functions over elements whose calls do not depend on each other, and folds.

use super::{At, array_type};
use crate::{
    build::{self, Inside, Operand, extract, generic, insert, position, shape, sizes, splat},
    checks::same_shape,
};
use pullback_ir::{Attr, Block, Builder, Mapping, Value, WalkOrder};
use pullback_nd::ops;

pub(super) fn map<'a>(at: &At<'a, '_>) -> Vec<Value<'a>> {
    let (op, builder) = (at.op, &at.builder);
    let inputs = at.segment(0);
    let types = op.result_types();
    let sizes = match inputs.first() {
        Some(&first) => walked(at, &inputs, first),
        None => at.sizes_or(types[0], &at.segment(1)),
    };
    let rank = sizes.len();
    let body = op.region(0).entry();
    let outs: Vec<_> = types
        .iter()
        .map(|&ty| {
            at.agree(ty, &sizes);
            build::empty(builder, ty, &sizes)
        })
        .collect();
    let positions: Vec<_> = op
        .walk(WalkOrder::Pre)
        .into_iter()
        .filter(|inner| inner.is(ops::INDEX))
        .collect();
    if build::is_nested(builder) && !positions.is_empty() {
        return build::loops(builder, &sizes, &outs, &mut |inner, place, arrays| {
            let taken: Vec<_> = inputs
                .iter()
                .map(|&input| extract(inner, input, place))
                .collect();
            let given = inlined(inner, body, &taken, place);
            let pairs = given.into_iter().zip(arrays);
            pairs
                .map(|(element, &array)| insert(inner, element, array, place))
                .collect()
        });
    }
    for index in positions {
        let first = Builder::at_start(body, op.location());
        let dimension = index.attr(ops::DIMENSION).and_then(Attr::as_int);
        let dimension = usize::try_from(dimension.unwrap_or_default()).unwrap_or_default();
        index.replace_with(&[position(&first, dimension)]);
    }
    for &ty in &types {
        body.add_arg(ty.element(), op.location());
    }
    let each = build::map(builder.context(), rank, &(0..rank).collect::<Vec<_>>());
    let with_map = |values: &[Value<'a>]| -> Vec<Operand<'a>> {
        values.iter().map(|&value| (value, each)).collect()
    };
    end(at);
    generic(
        builder,
        &with_map(&inputs),
        &with_map(&outs),
        &vec![false; rank],
        Inside::Region(op.region(0)),
    )
}

/// A copy of the function's body where the builder is, with these arguments, at this position of its map; what it yields.
pub(super) fn inlined<'a>(
    builder: &Builder<'a>,
    body: Block<'a>,
    arguments: &[Value<'a>],
    place: &[Value<'a>],
) -> Vec<Value<'a>> {
    let mut mapping = Mapping::of(&body.args(), arguments);
    for inside in body.ops() {
        if inside.is(ops::YIELD) {
            let given = inside.operands().into_iter();
            return given.map(|value| mapping.apply(value)).collect();
        }
        let copy = inside.clone_to_end(builder.block(), &mut mapping);
        if place.is_empty() {
            continue;
        }
        for index in copy.walk(WalkOrder::Pre) {
            let dimension = index.attr(ops::DIMENSION).and_then(Attr::as_int);
            if let (true, Some(dimension)) = (index.is(ops::INDEX), dimension) {
                let position = place[dimension as usize];
                if index == copy {
                    mapping.insert(inside.result(0), position);
                }
                index.replace_with(&[position]);
            }
        }
    }
    vec![]
}

/// The sizes of arrays that are walked over together.
pub(super) fn walked<'a>(
    at: &At<'a, '_>,
    inputs: &[Value<'a>],
    first: Value<'a>,
) -> Vec<Value<'a>> {
    let all = sizes(&at.builder, first);
    for &other in &inputs[1..] {
        let other = sizes(&at.builder, other);
        same_shape(at.checks, &at.builder, &all, &other, at.op.name());
    }
    all
}

/// Makes the region end as one of linalg's.
fn end(at: &At<'_, '_>) {
    let last = at.op.region(0).entry().terminator();
    let builder = Builder::before(last);
    let end = builder.op("linalg.yield");
    end.operands(&last.operands()).results(&[]).build();
    last.erase();
}

pub(super) fn reduce<'a>(at: &At<'a, '_>) -> Vec<Value<'a>> {
    let (op, builder) = (at.op, &at.builder);
    let (inputs, starts) = (at.segment(0), at.segment(1));
    let along = at.numbers(ops::DIMENSIONS);
    let all = walked(at, &inputs, inputs[0]);
    let rank = all.len();
    let kept: Vec<_> = (0..rank).filter(|dim| !along.contains(dim)).collect();
    let sizes: Vec<_> = kept.iter().map(|&dim| all[dim]).collect();
    let context = builder.context();
    let each = build::map(context, rank, &(0..rank).collect::<Vec<_>>());
    let folded = build::map(context, rank, &kept);
    let types = op.result_types();
    let outs: Vec<_> = starts
        .iter()
        .zip(&types)
        .map(|(&start, &ty)| {
            at.agree(ty, &sizes);
            (splat(builder, start, array_type(ty), &sizes), folded)
        })
        .collect();
    let ins: Vec<_> = inputs.iter().map(|&input| (input, each)).collect();
    let reduced: Vec<_> = (0..rank).map(|dim| along.contains(&dim)).collect();
    end(at);
    let results = generic(builder, &ins, &outs, &reduced, Inside::Region(op.region(0)));
    debug_assert!(
        results
            .iter()
            .all(|result| shape(result.ty()).len() == kept.len())
    );
    let pairs = results.into_iter().zip(types);
    pairs.map(|(array, ty)| at.given(array, ty)).collect()
}
