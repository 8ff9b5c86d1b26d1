//! The safe face on MLIR for people who write passes.
//!
//! [`Op`], [`Value`], [`Block`] and [`Region`] are small copyable handles into the IR of a module
//! (or of the op a pass runs on). A handle borrows its root, so it cannot outlive it; and erasing an
//! op unlinks it but keeps its memory until the root is next borrowed mutably, so that a stale handle
//! still points at an op, never at freed memory. [`Type`], [`Attr`] and [`Location`] are uniqued in
//! the context and compare by identity.
//!
//! ```
//! use pullback_ir::{Builder, Context, Module};
//!
//! let context = Context::with_upstream_dialects();
//! let module = Module::parse(&context, "func.func @f(%x: f64) -> f64 { return %x : f64 }", "f.mlir")
//!     .expect("valid IR");
//! let function = module.op().symbol("f").expect("it is there");
//! let x = function.region(0).entry().arg(0);
//! let ret = function.region(0).entry().terminator();
//! let square = Builder::before(ret).op("arith.mulf").operands(&[x, x]).results(&[x.ty()]).build();
//! ret.set_operand(0, square.result(0));
//! assert!(module.to_string().contains("arith.mulf %arg0, %arg0 : f64"));
//! ```
//!
//! **Architecture invariant:** no dialect of ours, no pass; `unsafe` ends here.

mod affine;
mod attr;
mod block;
mod builder;
mod context;
mod diagnostics;
mod fastmath;
mod graveyard;
mod location;
mod mapping;
mod module;
mod op;
mod registry;
mod relocate;
mod stack;
mod text;
mod types;
mod unit;
mod value;

pub use affine::{Affine, AffineMap};
pub use attr::Attr;
pub use block::{Block, Region};
pub use builder::{Builder, OpBuilder, Point};
pub use context::{Context, ContextRef};
pub use diagnostics::{Diagnostic, Severity, capture_diagnostics, emit};
pub use fastmath::FastMath;
pub use graveyard::bury;
pub use location::Location;
pub use mapping::Mapping;
pub use melior::dialect::DialectRegistry;
pub use module::{Module, ParseError, parse_for_melior};
pub use op::{Op, WalkOrder};
pub use registry::{Registry, register_upstream_passes};
pub use relocate::relocate;
pub use stack::with_deep_stack;
pub use types::{FloatKind, Type};
pub use unit::{Places, Said, listen};
pub use value::{Use, Value};
