//! Sums of elements and of products.

use super::{At, array_type};
use crate::build::{self, Inside, arith, generic, sizes, splat, zero};
use pullback_ir::{Attr, Builder, Value};
use pullback_nd::ops;

/// `arith`'s addition or multiplication of elements.
pub(super) fn named(
    element: pullback_ir::Type<'_>,
    float: &'static str,
    int: &'static str,
) -> &'static str {
    if element.is_float() { float } else { int }
}

pub(super) fn sum<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let input = at.op.operand(0);
    let along = at.numbers(ops::DIMENSIONS);
    let all = sizes(builder, input);
    let rank = all.len();
    let kept: Vec<_> = (0..rank).filter(|dim| !along.contains(dim)).collect();
    let left: Vec<_> = kept.iter().map(|&dim| all[dim]).collect();
    let ty = at.result_type();
    at.agree(ty, &left);
    let element = ty.element();
    let nothing = zero(builder, element);
    let start = splat(builder, nothing, array_type(ty), &left);
    let context = builder.context();
    let each = build::map(context, rank, &(0..rank).collect::<Vec<_>>());
    let folded = build::map(context, rank, &kept);
    let reduced: Vec<_> = (0..rank).map(|dim| along.contains(&dim)).collect();
    let add = named(element, "arith.addf", "arith.addi");
    let mut body =
        |inner: &Builder<'a>, values: &[Value<'a>]| vec![arith(inner, add, values[0], values[1])];
    let result = generic(
        builder,
        &[(input, each)],
        &[(start, folded)],
        &reduced,
        Inside::Body(&mut body),
    );
    at.given(result[0], ty)
}

pub(super) fn contract<'a>(at: &At<'a, '_>) -> Value<'a> {
    let builder = &at.builder;
    let letters = at.op.attr(ops::LETTERS).and_then(Attr::as_str);
    let (from, to) = letters
        .unwrap_or_default()
        .split_once("->")
        .unwrap_or_default();
    let (left, right) = from.split_once(',').unwrap_or_default();
    let [left, right, to] =
        [left, right, to].map(|letters| letters.trim().chars().collect::<Vec<_>>());
    let operands = at.op.operands();
    let arrays = [at.array(operands[0]), at.array(operands[1])];
    let mut known: Vec<(char, Value<'a>)> = vec![];
    for (letters, array) in [&left, &right].into_iter().zip(arrays) {
        for (&letter, size) in letters.iter().zip(sizes(builder, array)) {
            match known.iter().find(|(other, _)| *other == letter) {
                Some(&(_, other)) => at.checks.equal(builder, other, size, || {
                    format!(
                        "`nd.contract` meets arrays whose sizes of `{letter}` are {{}} and {{}}; give them one size"
                    )
                }),
                None => known.push((letter, size)),
            }
        }
    }
    // The loops: the result's dimensions, then those that are summed over.
    let summed = known.iter().map(|(letter, _)| *letter);
    let order: Vec<char> = to
        .iter()
        .copied()
        .chain(summed.filter(|letter| !to.contains(letter)))
        .collect();
    let size = |letter: char| known.iter().find(|(other, _)| *other == letter);
    let result: Vec<_> = to
        .iter()
        .filter_map(|&letter| Some(size(letter)?.1))
        .collect();
    let ty = at.result_type();
    at.agree(ty, &result);
    let element = ty.element();
    let nothing = zero(builder, element);
    let start = splat(builder, nothing, array_type(ty), &result);
    let map_of = |letters: &[char]| {
        let loops: Vec<_> = letters
            .iter()
            .filter_map(|letter| order.iter().position(|other| other == letter))
            .collect();
        build::map(builder.context(), order.len(), &loops)
    };
    let reduced: Vec<_> = order.iter().map(|letter| !to.contains(letter)).collect();
    let add = named(element, "arith.addf", "arith.addi");
    let multiply = named(element, "arith.mulf", "arith.muli");
    let mut body = |inner: &Builder<'a>, values: &[Value<'a>]| {
        let product = arith(inner, multiply, values[0], values[1]);
        vec![arith(inner, add, values[2], product)]
    };
    let results = generic(
        builder,
        &[(arrays[0], map_of(&left)), (arrays[1], map_of(&right))],
        &[(start, map_of(&to))],
        &reduced,
        Inside::Body(&mut body),
    );
    at.given(results[0], ty)
}
