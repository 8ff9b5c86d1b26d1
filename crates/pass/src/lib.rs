//! What pass authors use.
//!
//! A pass is a struct whose fields are its options, and a `run` that returns a `Result`:
//!
//! ```
//! use pullback_pass::{Error, Pass, Root, WalkOrder};
//!
//! /// Turns `arith.subf x, x` into zero when the flags allow it.
//! #[derive(Pass)]
//! #[pass(name = "example-fold-sub", on = "func.func", dialects = ["arith"])]
//! struct FoldSub {
//!     /// Stop after so many rewrites; 0 means no limit.
//!     limit: u64,
//! }
//!
//! impl Pass for FoldSub {
//!     fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
//!         let mut done = 0;
//!         for op in root.op().walk(WalkOrder::Pre) {
//!             if op.is("arith.subf") && op.operand(0) == op.operand(1) && (self.limit == 0 || done < self.limit) {
//!                 let zero = root.before(op).float(op.result(0).ty(), 0.0);
//!                 op.replace_with(&[zero]);
//!                 done += 1;
//!             }
//!         }
//!         root.count("folded", done);
//!         Ok(())
//!     }
//! }
//!
//! pullback_pass::register::<FoldSub>();
//! let context = pullback_pass::Context::with_upstream_dialects();
//! let text = "func.func @f(%x: f64) -> f64 { %0 = arith.subf %x, %x : f64 return %0 : f64 }";
//! let mut module = pullback_pass::Module::parse(&context, text, "f.mlir").unwrap();
//! pullback_pass::run_pipeline(&mut module, "func.func(example-fold-sub{limit=3})").unwrap();
//! assert!(module.to_string().contains("arith.constant 0.0"));
//! ```
//!
//! A failure becomes an MLIR diagnostic at the op it names; a panic becomes one that names the pass and the
//! root op. Registered passes are in MLIR's own registry: they parse in `--pass-pipeline`, nest, time,
//! print and show in `--help`.
//!
//! A pass that says what it [reads](Reads) runs again only on what changed, where something keeps its results.
//!
//! **Architecture invariant:** knows no dialect of ours and no pass. The `unsafe` here is only that of calls to
//! the shim and of trampolines from it.

mod error;
mod nearest;
mod nesting;
mod options;
mod panic;
mod pattern;
mod pipeline;
mod plugin;
mod reads;
mod register;
mod root;
mod statistics;
mod tool_main;

pub use error::{Error, ErrorKind};
pub use nearest::{nearest, not_one_of};
pub use nesting::check_nesting;
pub use options::{OptionKind, OptionSpec, OptionValue};
pub use panic::quiet_panics;
pub use pattern::{Pattern, PatternSet, Rewriter};
pub use pipeline::{
    PipelineError, canonical_pipeline, check_pipeline, known_passes, run_pipeline,
    run_pipeline_for_remarks,
};
pub use plugin::{LentRegistry, PluginInfo, plugin_dialects, plugin_passes};
pub use pullback_ir::{
    Attr, Block, Builder, Context, Diagnostic, Location, Mapping, Module, Op, Region, Registry,
    Severity, Type, Value, WalkOrder,
};
pub use pullback_pass_macros::{OptionEnum, Pass};
pub use reads::{Reads, declared_reads};
pub use register::{AddDialects, Pass, PassSpec, name_dialect, register, register_pipeline};
pub use root::{CANONICALIZE, Root};
pub use statistics::{Statistic, statistics};
pub use tool_main::{Incremental, Tool};
