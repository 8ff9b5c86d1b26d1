//! `functional-checkpoint`: loops whose reverse keeps a bounded number of states.
//!
//! ```text
//! outline.rs   a loop becomes calls of functions: one trip, and for `scf.while` its condition
//! schedule.rs  the functions that run trips, and their rules, as text
//! ```
//!
//! A loop becomes a call of a function with a rule (`functional.custom_vjp`). The rule keeps nothing of the trips; its
//! pullback runs trips again from states that it keeps, at most `states` beside the first, as binomial checkpointing
//! does it (Griewank, "Achieving logarithmic growth of temporal and spatial complexity in reverse automatic
//! differentiation", 1992; Griewank and Walther, Algorithm 799, 2000): with `r` repetitions of each trip and `c` states
//! a loop of `binomial(c + r, c)` trips is reversed. A state is on the stack of a recursion whose depth is bounded by the
//! number of states.
//!
//! Where the number of trips is not known, the forward run counts them: functions are pure, so that there is nothing
//! that a second run could not do again, and the schedule is the best one for the number of trips that there were.

mod outline;
mod schedule;

use crate::functions::holds_function;
use pullback_functional::types::is_differentiable;
use pullback_ir::{Op, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Bounds what the reverse of each loop keeps: trips are run again from a few states instead of being recorded. Runs before
/// functional-differentiate. Loops that carry or use function values are left as they are.
#[derive(Pass)]
#[pass(
    name = "functional-checkpoint",
    on = "builtin.module",
    dialects = ["arith", "func", "functional", "scf"]
)]
pub struct Checkpoint {
    /// The states that a loop may keep, beside the one that it starts with.
    #[option(default = 16)]
    states: u64,
}

impl Pass for Checkpoint {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let states = i64::try_from(self.states)
            .ok()
            .filter(|&states| states > 0)
            .ok_or_else(|| {
                Error::new(format!(
                    "{} states are no number of states to keep; give 1 or more",
                    self.states
                ))
            })?;
        for function in root.op().functions() {
            // Inner loops first: the trip of an outer one calls what they became.
            let loops = function.walk(WalkOrder::Post).into_iter();
            let loops = loops.filter(|&op| has_tape(op)).enumerate();
            for (index, op) in loops.collect::<Vec<_>>() {
                let name = function.symbol_name().unwrap_or_default();
                outline::replace(function, op, &format!("{name}$loop{index}"), states)?;
                root.count("loops bounded", 1);
            }
        }
        Ok(())
    }
}

/// Whether the op is a loop whose reverse may have something to keep.
fn has_tape(op: Op<'_>) -> bool {
    if !op.is("scf.for") && !op.is("scf.while") {
        return false;
    }
    let mut types = op.result_types();
    types.extend(op.operands().iter().map(|value| value.ty()));
    let captured = op.captures().into_iter().map(|value| value.ty());
    types.iter().any(|ty| is_differentiable(ty.to_melior()))
        && !types.into_iter().chain(captured).any(holds_function)
}
