//! Sorting: lines are merged from ever longer sorted runs, which keeps equal elements in order.

use super::{At, region::walked};
use crate::build::{
    arith, branch, compare, empty, extract, float, for_loop, index, insert, int, loops, one,
};
use pullback_ir::{Builder, Type, Value};
use pullback_nd::ops;

pub(super) fn sort<'a>(at: &At<'a, '_>) -> Vec<Value<'a>> {
    let builder = &at.builder;
    let inputs = at.op.operands();
    let along = at.number(ops::DIMENSION);
    let descending = at.flag(ops::DESCENDING);
    let all = walked(at, &inputs, inputs[0]);
    let length = all[along];
    let mut outer = all.clone();
    outer.remove(along);
    let count = inputs.len();
    // The results, a line that is sorted, and one that runs are merged into.
    let mut carried: Vec<_> = inputs
        .iter()
        .map(|input| empty(builder, input.ty(), &all))
        .collect();
    for _ in 0..2 {
        carried.extend(inputs.iter().map(|input| {
            let line = Type::array(&[None], input.ty().element());
            empty(builder, line, &[length])
        }));
    }
    let mut line = |builder: &Builder<'a>, around: &[Value<'a>], carried: &[Value<'a>]| {
        let (results, lines) = carried.split_at(count);
        let (from, other) = lines.split_at(count);
        let position = |place| {
            let mut position = around.to_vec();
            position.insert(along, place);
            position
        };
        let whole = |builder: &Builder<'a>| [index(builder, 0), length, index(builder, 1)];
        let from = for_loop(builder, whole(builder), from, &mut |inner, place, lines| {
            let pairs = inputs.iter().zip(lines);
            pairs
                .map(|(&input, &line)| {
                    let element = extract(inner, input, &position(place));
                    insert(inner, element, line, &[place])
                })
                .collect()
        });
        let rounds = rounds(builder, length);
        let bounds = [index(builder, 0), rounds, index(builder, 1)];
        let both: Vec<_> = from.iter().chain(other).copied().collect();
        let both = for_loop(builder, bounds, &both, &mut |inner, round, both| {
            let width = arith(inner, "arith.shli", index(inner, 1), round);
            let (from, into) = both.split_at(count);
            let merged = merge_runs(inner, [width, length], from, into, descending);
            let back = for_loop(inner, whole(inner), from, &mut |inner, place, lines| {
                let pairs = merged.iter().zip(lines);
                pairs
                    .map(|(&merged, &line)| {
                        insert(inner, extract(inner, merged, &[place]), line, &[place])
                    })
                    .collect()
            });
            back.into_iter().chain(merged).collect()
        });
        let (sorted, other) = both.split_at(count);
        let results = for_loop(
            builder,
            whole(builder),
            results,
            &mut |inner, place, arrays| {
                let pairs = sorted.iter().zip(arrays);
                pairs
                    .map(|(&line, &array)| {
                        insert(
                            inner,
                            extract(inner, line, &[place]),
                            array,
                            &position(place),
                        )
                    })
                    .collect()
            },
        );
        let all = results.into_iter().chain(sorted.iter().copied());
        all.chain(other.iter().copied()).collect()
    };
    let mut results = loops(builder, &outer, &carried, &mut line);
    results.truncate(count);
    results
}

/// How often runs double until one is the whole line.
fn rounds<'a>(builder: &Builder<'a>, length: Value<'a>) -> Value<'a> {
    let wide = Type::int(builder.context(), 64);
    let single = index(builder, 1);
    let some = arith(builder, "arith.maxsi", length, single);
    let last = arith(builder, "arith.subi", some, single);
    let last = one(builder, "arith.index_cast", &[last], wide);
    let zeros = one(builder, "math.ctlz", &[last], wide);
    let rounds = arith(builder, "arith.subi", builder.int(wide, 64), zeros);
    one(builder, "arith.index_cast", &[rounds], length.ty())
}

/// Merges neighbouring runs of so many elements of lines of that length.
fn merge_runs<'a>(
    builder: &Builder<'a>,
    [width, length]: [Value<'a>; 2],
    from: &[Value<'a>],
    into: &[Value<'a>],
    descending: bool,
) -> Vec<Value<'a>> {
    let two = arith(builder, "arith.shli", width, index(builder, 1));
    let bounds = [index(builder, 0), length, two];
    for_loop(builder, bounds, into, &mut |inner, start, into| {
        let end_of = |from| {
            let end = arith(inner, "arith.addi", from, width);
            arith(inner, "arith.minsi", end, length)
        };
        let middle = end_of(start);
        let end = end_of(middle);
        let bounds = [start, end, index(inner, 1)];
        let carried: Vec<_> = [start, middle]
            .into_iter()
            .chain(into.iter().copied())
            .collect();
        let mut step = |inner: &Builder<'a>, place: Value<'a>, carried: &[Value<'a>]| {
            let (left, right, into) = (carried[0], carried[1], &carried[2..]);
            let from_right = takes_right(inner, from[0], [left, middle, right, end], descending);
            let taken = one(inner, "arith.select", &[from_right, right, left], left.ty());
            let more = index(inner, 1);
            let zero = index(inner, 0);
            let to_right = one(inner, "arith.select", &[from_right, more, zero], left.ty());
            let to_left = arith(inner, "arith.subi", more, to_right);
            let next = [
                arith(inner, "arith.addi", left, to_left),
                arith(inner, "arith.addi", right, to_right),
            ];
            let pairs = from.iter().zip(into);
            let moved = pairs.map(|(&from, &into)| {
                insert(inner, extract(inner, from, &[taken]), into, &[place])
            });
            next.into_iter().chain(moved).collect()
        };
        for_loop(inner, bounds, &carried, &mut step)[2..].to_vec()
    })
}

/// Whether the next element of a merge is that of the right run.
fn takes_right<'a>(
    builder: &Builder<'a>,
    keys: Value<'a>,
    [left, middle, right, end]: [Value<'a>; 4],
    descending: bool,
) -> Value<'a> {
    let bit = Type::int(builder.context(), 1);
    let has_left = compare(builder, int::LESS, left, middle);
    let has_right = compare(builder, int::LESS, right, end);
    let has_both = arith(builder, "arith.andi", has_left, has_right);
    branch(
        builder,
        has_both,
        &[bit],
        &mut |inner| {
            let [right, left] = [right, left].map(|place| extract(inner, keys, &[place]));
            vec![comes_before(inner, right, left, descending)]
        },
        &mut |_| vec![has_right],
    )[0]
}

/// Whether an element comes before another one that is not equal to it. NaN comes last.
fn comes_before<'a>(
    builder: &Builder<'a>,
    a: Value<'a>,
    b: Value<'a>,
    descending: bool,
) -> Value<'a> {
    if a.ty().is_float() {
        let predicate = if descending {
            float::GREATER
        } else {
            float::LESS
        };
        let is_less = compare(builder, predicate, a, b);
        let is_number = compare(builder, float::ORDERED, a, a);
        let is_nan = compare(builder, float::UNORDERED, b, b);
        let before_nan = arith(builder, "arith.andi", is_number, is_nan);
        return arith(builder, "arith.ori", is_less, before_nan);
    }
    let predicate = match (descending, a.ty().is_int(1)) {
        (false, false) => int::LESS,
        (true, false) => int::GREATER,
        (false, true) => int::UNSIGNED_LESS,
        (true, true) => int::UNSIGNED_GREATER,
    };
    compare(builder, predicate, a, b)
}
