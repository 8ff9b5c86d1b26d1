//! The `nd` dialect: arrays as values, with functions over their elements.
//!
//! An array is a builtin `tensor`. The dialect adds to upstream's `arith`, `math`, `tensor` and `scf` what those lack:
//! functions over elements (`map`, `reduce`, `scan`), other shapes (`broadcast`, `transpose`, `reshape`, `reverse`,
//! `unfold`, `fold`), linear algebra (`sum`, `contract`), and positions as data (`gather`, `scatter`, `sort`, ..). Its
//! definition is in `td/`, its reference is `docs/nd.md`, and why it is as it is stands in `RATIONALE.md`.
//!
//! ```
//! use melior::{Context, dialect::DialectRegistry, ir::{Module, operation::OperationLike}};
//!
//! let registry = DialectRegistry::new();
//! pullback_nd::register(&registry);
//! let context = Context::new();
//! context.append_dialect_registry(&registry);
//! context.load_all_available_dialects();
//! let source = "%x = tensor.empty() : tensor<3x4xf64>
//!   %s = nd.sum %x [1] : tensor<3x4xf64> to tensor<3xf64>";
//! let module = Module::parse(&context, source).expect("the program is well formed");
//! assert!(module.as_operation().verify());
//! ```
//!
//! **Architecture invariant:** the dialect knows no pass. What it folds and canonicalises is true
//! whatever the program is compiled for.

mod ffi;
pub mod ops;

use melior::dialect::DialectRegistry;

/// Adds the dialect to a registry, with the dialects that it depends on (`arith`, `tensor`).
pub fn register(registry: &DialectRegistry) {
    // SAFETY: the registry is live; the function only adds to it.
    unsafe { ffi::pullbackRegisterNdDialect(registry.to_raw()) }
}
