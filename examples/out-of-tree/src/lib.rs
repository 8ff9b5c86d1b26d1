//! A dialect of polynomials, with the passes that `docs/first-pass.md` and `docs/first-dialect.md` write.
//!
//! ```
//! let opt = pullback_testing::Opt { register: poly::register_passes, registry: poly::registry };
//! let text = opt.pipeline("canonicalize", "func.func @f() -> f64 {
//!   %x = arith.constant 2.0 : f64
//!   %y = poly.eval [1.0, 0.0, 3.0] at %x : f64
//!   return %y : f64
//! }");
//! assert!(text.contains("arith.constant 1.300000e+01 : f64"));
//! ```

mod expand_powers;
mod poly_to_arith;

pub use expand_powers::ExpandPowers;
pub use poly_to_arith::PolyToArith;

use pullback_ir::{DialectRegistry, Registry};
use pullback_mlir_link::sys::MlirDialectRegistry;

unsafe extern "C" {
    /// In `cpp/Poly.cpp`.
    fn polyRegisterDialect(registry: MlirDialectRegistry);
}

/// Adds the dialect, and Pullback's.
pub fn dialects(registry: &DialectRegistry) {
    pullback_passes::dialects(registry);
    // SAFETY: the registry is live; the function only adds to it.
    unsafe { polyRegisterDialect(registry.to_raw()) }
}

/// All dialects, upstream's too.
pub fn registry() -> Registry {
    let registry = Registry::upstream();
    registry.add(dialects);
    registry
}

/// Registers the passes, with Pullback's and upstream's.
pub fn register_passes() {
    pullback_passes::register();
    pullback_pass::register::<ExpandPowers>();
    pullback_pass::register::<PolyToArith>();
}
