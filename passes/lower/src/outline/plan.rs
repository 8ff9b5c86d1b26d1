//! Where a block is cut.

use crate::slot::{Frame, size};
use pullback_ir::{Op, Value};
use std::collections::{BTreeMap, HashMap};

/// The parts of a block, and what they share.
pub(super) struct Plan<'a> {
    /// The ops of each part, in order. Other ops stay.
    pub(super) parts: Vec<Vec<Op<'a>>>,
    /// The part of each op that goes.
    pub(super) part_of: HashMap<Op<'a>, usize>,
    /// Where values are that one part, or what stays, computes and another uses.
    pub(super) slots: Slots<'a>,
    /// The memory that they are in.
    pub(super) frame: Frame,
}

/// Offsets of values, in the order in which they were given.
#[derive(Default)]
pub(super) struct Slots<'a> {
    offsets: HashMap<Value<'a>, usize>,
    order: BTreeMap<usize, Value<'a>>,
}

impl<'a> Slots<'a> {
    pub(super) fn get(&self, value: &Value<'a>) -> Option<&usize> {
        self.offsets.get(value)
    }
}

impl<'s, 'a> IntoIterator for &'s Slots<'a> {
    type Item = (&'s Value<'a>, &'s usize);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let pairs = self.order.iter().map(|(offset, value)| (value, offset));
        pairs.collect::<Vec<_>>().into_iter()
    }
}

/// Whether an op is made again where it is used.
pub(super) fn is_constant(op: Op<'_>) -> bool {
    matches!(
        op.name(),
        "llvm.mlir.constant"
            | "llvm.mlir.undef"
            | "llvm.mlir.poison"
            | "llvm.mlir.zero"
            | "llvm.mlir.addressof"
    )
}

/// Whether an op stays, and others may pass it: memory of the function, of a size that is known.
fn is_memory(op: Op<'_>) -> bool {
    let operands = op.operands();
    op.is("llvm.alloca")
        && operands
            .iter()
            .all(|value| value.defining_op().is_some_and(is_constant))
}

/// Whether an op means something only in its own function, or is more than it says.
fn is_tied(op: Op<'_>) -> bool {
    op.region_count() > 0
        || matches!(
            op.name(),
            "llvm.alloca" | "llvm.intr.stacksave" | "llvm.intr.stackrestore" | "llvm.inline_asm"
        )
        || op
            .attr("TailCallKind")
            .is_some_and(|kind| kind.to_string().contains("musttail"))
}

impl<'a> Plan<'a> {
    /// Cuts the ops of a block into parts of about `length`.
    pub(super) fn of(ops: &[Op<'a>], length: usize) -> Self {
        let parts = parts(ops, length);
        let numbered = parts.iter().enumerate();
        let part_of = numbered
            .flat_map(|(index, part)| part.iter().map(move |&op| (op, index)))
            .collect();
        let mut plan = Self {
            parts,
            part_of,
            slots: Slots::default(),
            frame: Frame::default(),
        };
        plan.share();
        plan
    }

    /// Gives a slot to each value that a part takes or gives.
    fn share(&mut self) {
        let mut shared = vec![];
        for (index, part) in self.parts.iter().enumerate() {
            for op in part {
                for operand in op.operands() {
                    let definition = operand.defining_op();
                    let here =
                        |def: Op<'_>| is_constant(def) || self.part_of.get(&def) == Some(&index);
                    if !definition.is_some_and(here) {
                        shared.push(operand);
                    }
                }
                for result in op.results() {
                    let leaves = |user: Op<'_>| self.part_of.get(&user) != Some(&index);
                    if result.uses().into_iter().any(|one| leaves(one.op)) {
                        shared.push(result);
                    }
                }
            }
        }
        for value in shared {
            if !self.slots.offsets.contains_key(&value)
                && let Some(offset) = self.frame.slot(value.ty())
            {
                self.slots.offsets.insert(value, offset);
                self.slots.order.insert(offset, value);
            }
        }
    }
}

/// Runs of ops that can go. A value that cannot be in memory (a record) is used where it is made: no cut goes
/// between, and what uses such a value from elsewhere stays.
fn parts<'a>(ops: &[Op<'a>], length: usize) -> Vec<Vec<Op<'a>>> {
    let mut cutter = Cutter {
        length,
        ..Cutter::default()
    };
    for &op in ops {
        if op.is_terminator() {
            break;
        }
        if !is_constant(op) && !is_memory(op) {
            cutter.take(op);
        }
    }
    cutter.close();
    cutter.parts
}

#[derive(Default)]
struct Cutter<'a> {
    length: usize,
    parts: Vec<Vec<Op<'a>>>,
    part: Vec<Op<'a>>,
    /// The part can end after so many ops.
    end: usize,
    /// Records of the part, with their uses to come.
    open: HashMap<Value<'a>, usize>,
}

impl<'a> Cutter<'a> {
    fn take(&mut self, op: Op<'a>) {
        let is_record = |value: &Value<'a>| size(value.ty()).is_none();
        let operands = op.operands();
        let mut records = operands.iter().filter(|value| is_record(value));
        let is_strange = |value: &Value<'a>| {
            !self.open.contains_key(value) && !value.defining_op().is_some_and(is_constant)
        };
        if is_tied(op) || records.any(is_strange) {
            self.close();
            return;
        }
        for operand in &operands {
            if let Some(uses) = self.open.get_mut(operand) {
                *uses -= 1;
                if *uses == 0 {
                    self.open.remove(operand);
                }
            }
        }
        for result in op.results().into_iter().filter(is_record) {
            match result.uses().len() {
                0 => {}
                uses => {
                    self.open.insert(result, uses);
                }
            }
        }
        self.part.push(op);
        if self.open.is_empty() {
            self.end = self.part.len();
            if self.end >= self.length {
                self.close();
            }
        }
    }

    /// Ends the part where it can end; what is behind stays. Short parts are not worth a call.
    fn close(&mut self) {
        let mut part = std::mem::take(&mut self.part);
        part.truncate(self.end);
        if part.len() >= self.length.div_ceil(8) {
            self.parts.push(part);
        }
        self.end = 0;
        self.open.clear();
    }
}
