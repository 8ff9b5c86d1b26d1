//! Scans: loops that carry what a fold has, and the arrays of it.

use super::{
    At,
    region::{inlined, walked},
};
use crate::build::{self, arith, extract, for_loop, index, insert, loops};
use pullback_ir::{Builder, Value};
use pullback_nd::ops;

pub(super) fn scan<'a>(at: &At<'a, '_>) -> Vec<Value<'a>> {
    let (op, builder) = (at.op, &at.builder);
    let (inputs, starts) = (at.segment(0), at.segment(1));
    let along = at.number(ops::DIMENSION);
    let (exclusive, reverse) = (at.flag(ops::EXCLUSIVE), at.flag(ops::REVERSED));
    let all = walked(at, &inputs, inputs[0]);
    let empty: Vec<_> = op
        .result_types()
        .into_iter()
        .map(|ty| {
            at.agree(ty, &all);
            build::empty(builder, ty, &all)
        })
        .collect();
    let count = empty.len();
    let length = all[along];
    let mut outer = all.clone();
    outer.remove(along);
    let body = op.region(0).entry();
    let mut line = |builder: &Builder<'a>, around: &[Value<'a>], arrays: &[Value<'a>]| {
        let bounds = [index(builder, 0), length, index(builder, 1)];
        let carried: Vec<_> = arrays.iter().chain(&starts).copied().collect();
        let mut trip = |inner: &Builder<'a>, place: Value<'a>, carried: &[Value<'a>]| {
            let (arrays, had) = carried.split_at(count);
            let place = match reverse {
                true => {
                    let last = arith(inner, "arith.subi", length, index(inner, 1));
                    arith(inner, "arith.subi", last, place)
                }
                false => place,
            };
            let mut position = around.to_vec();
            position.insert(along, place);
            let taken: Vec<_> = inputs
                .iter()
                .map(|&input| extract(inner, input, &position))
                .chain(had.iter().copied())
                .collect();
            let given = inlined(inner, body, &taken, &[]);
            let shown = if exclusive { had } else { given.as_slice() };
            let pairs = shown.iter().zip(arrays);
            let next = pairs.map(|(&element, &array)| insert(inner, element, array, &position));
            next.chain(given.iter().copied()).collect()
        };
        let mut results = for_loop(builder, bounds, &carried, &mut trip);
        results.truncate(count);
        results
    };
    loops(builder, &outer, &empty, &mut line)
}
