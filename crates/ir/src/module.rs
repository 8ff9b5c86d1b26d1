//! Owned modules.

use crate::{Context, Diagnostic, Op, capture_diagnostics, graveyard, text::to_ref};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::{fmt, marker::PhantomData};

/// A module that owns its IR.
pub struct Module<'c> {
    raw: MlirOperation,
    _context: PhantomData<&'c Context>,
}

/// Why a text is not a module.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{}", .diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ParseError {
    /// What MLIR said.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'c> Module<'c> {
    /// Parses text or bytecode, and verifies. `name` stands in locations and diagnostics.
    pub fn parse(
        context: &'c Context,
        source: impl AsRef<[u8]>,
        name: &str,
    ) -> Result<Self, ParseError> {
        // SAFETY: the context is live.
        let (raw, diagnostics) = capture_diagnostics(context, || unsafe {
            parse_raw(context.handle().to_raw(), source.as_ref(), name)
        });
        if raw.ptr.is_null() {
            return Err(ParseError { diagnostics });
        }
        Ok(Self {
            raw,
            _context: PhantomData,
        })
    }

    /// # Safety
    /// The op is a module that nobody else owns, and its context lives for `'c`.
    pub(crate) unsafe fn from_raw(raw: MlirOperation) -> Self {
        Self {
            raw,
            _context: PhantomData,
        }
    }

    /// An empty module.
    pub fn empty(context: &'c Context) -> Self {
        // SAFETY: the context is live.
        let raw = unsafe {
            mlirModuleGetOperation(mlirModuleCreateEmpty(mlirLocationUnknownGet(
                context.handle().to_raw(),
            )))
        };
        Self {
            raw,
            _context: PhantomData,
        }
    }

    /// The module op.
    pub fn op(&self) -> Op<'_> {
        // SAFETY: owned, and the handle borrows.
        unsafe { Op::from_raw(self.raw) }
    }

    /// The module op for those who will change it behind the handles' back, such as a pass manager.
    pub fn op_mut(&mut self) -> MlirOperation {
        // SAFETY: borrowed exclusively, so no handle is alive.
        unsafe { graveyard::bury(self.raw) };
        self.raw
    }
}

/// As [`Module::parse`] in a context of melior's, for those who need no handles; what is wrong goes to the context's
/// diagnostics.
pub fn parse_for_melior<'c>(
    context: &'c melior::Context,
    source: &[u8],
    name: &str,
) -> Option<melior::ir::Module<'c>> {
    // SAFETY: the context is live, and the module is owned by nobody else.
    unsafe {
        let raw = parse_raw(context.to_raw(), source, name);
        (!raw.ptr.is_null()).then(|| melior::ir::Module::from_raw(mlirModuleFromOperation(raw)))
    }
}

/// # Safety
/// The context is live.
unsafe fn parse_raw(context: MlirContext, source: &[u8], name: &str) -> MlirOperation {
    // The lexer looks for a terminating zero, which a Rust slice does not promise.
    let mut bytes = source.to_vec();
    let length = bytes.len();
    bytes.push(0);
    let text = MlirStringRef {
        data: bytes.as_ptr().cast(),
        length,
    };
    // SAFETY: buffer and name are live during the call, which copies.
    unsafe { shim::pullbackParseModule(context, text, to_ref(name)) }
}

impl Drop for Module<'_> {
    fn drop(&mut self) {
        // SAFETY: owned, and no handle is alive.
        unsafe {
            graveyard::bury(self.raw);
            mlirOperationDestroy(self.raw);
        }
    }
}

impl fmt::Display for Module<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.op().text())
    }
}

impl fmt::Debug for Module<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
