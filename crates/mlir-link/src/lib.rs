//! The one place that says which LLVM and MLIR are linked: everything shared, one LLVM.
//!
//! The crate has no code of its own; its build script gives `mlir-sys` the `libMLIR-C.so` that
//! Debian lacks. Every crate above reaches MLIR through this one.
//!
//! **Architecture invariant:** no other build script names an LLVM library or a search path.

pub use mlir_sys as sys;
