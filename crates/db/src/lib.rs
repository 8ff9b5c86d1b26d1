//! The compilation of a program as salsa queries: after an edit, what it changed is compiled again and
//! nothing else.
//!
//! ```
//! use pullback_db::{Database, Derivative, Emit, Mode, Request};
//!
//! let mut db = Database::new();
//! let file = db.set_file("square.mlir", "func.func @f(%x: f64) -> f64 {
//!   %r = arith.mulf %x, %x : f64
//!   return %r : f64
//! }");
//! let request = Request::new(file, "f", Derivative::None);
//! let assembly = db.artifact(&request, Emit::Assembly).unwrap();
//! assert!(assembly.text().unwrap().contains("mulsd"));
//! ```
//!
//! **Architecture invariant:** a query's value is bytes, text or plain data, never live MLIR; no pass calls
//! salsa; no input panics.

mod cache;
mod changes;
mod code;
mod database;
mod derived;
mod diagnostics;
mod events;
mod explain;
mod file;
mod files;
mod halves;
mod link;
mod live;
mod parallel;
mod pipeline;
mod place;
mod request;
mod session;
mod source;
mod split;
mod store;
mod thunk;
mod types;
mod unit;
mod whole;
mod why;

pub use cache::{Cache, Folder, Lookup};
pub use database::{Database, cancellable};
pub use diagnostics::Diagnostics;
pub use file::File;
pub use live::{Live, Update};
pub use pipeline::{Pipelines, Transformed};
pub use pullback_codegen::{Artifact, Emit, FpMode, OptLevel, Target};
pub use pullback_ir::{Diagnostic, FloatKind, Severity};
pub use request::{Derivative, Image, Mode, Request};
pub use store::{NoStore, Store};
pub use types::{Declared, Signature, TypeTree};
pub use why::{Rebuilt, Snapshot, Step};
