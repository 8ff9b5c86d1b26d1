//! Sums of elements and of products.

use super::{At, array_type};
use crate::{
    build::{self, Inside, arith, generic, shape, sizes, splat, zero},
    products,
};
use pullback_ir::{Attr, Builder, Op, Value};
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
    let [left, right, to] = letters(at.op);
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
    let [first, second] = [(arrays[0], map_of(&left)), (arrays[1], map_of(&right))];
    let out = (start, map_of(&to));
    let is_product =
        products::kernel(element).is_some() && multiplies_matrices([&left, &right, &to]);
    let results = match is_product && !is_small(arrays, [&left, &right]) {
        true => build::contract(builder, [first, second, out]),
        false => generic(
            builder,
            &[first, second],
            &[out],
            &reduced,
            Inside::Body(&mut body),
        ),
    };
    at.given(results[0], ty)
}

/// Makes a `linalg.generic` that multiplies matrices one that says so.
pub(super) fn recognise(op: Op<'_>) -> Option<()> {
    let operands: [Value<'_>; 3] = op.operands().as_slice().try_into().ok()?;
    let maps: [Attr<'_>; 3] = op.attr("indexing_maps")?.as_array()?.try_into().ok()?;
    let [left, right, to] = maps.map(build::loops_of);
    let (left, right, to) = (left?, right?, to?);
    products::kernel(operands[2].ty().element())?;
    let arrays = [operands[0], operands[1]];
    if sums_products(op)
        && operands.iter().all(|value| value.ty().is_array())
        && multiplies_matrices([&left, &right, &to])
        && !is_small(arrays, [&left, &right])
    {
        let all = [0, 1, 2].map(|operand| (operands[operand], maps[operand]));
        let results = build::contract(&Builder::before(op), all);
        op.replace_with(&results);
    }
    Some(())
}

/// Whether the body adds the product of its first two arguments to the third.
fn sums_products(op: Op<'_>) -> bool {
    let Some(body) = op.region(0).first() else {
        return false;
    };
    let of = |op: Op<'_>, a: Value<'_>, b: Value<'_>| {
        let operands = op.operands();
        operands == [a, b] || operands == [b, a]
    };
    match (&body.args()[..], &body.ops()[..]) {
        (&[left, right, sum], &[product, total, end]) => {
            product.is("arith.mulf")
                && of(product, left, right)
                && total.is("arith.addf")
                && of(total, sum, product.result(0))
                && end.operands() == [total.result(0)]
        }
        _ => false,
    }
}

/// The letters of the operands and of the result.
pub(super) fn letters(op: Op<'_>) -> [Vec<char>; 3] {
    let letters = op.attr(ops::LETTERS).and_then(Attr::as_str);
    let (from, to) = letters
        .unwrap_or_default()
        .split_once("->")
        .unwrap_or_default();
    let (left, right) = from.split_once(',').unwrap_or_default();
    [left, right, to].map(|letters| letters.trim().chars().collect())
}

/// Whether it is more than a product of elements, and more than one sum: what a kernel does better than loops, with which other ops
/// could be fused.
fn multiplies_matrices<L: PartialEq>(sides: [&[L]; 3]) -> bool {
    let kind = |letter: &L| sides.map(|side| side.contains(letter));
    let kinds: Vec<_> = sides.into_iter().flatten().map(kind).collect();
    let is_summed = kinds.contains(&[true, true, false]);
    let is_wide = kinds.contains(&[true, false, true]) || kinds.contains(&[false, true, true]);
    let is_plain = kinds
        .iter()
        .all(|kind| kind.iter().filter(|is| **is).count() > 1);
    is_summed && is_wide && is_plain
}

/// So few products, as far as is known, are loops that LLVM unrolls.
const FEW: i64 = 512;

fn is_small<L: PartialEq>(arrays: [Value<'_>; 2], letters: [&[L]; 2]) -> bool {
    let mut seen = vec![];
    let mut products = Some(1_i64);
    for (array, letters) in arrays.into_iter().zip(letters) {
        for (letter, size) in letters.iter().zip(shape(array.ty())) {
            if !seen.contains(&letter) {
                seen.push(letter);
                products = products
                    .zip(size)
                    .and_then(|(all, size)| all.checked_mul(size));
            }
        }
    }
    products.is_some_and(|products| products < FEW)
}
