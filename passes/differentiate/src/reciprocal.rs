//! Several quotients by one square root share its reciprocal.
//!
//! `1 / s` could overflow where `x / s` does not only if `s` were subnormal, and no square root is: the root of the
//! smallest subnormal is far above the smallest normal number, in every float type. So this is another formula
//! for the same derivative, with one division instead of many. Below three quotients it would be more ops.

use pullback_ir::{Block, Builder, Op, Type, Value};

/// With fewer quotients a division each is no slower.
const WORTH: usize = 3;

/// Rewrites the quotients of a block that J has emitted.
pub fn share_reciprocals(block: Block<'_>) {
    let quotients: Vec<Op<'_>> = block
        .ops()
        .into_iter()
        .filter(|op| op.is("arith.divf") && is_root(op.operand(1)))
        .collect();
    let mut done: Vec<Value<'_>> = Vec::new();
    for first in &quotients {
        if first.block().is_none() || done.contains(&first.operand(1)) {
            continue;
        }
        let divisor = first.operand(1);
        let flags = first.attr("fastmath");
        let group: Vec<Op<'_>> = quotients
            .iter()
            .copied()
            .filter(|op| {
                op.block().is_some() && op.operand(1) == divisor && op.attr("fastmath") == flags
            })
            .collect();
        done.push(divisor);
        if group.len() < WORTH {
            continue;
        }
        let ty: Type<'_> = divisor.ty();
        let builder = Builder::before(*first);
        let one = builder.float(ty, 1.0);
        let reciprocal = builder
            .op("arith.divf")
            .operands(&[one, divisor])
            .maybe_attr("fastmath", flags)
            .results(&[ty])
            .build()
            .result(0);
        for op in group {
            let product = Builder::before(op)
                .op("arith.mulf")
                .operands(&[op.operand(0), reciprocal])
                .maybe_attr("fastmath", flags)
                .results(&[ty])
                .build();
            op.replace_with(&product.results());
        }
    }
}

/// Whether a value is a square root.
fn is_root(value: Value<'_>) -> bool {
    value.defining_op().is_some_and(|op| op.is("math.sqrt"))
}
