//! Ops that are linear in all of their float operands together: their tangent is the op on tangents.

use super::zeros;
use crate::emitter::Emitter;
use pullback_ir::{Op, Value};

/// The op on the tangents of its float operands, zeros where there is none.
pub fn linear<'a>(
    emitter: &Emitter<'a>,
    op: Op<'a>,
    tangents: &[Option<Value<'a>>],
) -> Vec<Option<Value<'a>>> {
    let operands: Vec<Value<'a>> = op
        .operands()
        .into_iter()
        .zip(tangents)
        .map(|(operand, tangent)| match tangent {
            Some(tangent) => *tangent,
            None if operand.ty().element().is_float() => zeros(emitter, operand),
            None => operand,
        })
        .collect();
    vec![Some(emitter.pure(
        op.name(),
        &operands,
        &op.attrs(),
        op.result(0).ty(),
    ))]
}
