//! Simplification of the functional level: function values that are known become code.
//!
//! `functional-simplify` alternates its own rewrites with upstream's `canonicalize` and `cse` until its
//! own change nothing:
//!
//! - `inline`: calls of functions that are small, used once, or take functions (or give some that are not plain closures);
//! - `beta`: `apply` of a known `lambda`, eta reduction;
//! - `letrec`: recursive function values become recursive functions of the module;
//! - `select` and `cases`: conditionals and matches that yield functions;
//! - `known_branch`: matches on what every branch of a conditional makes;
//! - `tuple`: conditionals that yield tuples, loops that carry them;
//! - `algebra`: rewrites that are exact in IEEE arithmetic, and those that the `fastmath` flags allow;
//! - `algebra::polynomial`: sums and products that flags let be regrouped, with fewer ops;
//! - `dead`: unused calls of functions without memory effects.
//!
//! It does nothing with what it does not understand, and ends on every input: each rewrite that copies
//! code takes from a budget (`limits`).
//!
//! ```
//! let registry = pullback_ir::Registry::upstream();
//! registry.add(pullback_functional::register);
//! let context = pullback_ir::Context::new(&registry);
//! pullback_ir::register_upstream_passes();
//! pullback_simplify::register();
//!
//! let text = "func.func @f(%x: f64) -> f64 {
//!   %cube = functional.lambda (%y: f64) -> f64 {
//!     %square = arith.mulf %y, %y : f64
//!     %r = arith.mulf %square, %y : f64
//!     functional.return %r : f64
//!   }
//!   %a = functional.apply %cube(%x) : !functional.fn<(f64) -> f64>
//!   %b = functional.apply %cube(%a) : !functional.fn<(f64) -> f64>
//!   return %b : f64
//! }";
//! let mut module = pullback_ir::Module::parse(&context, text, "f.mlir").unwrap();
//! pullback_pass::run_pipeline(&mut module, "functional-simplify").unwrap();
//! assert_eq!(module.to_string().matches("arith.mulf").count(), 4);
//! assert!(!module.to_string().contains("functional."));
//! ```
//!
//! `functional-regroup` is the part about sums and products alone; with `fast`, for the driver's `--fp=fast`, all
//! of them may be regrouped.
//! `functional-shorten-recurrences` moves constant factors in loops away from what a trip waits for.
//! `functional-tail-to-while` makes loops of functions that call themselves last. `functional-merge-carried` merges what a
//! loop carries twice.
//!
//! **Architecture invariant:** no rewrite adds `fastmath` flags, and none depends on what the program is
//! compiled for. Derivative operators are left to the pass that differentiates.

mod algebra;
mod beta;
mod callgraph;
mod carried;
mod cases;
mod dead;
mod inline;
mod known_branch;
mod letrec;
mod limits;
mod pass;
mod recurrence;
mod recursive;
mod select;
mod tail;
mod tuple;
mod walk;

pub use carried::MergeCarried;
pub use pass::{Regroup, Simplify};
pub use recurrence::ShortenRecurrences;
pub use tail::TailToWhile;

/// Puts the passes into MLIR's registry; further calls do nothing. They run upstream's
/// `canonicalize` and `cse`, which must be registered too.
pub fn register() {
    pullback_pass::name_dialect("functional", pullback_functional::register);
    pullback_pass::register::<MergeCarried>();
    pullback_pass::register::<Regroup>();
    pullback_pass::register::<ShortenRecurrences>();
    pullback_pass::register::<Simplify>();
    pullback_pass::register::<TailToWhile>();
}
