//! What `nd.map`, `nd.reduce` and `nd.scan` have in common.

use super::{dimensions, shape_of};
use pullback_ir::{Attr, Block, Op, Value};

/// Whether the op calls a function of elements.
pub fn is_functional(op: Op<'_>) -> bool {
    matches!(op.name(), "nd.map" | "nd.reduce" | "nd.scan")
}

/// An op that calls a function of elements.
#[derive(Clone, Copy, Debug)]
pub struct Functional<'a> {
    /// The op.
    pub op: Op<'a>,
    /// The function.
    pub body: Block<'a>,
    /// How many arrays it walks over.
    pub inputs: usize,
    /// How many values a fold has; 0 for a map.
    pub carried: usize,
}

impl<'a> Functional<'a> {
    /// The parts of an `nd.map`, `nd.reduce` or `nd.scan`.
    pub fn of(op: Op<'a>) -> Self {
        let body = op.region(0).entry();
        let carried = if op.is("nd.map") {
            0
        } else {
            op.result_count()
        };
        Self {
            op,
            body,
            inputs: body.arg_count().saturating_sub(carried),
            carried,
        }
    }

    /// The arrays.
    pub fn arrays(&self) -> Vec<Value<'a>> {
        let mut operands = self.op.operands();
        operands.truncate(self.inputs);
        operands
    }

    /// What a fold starts from, or the sizes of a map.
    pub fn rest(&self) -> Vec<Value<'a>> {
        self.op.operands().split_off(self.inputs)
    }

    /// The shape that the function is called at.
    pub fn shape(&self) -> Vec<Option<i64>> {
        let arrays = self.arrays();
        let first = arrays.first().copied().unwrap_or_else(|| self.op.result(0));
        shape_of(first.ty())
    }

    /// The dimensions that are folded along.
    pub fn along(&self) -> Vec<usize> {
        match self.op.name() {
            "nd.reduce" => dimensions(self.op, "dimensions"),
            "nd.scan" => vec![
                self.op
                    .attr("dimension")
                    .and_then(Attr::as_int)
                    .unwrap_or(0) as usize,
            ],
            _ => Vec::new(),
        }
    }

    /// The other dimensions.
    pub fn kept(&self) -> Vec<usize> {
        let along = self.along();
        (0..self.shape().len())
            .filter(|at| !along.contains(at))
            .collect()
    }

    /// What the function yields.
    pub fn yields(&self) -> Vec<Value<'a>> {
        self.body.terminator().operands()
    }
}
