//! What tests of dialects and passes need.
//!
//! - [`Opt`] runs a pipeline on a text and gives back the text that comes out, or the diagnostics with
//!   source line and caret; [`assert_pipeline_snapshot!`] compares it with an insta snapshot.
//! - [`Opt::check_folder`] does that for a folder of files that begin with `// PIPELINE: <text>`.
//! - [`interpret`] says what a program computes, with [`number`]s of one's choice.
//! - [`agrees_after_each_pass`] compares what a program computes before a pipeline and after each of its passes.
//! - [`Lit`] runs files with `// RUN:` lines, as LLVM's `lit` does.
//!
//! ```
//! use pullback_testing::Opt;
//!
//! let opt = Opt { register: pullback_ir::register_upstream_passes, registry: pullback_ir::Registry::upstream };
//! let text = opt.pipeline("canonicalize", "func.func @f() -> i32 {
//!   %0 = arith.constant 1 : i32
//!   %1 = arith.addi %0, %0 : i32
//!   return %1 : i32
//! }");
//! assert!(text.contains("arith.constant 2 : i32"));
//! let error = opt.expect_error("canonicalize", "func.func @f() -> i32 { return }");
//! assert!(error.starts_with("input.mlir:1:25: error: 'func.return' op has 0 operands"), "{error}");
//! ```
//!
//! Snapshots are rewritten with `INSTA_UPDATE=always`, which `tools/test --bless` sets.
//!
//! **Architecture invariant:** knows no pass; of our dialects the interpreter knows `functional`. The caller says what to register.

mod agree;
mod folder;
pub mod interpret;
mod lit;
pub mod number;
mod opt;
pub mod random;
mod render;

pub use agree::{Call, agrees_after_each_pass, passes};
pub use insta;
pub use lit::{Failure, Lit};
pub use opt::Opt;

/// Compares what a pipeline makes of an input with a snapshot.
///
/// `assert_pipeline_snapshot!(opt, "cse", input)` keeps the snapshot in a file beside the test;
/// with `@"..."` as a fourth argument it stands in the source.
#[macro_export]
macro_rules! assert_pipeline_snapshot {
    ($opt:expr, $pipeline:expr, $input:expr $(, @$expected:literal)? $(,)?) => {
        $crate::insta::assert_snapshot!($opt.pipeline($pipeline, $input) $(, @$expected)?)
    };
}

/// As [`assert_pipeline_snapshot!`], for a pipeline that fails: compares the diagnostics.
#[macro_export]
macro_rules! assert_error_snapshot {
    ($opt:expr, $pipeline:expr, $input:expr $(, @$expected:literal)? $(,)?) => {
        $crate::insta::assert_snapshot!($opt.expect_error($pipeline, $input) $(, @$expected)?)
    };
}
