//! Differentiation: `grad`, `value_and_grad`, `vjp` and `jvp` of function values become code.
//!
//! ```text
//! normalise.rs   derivatives of curried and of higher-order functions by uncurrying and specialising
//! captures.rs    derivatives by what a closure captures
//! lift.rs        the lambda a derivative is taken of becomes a top-level function
//! expand.rs      a derivative operator becomes a lambda around a derived function
//! unroll.rs      loops of a few trips that carry function values
//! leftover.rs    operators that cannot be expanded, and why
//! reverse.rs     @f -> @f$rev$<args>$<results>: forward code and ONE backpropagator lambda
//! activity.rs    which values take part
//! loops.rs       the forms of loops that derivatives are taken of
//! record.rs      calls that hand back pullbacks
//! backward.rs    its reverse sweep
//! arrays/        derivatives of ops on arrays, zeros of sizes that run time knows, sums in place
//! tape.rs        values out of loops, on stacks; cut.rs which
//! forward.rs     @f -> @f$fwd$<args>$<results>: tangents beside the primal code
//! custom.rs      functions with rules of their own
//! rules/         the one rule table both modes read
//! emitter.rs     emits ops once, with flags and provenance
//! monomial.rs    cotangents and tangents as lazy products, so that the code is what a person would write
//! sum.rs         sums of them, factored
//! reciprocal.rs  quotients by one square root share its reciprocal
//! threading.rs   residuals out of branches
//! checkpoint/    loops whose reverse keeps a bounded number of states
//! explain/       what depends on what, and where derivatives end
//! ```
//!
//! Order: innermost first. A round simplifies the module, makes what is to be differentiated first-order, and
//! expands the derivative operators whose function holds no derivative operator itself.

mod activity;
mod arrays;
mod backward;
mod captures;
mod checkpoint;
mod custom;
mod cut;
mod derive;
mod emitter;
mod expand;
mod explain;
mod forward;
mod functions;
mod leaves;
mod leftover;
mod lift;
mod loops;
mod mask;
mod monomial;
mod names;
mod normalise;
mod pass;
mod reciprocal;
mod record;
mod reverse;
pub mod rules;
mod sum;
mod tape;
mod threading;
mod unroll;
mod vmap;

pub use pass::{Differentiate, register};
