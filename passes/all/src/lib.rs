//! Every dialect and pass of ours in one call: what tools and tests register.
//!
//! ```
//! pullback_passes::register();
//! let context = pullback_ir::Context::new(&pullback_passes::registry());
//! let text = "func.func @f(%f: !functional.fn<(f64) -> f64>) { return }";
//! let mut module = pullback_ir::Module::parse(&context, text, "f.mlir").unwrap();
//! pullback_pass::run_pipeline(&mut module, "canonicalize").unwrap();
//! ```
//!
//! **Architecture invariant:** a list and nothing else.

use melior::dialect::DialectRegistry;
use pullback_ir::{Registry, register_upstream_passes};
use pullback_pass::Tool;
use std::sync::Once;

/// The passes after which no function value is left: an alias in pipeline text.
pub const FIRST_ORDER: &str = "functional-to-first-order";

/// What is done to a program that is not going to be differentiated any more.
pub const OPTIMIZE: &str =
    "functional-erase-rules,functional-to-first-order,functional-merge-carried";

/// Registers all passes, upstream's too; further calls do nothing.
pub fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        register_upstream_passes();
        register_own();
    });
}

/// Registers our passes without upstream's, for a plugin: its host has those.
pub fn register_own() {
    pullback_pass::name_dialect("functional", pullback_functional::register);
    pullback_pass::name_dialect("nd", pullback_nd::register);
    pullback_simplify::register();
    pullback_differentiate::register();
    pullback_closure::register();
    pullback_lower::register();
    pullback_pass::register_pipeline(
        FIRST_ORDER,
        "Simplify, and turn what is left of function values into records and tags",
        "functional-simplify,functional-tail-to-while,functional-split-closures,functional-fuse-halves,functional-defunctionalize,functional-simplify",
    );
}

/// Adds our dialects.
pub fn dialects(registry: &DialectRegistry) {
    pullback_functional::register(registry);
    pullback_nd::register(registry);
}

/// All dialects, upstream's too.
pub fn registry() -> Registry {
    let registry = Registry::upstream();
    registry.add(dialects);
    registry
}

/// MLIR's tools with our dialects; `header` is the first line of `--help`.
pub fn tool(header: &'static str) -> Tool {
    Tool {
        header,
        version: concat!("pullback ", env!("CARGO_PKG_VERSION")),
        dialects,
    }
}
