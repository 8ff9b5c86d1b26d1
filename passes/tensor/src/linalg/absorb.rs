//! Contractions that read and write their neighbours' forms: a transposed matrix is the same memory with other strides.

use super::contract::letters;
use crate::build::shape;
use pullback_ir::{Attr, Op, Type};
use pullback_nd::ops;

/// Has a contraction take what its operands are transposes and broadcasts of, and give what is made of it alone by a transpose.
pub(super) fn absorb(op: Op<'_>) {
    let [mut left, mut right, mut to] = letters(op);
    let mut changed = false;
    for operand in 0..2 {
        while let Some(from) = op.operand(operand).defining_op() {
            let (own, other) = match operand {
                0 => (&mut left, &right),
                _ => (&mut right, &left),
            };
            let dropped = |kept: &[char], letters: &[char]| {
                let mut dropped = letters.iter().filter(|letter| !kept.contains(letter));
                dropped.all(|letter| other.contains(letter))
            };
            let new = match from.name() {
                ops::TRANSPOSE => transposed(from, own),
                // Sizes that run time knows are tested at the broadcast.
                ops::BROADCAST if op.operand(1 - operand).ty().has_static_shape() => {
                    broadcast(from, own).filter(|kept| dropped(kept, own))
                }
                _ => None,
            };
            let Some(new) = new else { break };
            *own = new;
            op.set_operand(operand, from.operand(0));
            changed = true;
        }
    }
    let result = op.result(0);
    let mut given = None;
    if let [use_] = result.uses()[..]
        && use_.op.is(ops::TRANSPOSE)
        && let Some(permutation) = numbers(use_.op, ops::PERMUTATION)
    {
        to = permutation.iter().map(|&place| to[place]).collect();
        given = Some(use_.op);
        changed = true;
    }
    if changed {
        let text: String = [left.as_slice(), &[','], &right, &['-', '>'], &to]
            .concat()
            .iter()
            .collect();
        op.set_attr(ops::LETTERS, Attr::string(op.context(), &text));
    }
    if let Some(transpose) = given {
        let ty: Type<'_> = transpose.result(0).ty();
        result.set_ty(ty);
        transpose.replace_with(&[result]);
    }
}

fn numbers(op: Op<'_>, name: &str) -> Option<Vec<usize>> {
    let list = op.attr(name)?.as_i64s()?;
    list.into_iter()
        .map(|number| usize::try_from(number).ok())
        .collect()
}

/// The letters of what was transposed.
fn transposed(op: Op<'_>, letters: &[char]) -> Option<Vec<char>> {
    let permutation = numbers(op, ops::PERMUTATION)?;
    let mut own = vec![' '; letters.len()];
    for (&place, &letter) in permutation.iter().zip(letters) {
        own[place] = letter;
    }
    Some(own)
}

/// The letters of what was broadcast, if it has nothing of size 1 that becomes more.
fn broadcast(op: Op<'_>, letters: &[char]) -> Option<Vec<char>> {
    let places = numbers(op, ops::DIMENSIONS)?;
    let to = shape(op.result(0).ty());
    let own = shape(op.operand(0).ty());
    let is_known = op.result(0).ty().has_static_shape();
    let is_same = is_known
        && places
            .iter()
            .zip(&own)
            .all(|(&place, size)| to[place] == *size);
    is_same.then(|| places.iter().map(|&place| letters[place]).collect())
}
