//! Gradients that Pullback derives and compiles, against the same gradients written in C by hand.
//!
//! A program is a primal `@f` of `tests/closed-form` and a file of `c/`. [`Pair::compile`] puts both sides into
//! one JIT, as two objects with entries of one shape; they share the process's libm. [`Pair::check`]
//! compares their results, and [`measure()`] their times.
//!
//! [`compile`] is about the time that compiling takes, [`live`] about that after an edit, [`peers`] about workloads that other systems are timed on too.
//!
//! **Architecture invariant:** nothing here but [`mod@compile`] knows a pipeline: the gradient is what `pullback-db` makes
//! of the source.

mod clock;
pub mod compile;
pub mod live;
mod measure;
mod pair;
pub mod peers;
mod program;
mod report;

pub use clock::cpu_ms;
pub use measure::{Plan, Ratio, measure, quantile};
pub use pair::{Pair, c_compiler};
pub use program::{EMPTY, PROGRAMS, Points, Program};
pub use pullback_db::FpMode;
pub use report::{Report, Row};

/// Why a comparison could not be made, in one sentence.
pub type Result<T, E = String> = std::result::Result<T, E>;
