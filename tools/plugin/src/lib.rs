//! Our dialect and passes for a stock `mlir-opt` 22:
//!
//! ```console
//! $ mlir-opt --load-dialect-plugin=libpullback_plugin.so --load-pass-plugin=libpullback_plugin.so \
//!     --pass-pipeline='builtin.module(functional-simplify)' input.mlir
//! ```
//!
//! A changed pass is rebuilt and tried without linking a tool.

pullback_pass::export_plugin!(
    name: c"pullback",
    version: c"0.1.0",
    dialects: pullback_passes::dialects,
    passes: pullback_passes::register_own,
);
