//! Loops of a few trips that carry function values: `h = grad h` three times is a third derivative.

use crate::functions::holds_function;
use pullback_ir::{Attr, Builder, Mapping, Op, Value, WalkOrder};

/// How many ops the bodies of an unrolled loop may have in all.
const MOST: usize = 20_000;

/// Unrolls the `scf.for` loops of constant trips that carry function values; says how many.
pub fn unroll(module: Op<'_>) -> u64 {
    let mut unrolled = 0;
    // Inner loops first, so that the copies of an outer one hold none.
    for op in module.walk(WalkOrder::Post) {
        if op.is("scf.for")
            && op.result_types().into_iter().any(holds_function)
            && let Some(steps) = steps(op)
        {
            copy_bodies(op, &steps);
            unrolled += 1;
        }
    }
    unrolled
}

/// The values of the induction variable.
fn steps(op: Op<'_>) -> Option<Vec<i64>> {
    let [lower, upper, step] = [0, 1, 2].map(|index| constant(op.operand(index)));
    let (lower, upper, step) = (lower?, upper?, step?);
    if step <= 0 || op.attr("unsignedCmp").is_some() && (lower < 0 || upper < 0) {
        return None;
    }
    let size = op.walk(WalkOrder::Pre).len();
    let mut steps = Vec::new();
    let mut next = lower;
    while next < upper {
        steps.push(next);
        if steps
            .len()
            .checked_mul(size)
            .is_none_or(|total| total > MOST)
        {
            return None;
        }
        next = next.checked_add(step)?;
    }
    Some(steps)
}

fn constant(value: Value<'_>) -> Option<i64> {
    let op = value.defining_op().filter(|op| op.is("arith.constant"))?;
    op.attr("value").and_then(Attr::as_int)
}

fn copy_bodies<'a>(op: Op<'a>, steps: &[i64]) {
    let body = op.region(0).entry();
    let end = body.terminator();
    let mut carried = op.operands().split_off(3);
    for &step in steps {
        let builder = Builder::before(op);
        let mut values = vec![builder.int(op.operand(0).ty(), step)];
        values.extend(&carried);
        let mut mapping = Mapping::of(&body.args(), &values);
        for inner in body.ops().into_iter().filter(|inner| *inner != end) {
            inner.clone_before(op, &mut mapping);
        }
        let yielded = end.operands().into_iter();
        carried = yielded.map(|value| mapping.apply(value)).collect();
    }
    op.replace_with(&carried);
}
