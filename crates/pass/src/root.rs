//! The op a pass runs on.

use crate::{Error, pipeline, statistics};
use mlir_sys::MlirOperation;
use pullback_ir::{Builder, ContextRef, Location, Module, Op, bury};
use pullback_mlir_shim as shim;
use std::{ffi::c_void, marker::PhantomData};

/// Upstream's `canonicalize` for pipelines, without a pattern that is wrong where a loop changes the size of an array:
/// from a cast of what an `scf.for` starts with it concludes that the array has that size after each trip.
pub const CANONICALIZE: &str =
    "canonicalize{disable-patterns={(anonymous namespace)::ForOpTensorCastFolder}}";

/// The op a pass runs on. Handles borrow it; what would make them stale borrows it exclusively.
#[derive(Debug)]
pub struct Root<'r> {
    raw: MlirOperation,
    host: *mut c_void,
    pass: &'static str,
    _root: PhantomData<&'r mut ()>,
}

impl<'r> Root<'r> {
    /// # Safety
    /// The op is live, no handle into it is, and `host` is null or the running C++ pass.
    pub(crate) unsafe fn new(raw: MlirOperation, host: *mut c_void, pass: &'static str) -> Self {
        Self {
            raw,
            host,
            pass,
            _root: PhantomData,
        }
    }

    /// The op of a module, for those who run pipelines on it outside of a pass.
    pub fn of(module: &'r mut Module<'_>) -> Self {
        Self {
            raw: module.op_mut(),
            host: std::ptr::null_mut(),
            pass: "",
            _root: PhantomData,
        }
    }

    /// The op.
    pub fn op(&self) -> Op<'_> {
        // SAFETY: live, and borrowed.
        unsafe { Op::from_raw(self.raw) }
    }

    /// The context.
    pub fn context(&self) -> ContextRef<'r> {
        // SAFETY: the op is live for `'r`, and so is its context.
        unsafe { ContextRef::from_raw(self.op().context().to_raw()) }
    }

    /// Puts another module's attributes and ops into the place of the root's own.
    ///
    /// # Panics
    /// If the root is no module, or the other one is in another context.
    pub fn replace_with(&mut self, module: Module<'r>) {
        assert!(self.op().is("builtin.module"), "the root is a module");
        assert_eq!(
            self.context().to_raw().ptr,
            module.op().context().to_raw().ptr,
            "both are in one context"
        );
        // SAFETY: `self` is borrowed exclusively, so no handle is alive; and as asserted.
        unsafe {
            bury(self.raw);
            module.put_into(self.raw);
        }
    }

    /// A builder that inserts before `op`.
    pub fn before<'a>(&'a self, op: Op<'a>) -> Builder<'a> {
        Builder::before(op)
    }

    /// Runs a pipeline on the root, such as `canonicalize,cse` or `func.func(cse)`. Dialects whose ops it
    /// makes must be among the pass's dependent dialects. Its diagnostics are out when it fails.
    pub fn run_pipeline(&mut self, text: &str) -> Result<(), Error> {
        // SAFETY: `self` is borrowed exclusively, so no handle is alive; the op is live.
        let ok = unsafe {
            bury(Op::from_raw(self.raw).top().to_raw());
            if self.host.is_null() {
                pipeline::run_raw(self.raw, text).map_err(Error::new)?
            } else {
                let text = mlir_sys::MlirStringRef {
                    data: text.as_ptr().cast(),
                    length: text.len(),
                };
                shim::pullbackPassRunPipeline(self.host, text, self.raw)
            }
        };
        if ok { Ok(()) } else { Err(Error::reported()) }
    }

    /// Adds to a counter of the pass (`--mlir-pass-statistics`).
    pub fn count(&self, name: &'static str, count: u64) {
        statistics::add(self.pass, name, count);
    }

    /// The location of the root.
    pub fn location(&self) -> Location<'_> {
        self.op().location()
    }
}
