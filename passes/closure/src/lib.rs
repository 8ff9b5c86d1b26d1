//! Defunctionalisation: function values become first-order data.
//!
//! What simplification leaves of function values is a choice that is made when the program runs. The
//! pass finds which functions each place of the module may hold, its *lambda set* (Brandon, Driscoll, Dai,
//! Berkow and Milano, "Better Defunctionalization through Lambda Set Specialization", PLDI 2023): values,
//! arguments and results of functions, fields of data types. A set of one function is represented by the
//! record of what the function captures, several by a tag and their records; a set whose functions may keep
//! functions of the same set is a recursive data type. Each lambda becomes a function of the module, and each
//! call of a function value a conditional between calls, or a call of the one function that matches on the data
//! type.
//!
//! | file | what |
//! |---|---|
//! | `scan` | what takes part |
//! | `flow` | which functions each place may hold; `flow/open`: where they stay what they are |
//! | `shape` | how each set and each value is represented |
//! | `plan` | what there is to do |
//! | `convert` | values of sets: made, taken apart, and coerced to larger sets |
//! | `lift` | new symbols: lambdas as functions of the module, data types of sets |
//! | `dispatch` | calls |
//! | `data` | declarations of data types |
//! | `split` | functions that give closures become two functions |
//! | `fuse` | calls of both halves become one |
//!
//! ```
//! let registry = pullback_ir::Registry::upstream();
//! registry.add(pullback_functional::register);
//! let context = pullback_ir::Context::new(&registry);
//! pullback_closure::register();
//!
//! let text = "func.func @f(%c: i1, %x: f64) -> f64 {
//!   %g = scf.if %c -> (!functional.fn<(f64) -> f64>) {
//!     %a = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %x, %y : f64 functional.return %r : f64 }
//!     scf.yield %a : !functional.fn<(f64) -> f64>
//!   } else {
//!     %b = functional.lambda (%y: f64) -> f64 { %r = math.sin %y : f64 functional.return %r : f64 }
//!     scf.yield %b : !functional.fn<(f64) -> f64>
//!   }
//!   %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
//!   return %r : f64
//! }";
//! let mut module = pullback_ir::Module::parse(&context, text, "f.mlir").unwrap();
//! pullback_pass::run_pipeline(&mut module, "functional-defunctionalize").unwrap();
//! let text = module.to_string();
//! assert!(text.contains("call @f$fn0(") && text.contains("call @f$fn1("));
//! assert!(!text.contains("functional.fn"));
//! ```
//!
//! `functional-split-closures` comes before: it makes calls of functions that *give* function values, as large
//! derivatives do, calls of first-order functions. `functional-fuse-halves` makes one call of two of them.
//!
//! **Architecture invariant:** which programs become first-order does not depend on what was inlined or
//! specialised before. Left are functions that nothing first-order reaches, and what meets a derivative operator
//! that is not expanded yet or an op that is not known.

mod convert;
mod data;
mod dispatch;
mod flow;
mod fuse;
mod lift;
mod pass;
mod plan;
mod scan;
mod shape;
mod split;

pub use fuse::FuseHalves;
pub use pass::Defunctionalize;
pub use split::{SplitClosures, UNSPLITTABLE};

/// Puts the passes into MLIR's registry. `functional-split-closures` runs `functional-simplify` where it meets
/// functions that have to be inlined; that pass must be registered too.
pub fn register() {
    pullback_pass::name_dialect("functional", pullback_functional::register);
    pullback_pass::register::<Defunctionalize>();
    pullback_pass::register::<SplitClosures>();
    pullback_pass::register::<FuseHalves>();
}
