//! The `functional` dialect: function values, tuples, data types and the derivative operators.
//!
//! The dialect adds to upstream's `arith`, `math`, `scf` and `func` what a functional language
//! needs: closures (`lambda`, `letrec`, `ref`, `partial`, `apply`), tuples (`tuple`, `get`),
//! recursive data types (`data`, `construct`, `match`), and derivatives as operators on function
//! values (`grad`, `value_and_grad`, `vjp`, `jvp`). `stack`, `push` and `pop` are the tapes of
//! derivatives, `zero` and `add` the arithmetic of their values. Its definition is in `td/`, its reference is `docs/functional.md`, and why it is as it is stands in
//! `RATIONALE.md`.
//!
//! ```
//! use melior::{Context, dialect::DialectRegistry, ir::{Module, operation::OperationLike}};
//!
//! let registry = DialectRegistry::new();
//! pullback_functional::register(&registry);
//! let context = Context::new();
//! context.append_dialect_registry(&registry);
//! context.load_all_available_dialects();
//! let source = "func.func @slope(%f: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
//!   %g = functional.grad %f : !functional.fn<(f64) -> f64>
//!   %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
//!   return %r : f64
//! }";
//! let module = Module::parse(&context, source).expect("the program is well formed");
//! assert!(module.as_operation().verify());
//! ```
//!
//! **Architecture invariant:** the dialect knows no pass. What it folds and canonicalises is true
//! whatever the program is compiled for.

pub mod build;
pub mod data;
mod ffi;
pub mod masks;
pub mod ops;
pub mod types;

pub use data::{
    Constructor, constructors, data_name, data_type, is_data_type, is_tangent_data, stack_elements,
    tangent_leaves,
};
pub use types::{
    fn_signature, fn_type, fn_type_of, is_differentiable, is_differentiable_result, is_fn_type,
    result_tangent_type, tangent_type,
};

use melior::dialect::DialectRegistry;

/// Adds the dialect to a registry, with the dialects that it depends on (`arith`, `func`, `ub`)
/// and upstream's knowledge of how to inline `func.func`.
pub fn register(registry: &DialectRegistry) {
    // SAFETY: the registry is live; the function only adds to it.
    unsafe { ffi::pullbackRegisterFunctionalDialect(registry.to_raw()) }
}
