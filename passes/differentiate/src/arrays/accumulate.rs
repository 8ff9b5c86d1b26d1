//! Sums of cotangents of arrays, in place: what is read of an array contributes to the cotangent of the whole, and
//! must not cost a whole array of zeros.
//!
//! A contribution that is zero but for a few elements was made by a scatter, or an insertion, into zeros. Where it is
//! added to another cotangent, those elements are scattered into that one. The sum that a loop hands back starts from
//! the other cotangent, and so does that of a branch. So a loop that reads an element a trip carries one array, in
//! which the cotangent of each element is added.

use super::{binary, slices::slice_of_insertion};
use crate::emitter::Emitter;
use pullback_ir::{Attr, Op, Value};
use std::{cell::RefCell, collections::HashSet};

/// Results of loops and branches that are sums: of what a loop starts from, or of nothing, and of contributions.
#[derive(Debug, Default)]
pub struct Accumulators<'a>(RefCell<HashSet<Value<'a>>>);

impl<'a> Accumulators<'a> {
    /// The results of an op are sums.
    pub fn add(&self, results: &[Value<'a>]) {
        self.0.borrow_mut().extend(results);
    }
}

/// Whether all elements are zero, as the program's text says.
pub fn is_zero(value: Value<'_>) -> bool {
    let Some(op) = value.defining_op() else {
        return false;
    };
    match op.name() {
        "arith.constant" => op.attr("value").and_then(Attr::as_float) == Some(0.0),
        "nd.broadcast" | "tensor.splat" => is_zero(op.operand(0)),
        _ => false,
    }
}

/// Whether a contribution may be added in place.
pub fn is_accumulating(emitter: &Emitter<'_>, term: Value<'_>) -> bool {
    term.ty().is_shaped() && is_sum(emitter, term, 0)
}

/// Whether a value is a sum that may start from something else than zero, as it has this many uses only.
fn is_sum(emitter: &Emitter<'_>, value: Value<'_>, uses: usize) -> bool {
    let Some(op) = value.defining_op().filter(|_| value.uses().len() == uses) else {
        return false;
    };
    match op.name() {
        "nd.scatter" => {
            let adds = op.attr("combine").and_then(Attr::as_str) == Some("add");
            adds && (is_zero(op.operand(1)) || is_sum(emitter, op.operand(1), 1))
        }
        "tensor.insert_slice" => is_zero(op.operand(1)),
        _ => emitter.accumulators.0.borrow().contains(&value),
    }
}

impl<'a> Emitter<'a> {
    /// `sum` and a contribution.
    pub(crate) fn accumulate(&self, sum: Value<'a>, term: Value<'a>) -> Value<'a> {
        self.accumulate_used(sum, term, 0)
    }

    fn accumulate_used(&self, sum: Value<'a>, term: Value<'a>, uses: usize) -> Value<'a> {
        if is_zero(sum) && sum.ty() == term.ty() {
            return term;
        }
        if is_zero(term) {
            return sum;
        }
        let op = term.defining_op().filter(|_| is_sum(self, term, uses));
        let Some(op) = op else {
            return binary(self, "arith.addf", sum, term);
        };
        match op.name() {
            "nd.scatter" => {
                let mut operands = op.operands();
                operands[1] = self.accumulate_used(sum, operands[1], 1);
                self.pure(op.name(), &operands, &op.attrs(), term.ty())
            }
            "tensor.insert_slice" => {
                let there = slice_of_insertion(self, op, sum);
                let mut operands = op.operands();
                operands[0] = binary(self, "arith.addf", operands[0], there);
                operands[1] = sum;
                self.pure(op.name(), &operands, &op.attrs(), term.ty())
            }
            _ if !is_there(sum, op) => binary(self, "arith.addf", sum, term),
            "scf.for" => {
                let index = term.result_index().unwrap_or_default() + 3;
                let start = self.before(op, || self.accumulate(sum, op.operand(index)));
                op.set_operand(index, start);
                term
            }
            _ => {
                let index = term.result_index().unwrap_or_default();
                for region in op.regions() {
                    let end = region.entry().terminator();
                    let given = end.operand(index);
                    // What is yielded is used by the yield alone.
                    end.set_operand(index, sum);
                    let total = self.before(end, || self.accumulate(sum, given));
                    end.set_operand(index, total);
                }
                term
            }
        }
    }

    /// Runs `body` with the insertion point before `op`; ops made there are not found again elsewhere.
    fn before<R>(&self, op: Op<'a>, body: impl FnOnce() -> R) -> R {
        let block = op.block().expect("the op is in a block");
        self.inside(block, || {
            self.builder().set_before(op);
            body()
        })
    }
}

/// Whether a value is there where an op stands.
fn is_there<'a>(value: Value<'a>, op: Op<'a>) -> bool {
    let mut around = std::iter::successors(Some(op), |op| op.parent());
    let around = around.find(|op| op.block() == value.block());
    around.is_some_and(|around| {
        value
            .defining_op()
            .is_none_or(|maker| maker.is_before(around))
    })
}
