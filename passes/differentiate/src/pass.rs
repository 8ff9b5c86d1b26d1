//! `functional-differentiate`.

use crate::{
    checkpoint::Checkpoint, expand::expand_innermost, explain::Explain, functions::is_derivative,
    leftover::leftover, lift::lift_operands, normalise::normalise, unroll::unroll,
};
use pullback_ir::{Op, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Expands grad, value_and_grad, vjp and jvp, innermost first; simplifies in between, not after.
#[derive(Pass)]
#[pass(
    name = "functional-differentiate",
    on = "builtin.module",
    dialects = ["arith", "cf", "func", "functional", "math", "nd", "scf", "tensor", "ub"]
)]
pub struct Differentiate {
    /// Give up after so many rounds; a round expands one level of nesting.
    #[option(default = 64)]
    max_rounds: u64,
}

/// Puts the pass into the registry.
pub fn register() {
    pullback_pass::register::<Differentiate>();
    pullback_pass::register::<Explain>();
    pullback_pass::register::<Checkpoint>();
}

impl Pass for Differentiate {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        if has_derivatives(root.op()) && has_branches(root.op()) {
            root.run_pipeline("lift-cf-to-scf")?;
        }
        for _ in 0..self.max_rounds {
            if !has_derivatives(root.op()) {
                return Ok(());
            }
            root.run_pipeline("functional-simplify")?;
            if normalise(root.op()) > 0 {
                continue;
            }
            lift_operands(root.op());
            root.run_pipeline("functional-to-first-order")?;
            if normalise(root.op()) > 0 {
                continue;
            }
            let (mut expanded, mut derived) = expand_innermost(root.op())?;
            if expanded == 0 {
                // What is differentiated is not known before the program runs: one of several functions, or what a
                // function value was called with. It becomes the function that calls whichever it is.
                root.run_pipeline(
                    "functional-defunctionalize{operators=true},functional-simplify",
                )?;
                if normalise(root.op()) > 0 {
                    continue;
                }
                (expanded, derived) = expand_innermost(root.op())?;
            }
            root.count("operators expanded", expanded);
            root.count("functions derived", derived);
            if expanded == 0 && unroll(root.op()) == 0 {
                return leftover(root.op());
            }
        }
        leftover(root.op())
    }
}

fn has_derivatives(module: Op<'_>) -> bool {
    module.walk(WalkOrder::Pre).into_iter().any(is_derivative)
}

/// Whether a region has several blocks.
fn has_branches(module: Op<'_>) -> bool {
    let mut ops = module.walk(WalkOrder::Pre).into_iter();
    ops.any(|op| {
        let mut regions = op.regions().into_iter();
        regions.any(|region| region.blocks().len() > 1)
    })
}
