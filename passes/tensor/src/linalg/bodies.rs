//! What functions over elements write.

use pullback_ir::{Builder, Op, Value};
use std::collections::HashSet;

/// Has what writes into arrays in a function over elements write into copies, where they are from outside. Bufferization does
/// not know that the function runs for each element: it would let it write what the next element reads.
pub(super) fn keep_outside(op: Op<'_>) {
    if !matches!(
        op.name(),
        "linalg.generic" | "tensor.generate" | "tensor.pad"
    ) {
        return;
    }
    let mut outside = Outside {
        of: op,
        same: HashSet::new(),
    };
    for region in op.regions() {
        for block in region.blocks() {
            block.ops().into_iter().for_each(|op| outside.visit(op));
        }
    }
}

/// Arrays that may lie in memory from outside of an op.
struct Outside<'a> {
    of: Op<'a>,
    /// Those that are made inside.
    same: HashSet<Value<'a>>,
}

impl<'a> Outside<'a> {
    fn holds(&self, value: Value<'a>) -> bool {
        value.ty().is_array() && (self.same.contains(&value) || !value.is_inside(self.of))
    }

    fn visit(&mut self, op: Op<'a>) {
        for place in written(op) {
            if self.holds(op.operand(place)) {
                op.set_operand(place, copied(op, op.operand(place)));
            }
        }
        for region in op.regions() {
            for block in region.blocks() {
                block.ops().into_iter().for_each(|op| self.visit(op));
            }
        }
        for result in op.results() {
            if result.ty().is_array() && self.may_be(op, result) {
                self.same.insert(result);
            }
        }
    }

    /// Whether a result may lie where something from outside does.
    fn may_be(&self, op: Op<'a>, result: Value<'a>) -> bool {
        let place = result.result_index().unwrap_or_default();
        match op.name() {
            "tensor.empty"
            | "tensor.insert"
            | "tensor.insert_slice"
            | "tensor.from_elements"
            | "tensor.splat" => false,
            "linalg.generic" | "linalg.contract" => false,
            "scf.for" | "scf.if" | "scf.index_switch" | "scf.execute_region" => {
                let blocks = op.regions().into_iter().flat_map(|region| region.blocks());
                let mut ends = blocks.filter_map(|block| block.try_terminator());
                ends.any(|end| {
                    let given = end.operands();
                    given.get(place).is_none_or(|&value| self.holds(value))
                })
            }
            _ => op.region_count() > 0 || op.operands().into_iter().any(|value| self.holds(value)),
        }
    }
}

/// The operands into which an op may write.
fn written(op: Op<'_>) -> Vec<usize> {
    let all = 0..op.operand_count();
    match op.name() {
        "tensor.insert" | "tensor.insert_slice" => vec![1],
        "scf.for" => all.skip(3).collect(),
        "scf.while" => all.collect(),
        // A result for each of them.
        "linalg.generic" | "linalg.contract" => {
            all.skip(op.operand_count() - op.result_count()).collect()
        }
        _ => vec![],
    }
}

fn copied<'a>(op: Op<'a>, array: Value<'a>) -> Value<'a> {
    let builder = Builder::before(op);
    let sizes = pullback_ir::Attr::i32s(builder.context(), &[0, 1, 0]);
    let copy = builder
        .op("bufferization.alloc_tensor")
        .operands(&[array])
        .attr("operandSegmentSizes", sizes);
    copy.results(&[array.ty()]).build().result(0)
}
