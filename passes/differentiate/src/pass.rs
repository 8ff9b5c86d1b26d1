//! `functional-differentiate`.

use crate::{
    expand::expand_innermost,
    functions::{holds_function, is_derivative},
    lift::lift_operands,
    normalise::normalise,
};
use pullback_ir::{Op, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Expands grad, value_and_grad, vjp and jvp, innermost first; simplifies in between, not after.
#[derive(Pass)]
#[pass(
    name = "functional-differentiate",
    on = "builtin.module",
    dialects = ["arith", "cf", "func", "functional", "math", "scf", "ub"]
)]
pub struct Differentiate {
    /// Give up after so many rounds; a round expands one level of nesting.
    #[option(default = 64)]
    max_rounds: u64,
}

/// Puts the pass into the registry.
pub fn register() {
    pullback_pass::register::<Differentiate>();
}

impl Pass for Differentiate {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
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
            if expanded == 0 {
                return leftover(root.op());
            }
        }
        leftover(root.op())
    }
}

fn has_derivatives(module: Op<'_>) -> bool {
    module.walk(WalkOrder::Pre).into_iter().any(is_derivative)
}

/// What could not be expanded: fine inside a higher-order function, which is compiled where it is applied.
fn leftover(module: Op<'_>) -> Result<(), Error> {
    for op in module.walk(WalkOrder::Pre) {
        if !is_derivative(op) || depends_on_parameter(op.operand(0)) {
            continue;
        }
        let in_higher_order = op
            .ancestor("func.func")
            .and_then(Op::function_type)
            .is_some_and(|(inputs, _)| inputs.into_iter().any(holds_function));
        if in_higher_order {
            continue;
        }
        return Err(Error::at(
            op,
            format!(
                "the function that '{}' differentiates cannot be found: it is recursive through this derivative, or comes from a construct that hides it; apply the operator to a lambda, a ref, or a partial application of one",
                op.name()
            ),
        ));
    }
    Ok(())
}

/// Whether a function value comes from a parameter of an enclosing lambda or function.
fn depends_on_parameter(value: Value<'_>) -> bool {
    let mut pending = vec![value];
    let mut seen = Vec::new();
    while let Some(value) = pending.pop() {
        if seen.contains(&value) {
            continue;
        }
        seen.push(value);
        match value.defining_op() {
            None => return true,
            Some(op) => {
                pending.extend(
                    [op.operands(), op.captures()]
                        .concat()
                        .into_iter()
                        .filter(|input| holds_function(input.ty())),
                );
            }
        }
    }
    false
}
