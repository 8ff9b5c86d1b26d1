//! Contractions: the derivative by an operand is a contraction with the other one.

use super::{ArrayRule, broadcast, shape_of};
use crate::emitter::Emitter;
use pullback_ir::{Attr, Op, Type, Value};

pub const CONTRACT: ArrayRule = ArrayRule {
    forward: |emitter, op, tangents| {
        let side = |number: usize| {
            let tangent = tangents[number]?;
            let mut operands = op.operands();
            operands[number] = tangent;
            Some(emitter.pure(op.name(), &operands, &op.attrs(), op.result(0).ty()))
        };
        vec![match (side(0), side(1)) {
            (Some(a), Some(b)) => Some(super::binary(emitter, "arith.addf", a, b)),
            (a, b) => a.or(b),
        }]
    },
    reverse: |emitter, op, cotangents, wanted| {
        let Some(d) = cotangents[0] else {
            return vec![None, None];
        };
        let side = |number: usize| wanted[number].then(|| transposed(emitter, op, d, number));
        vec![side(0), side(1)]
    },
};

/// The letters of the two operands and of the result.
fn letters(op: Op<'_>) -> [&str; 3] {
    let letters = op
        .attr("letters")
        .and_then(Attr::as_str)
        .unwrap_or_default();
    let (operands, result) = letters.split_once("->").unwrap_or((letters, ""));
    let (lhs, rhs) = operands.split_once(',').unwrap_or((operands, ""));
    [lhs, rhs, result]
}

/// The cotangent of an operand: result and other operand, contracted to its letters. Along a letter that only it has,
/// all of its elements were summed, and have the same.
fn transposed<'a>(emitter: &Emitter<'a>, op: Op<'a>, d: Value<'a>, number: usize) -> Value<'a> {
    let all = letters(op);
    let (own, other, result) = (all[number], all[1 - number], all[2]);
    let operand = op.operand(number);
    let shape = shape_of(operand.ty());
    let shared: Vec<usize> = own
        .char_indices()
        .filter(|&(_, letter)| other.contains(letter) || result.contains(letter))
        .map(|(at, _)| at)
        .collect();
    let to: String = shared
        .iter()
        .filter_map(|&at| own[at..].chars().next())
        .collect();
    let ty = match shared.len() == shape.len() {
        true => operand.ty(),
        false => {
            let rest: Vec<Option<i64>> = shared.iter().map(|&at| shape[at]).collect();
            Type::array(&rest, operand.ty().element())
        }
    };
    let letters = Attr::string(op.context(), &format!("{result},{other}->{to}"));
    let operands = [d, op.operand(1 - number)];
    let product = emitter.pure("nd.contract", &operands, &[("letters", letters)], ty);
    match shared.len() == shape.len() {
        true => product,
        false => broadcast(emitter, product, &shared, operand.ty(), operand),
    }
}
