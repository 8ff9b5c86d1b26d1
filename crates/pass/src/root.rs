//! The op a pass runs on.

use crate::{Error, pipeline, statistics};
use mlir_sys::MlirOperation;
use pullback_ir::{Builder, Location, Op, bury};
use pullback_mlir_shim as shim;
use std::{ffi::c_void, marker::PhantomData};

/// The op a pass runs on. Handles borrow it; what would make them stale borrows it exclusively.
#[derive(Debug)]
pub struct Root<'r> {
    raw: MlirOperation,
    host: *mut c_void,
    pass: &'static str,
    _root: PhantomData<&'r mut ()>,
}

impl Root<'_> {
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

    /// The op.
    pub fn op(&self) -> Op<'_> {
        // SAFETY: live, and borrowed.
        unsafe { Op::from_raw(self.raw) }
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
