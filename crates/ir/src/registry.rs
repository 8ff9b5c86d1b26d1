//! Which dialects a context may load.

use melior::dialect::DialectRegistry;
use mlir_sys::{MlirDialectRegistry, mlirDialectRegistryCreate, mlirDialectRegistryDestroy};
use pullback_mlir_shim as shim;
use std::sync::Once;

/// An owned set of dialects from which contexts are made.
#[derive(Debug)]
pub struct Registry {
    raw: MlirDialectRegistry,
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self {
            // SAFETY: no precondition.
            raw: unsafe { mlirDialectRegistryCreate() },
        }
    }

    /// Every upstream dialect, extension and translation, as in `mlir-opt`.
    pub fn upstream() -> Self {
        let registry = Self::new();
        // SAFETY: the registry is live.
        unsafe { shim::pullbackRegisterAllUpstreamDialects(registry.raw) };
        registry
    }

    /// Adds dialects, as a dialect crate's `register` does.
    pub fn add(&self, register: impl FnOnce(&DialectRegistry)) {
        let added = DialectRegistry::new();
        register(&added);
        // SAFETY: both registries are live.
        unsafe { shim::pullbackRegistryAppend(added.to_raw(), self.raw) }
    }

    /// The raw registry, for the registration functions of dialects.
    pub fn to_raw(&self) -> MlirDialectRegistry {
        self.raw
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        // SAFETY: owned; contexts copy what they need.
        unsafe { mlirDialectRegistryDestroy(self.raw) }
    }
}

/// Puts every upstream pass into the global registry; further calls do nothing.
pub fn register_upstream_passes() {
    static ONCE: Once = Once::new();
    // SAFETY: no precondition; once is enough.
    ONCE.call_once(|| unsafe { shim::pullbackRegisterAllUpstreamPasses() });
}
