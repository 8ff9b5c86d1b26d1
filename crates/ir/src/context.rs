//! Contexts: the owners of types, attributes and locations.

use crate::{Registry, text::from_ref, text::to_ref};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::{ffi::c_void, marker::PhantomData};

/// An MLIR context with threading off: one context a thread, never shared.
#[derive(Debug)]
pub struct Context {
    raw: MlirContext,
    // MLIR's own threading is off and handles are not synchronised.
    _not_send: PhantomData<*mut ()>,
}

impl Context {
    /// A context that loads dialects of the registry when it meets them.
    pub fn new(registry: &Registry) -> Self {
        // SAFETY: the registry is live; the context copies it.
        let raw = unsafe { mlirContextCreateWithRegistry(registry.to_raw(), false) };
        Self {
            raw,
            _not_send: PhantomData,
        }
    }

    /// A context with every upstream dialect available.
    pub fn with_upstream_dialects() -> Self {
        Self::new(&Registry::upstream())
    }

    /// A borrowed handle.
    pub fn handle(&self) -> ContextRef<'_> {
        ContextRef {
            raw: self.raw,
            _context: PhantomData,
        }
    }

    /// Loads every dialect of the registry now. Passes that make ops of a dialect which the input does
    /// not use need it loaded.
    pub fn load_all(&self) {
        // SAFETY: the context is live.
        unsafe { mlirContextLoadAllAvailableDialects(self.raw) }
    }

    /// Loads one dialect by its namespace; false if the registry does not hold it.
    pub fn load(&self, namespace: &str) -> bool {
        // SAFETY: the context is live and the text is valid during the call.
        !unsafe { mlirContextGetOrLoadDialect(self.raw, to_ref(namespace)) }
            .ptr
            .is_null()
    }

    /// Accepts ops of unknown dialects.
    pub fn allow_unregistered(&self, allow: bool) {
        // SAFETY: the context is live.
        unsafe { mlirContextSetAllowUnregisteredDialects(self.raw, allow) }
    }

    /// The names of all ops that a dialect registers (it is loaded for this), sorted.
    pub fn registered_ops(&self, namespace: &str) -> Vec<String> {
        unsafe extern "C" fn push(name: MlirStringRef, data: *mut c_void) {
            // SAFETY: `data` is the vector below and the name lives in the context.
            unsafe { (*data.cast::<Vec<String>>()).push(from_ref(name).to_owned()) }
        }
        self.load(namespace);
        let mut names = Vec::<String>::new();
        // SAFETY: the callback runs only during the call.
        unsafe {
            shim::pullbackContextRegisteredOps(
                self.raw,
                to_ref(namespace),
                push,
                (&raw mut names).cast(),
            )
        };
        names.sort();
        names
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        crate::graveyard::bury_context(self.raw);
        // SAFETY: owned; every handle borrows it.
        unsafe { mlirContextDestroy(self.raw) }
    }
}

/// A borrowed context.
#[derive(Clone, Copy, Debug)]
pub struct ContextRef<'a> {
    pub(crate) raw: MlirContext,
    pub(crate) _context: PhantomData<&'a Context>,
}

impl<'a> ContextRef<'a> {
    /// Loads a dialect by its namespace; false if the context's registry does not hold it. A pass may do so whose run is the only
    /// one: for dialects that few modules need.
    pub fn load(self, namespace: &str) -> bool {
        // SAFETY: the context is live and the text is valid during the call.
        !unsafe { mlirContextGetOrLoadDialect(self.raw, to_ref(namespace)) }
            .ptr
            .is_null()
    }

    /// # Safety
    /// The context must be live for `'a`.
    pub unsafe fn from_raw(raw: MlirContext) -> Self {
        Self {
            raw,
            _context: PhantomData,
        }
    }

    /// The raw context.
    pub fn to_raw(self) -> MlirContext {
        self.raw
    }

    /// melior's view of the same context.
    pub fn melior(self) -> melior::ContextRef<'a> {
        // SAFETY: live for `'a`.
        unsafe { melior::ContextRef::from_raw(self.raw) }
    }
}

impl<'a> From<&'a Context> for ContextRef<'a> {
    fn from(context: &'a Context) -> Self {
        context.handle()
    }
}
