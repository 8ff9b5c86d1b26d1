//! What it takes to work on one symbol of a module at a time.

use crate::{Block, ContextRef, Location, Module, Op, Severity, WalkOrder, text::*};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::ffi::c_void;

unsafe extern "C" fn push(text: MlirStringRef, data: *mut c_void) {
    // SAFETY: callers pass a vector of texts that outlives the call; the text is live during it.
    unsafe { (*data.cast::<Vec<String>>()).push(from_ref(text).to_owned()) }
}

impl<'a> Op<'a> {
    /// The symbols that attributes and types name, of the op alone or with all that is in it, of a nested reference the
    /// outermost; each once or more. `None` if the op holds what a copy of it would not share: `distinct` attributes
    /// and resources.
    pub fn references(self, with_regions: bool) -> Option<Vec<String>> {
        let mut names = Vec::<String>::new();
        let data = (&raw mut names).cast();
        // SAFETY: the op is live, and the callback runs only during the call.
        let known =
            unsafe { shim::pullbackOperationReferences(self.to_raw(), with_regions, push, data) };
        known.then_some(names)
    }

    /// Whether the op could stand in another module as well: it is registered, isolated, and has neither operands nor
    /// results.
    pub fn stands_alone(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationStandsAlone(self.to_raw()) }
    }

    /// Appends what others see of a symbol to `block`: of a function a private declaration, of anything else a copy.
    /// A `bare` declaration of a `func.func` has a name and a type and no other attributes.
    pub fn declare_to_end(self, bare: bool, block: Block<'a>) -> Op<'a> {
        // SAFETY: both are live; the copy gets an owner at once.
        unsafe {
            let raw = shim::pullbackOperationDeclareToEnd(self.to_raw(), bare, block.to_raw());
            Op::from_raw(raw)
        }
    }

    /// Makes the locations of the op and of all that is in it unknown.
    pub fn forget_locations(self) {
        let unknown = Location::unknown(self.context());
        for op in self.walk(WalkOrder::Pre) {
            op.set_location(unknown);
            let blocks = op.regions().into_iter().flat_map(|region| region.blocks());
            for argument in blocks.flat_map(|block| block.args()) {
                // SAFETY: both are live, in one context.
                unsafe { mlirBlockArgumentSetLocation(argument.to_raw(), unknown.to_raw()) }
            }
        }
    }

    /// Moves the op to the end of `block`, which may be another root's.
    pub fn move_to_end(self, block: Block<'a>) {
        assert!(self.block().is_some(), "{} is in no block", self.name());
        // SAFETY: both are live, and the op is no root: it is in a block.
        unsafe { shim::pullbackOperationMoveToEnd(self.to_raw(), block.to_raw()) }
    }
}

impl<'c> Module<'c> {
    /// Parses bytecode of a module that was verified when it was written. What is wrong with it nobody hears.
    pub fn parse_unverified(context: impl Into<ContextRef<'c>>, bytes: &[u8]) -> Option<Self> {
        let context = context.into();
        // The lexer looks for a terminating zero.
        let mut text = bytes.to_vec();
        text.push(0);
        let text = MlirStringRef {
            data: text.as_ptr().cast(),
            length: bytes.len(),
        };
        let (raw, _) = crate::capture_diagnostics(context, || {
            // SAFETY: the text is live during the call, which copies.
            unsafe { shim::pullbackParseUnverified(context.to_raw(), text) }
        });
        // SAFETY: an op that nobody else owns, in a context that lives for `'c`.
        (!raw.ptr.is_null()).then(|| unsafe { Self::from_raw(raw) })
    }

    /// An empty module in a borrowed context.
    pub fn empty_in(context: ContextRef<'c>) -> Self {
        // SAFETY: the context lives for `'c`, and the op is new.
        unsafe {
            let place = mlirLocationUnknownGet(context.to_raw());
            Self::from_raw(mlirModuleGetOperation(mlirModuleCreateEmpty(place)))
        }
    }

    /// Gives the module op `into` this module's attributes, place and ops for its own.
    ///
    /// # Safety
    /// `into` is a live module op of the same context, and no handle into it is alive.
    pub unsafe fn put_into(self, into: MlirOperation) {
        // SAFETY: as the caller says; the body changes its owner.
        unsafe {
            let target = Op::from_raw(into);
            let attrs = self.op().attrs();
            for (name, _) in target.attrs() {
                if attrs.iter().all(|(kept, _)| *kept != name) {
                    target.remove_attr(name);
                }
            }
            for (name, attr) in attrs {
                target.set_attr(name, attr);
            }
            target.set_location(self.op().location());
            mlirRegionTakeBody(
                mlirOperationGetRegion(into, 0),
                mlirOperationGetRegion(self.op().to_raw(), 0),
            );
            // A module has one block, also when it is about to go.
            mlirRegionAppendOwnedBlock(
                mlirOperationGetRegion(self.op().to_raw(), 0),
                mlirBlockCreate(0, std::ptr::null(), std::ptr::null()),
            );
        }
    }
}

impl ContextRef<'_> {
    /// The namespaces of the loaded dialects, sorted.
    pub fn loaded_dialects(self) -> Vec<String> {
        let mut names = Vec::<String>::new();
        // SAFETY: the context is live, and the callback runs only during the call.
        unsafe {
            shim::pullbackContextLoadedDialects(self.to_raw(), push, (&raw mut names).cast());
        }
        names
    }

    /// Whether ops of unknown dialects are accepted.
    pub fn allows_unregistered(self) -> bool {
        // SAFETY: the context is live.
        unsafe { mlirContextGetAllowUnregisteredDialects(self.to_raw()) }
    }
}

/// The places in files that were taken out of some ops, so that an op that moved in its file is the same as before.
#[derive(Debug)]
pub struct Places<'c> {
    table: *mut c_void,
    context: ContextRef<'c>,
}

impl<'c> Places<'c> {
    /// None yet, in this context.
    pub fn new(context: ContextRef<'c>) -> Self {
        Self {
            // SAFETY: no condition.
            table: unsafe { shim::pullbackLocationTableCreate() },
            context,
        }
    }

    /// Puts stand-ins for the places into an op and all that is in it. False if that cannot be undone elsewhere; here
    /// [`Places::put_back`] undoes it in any case.
    ///
    /// # Panics
    /// If the op is of another context.
    pub fn take(&mut self, op: Op<'_>) -> bool {
        self.check(op);
        // SAFETY: both are live, in one context.
        unsafe { shim::pullbackLocationsTake(op.to_raw(), self.table) }
    }

    /// Puts the places for the stand-ins into an op, which is what passes may have made of one whose places were taken.
    ///
    /// # Panics
    /// If the op is of another context.
    pub fn put_back(&self, op: Op<'_>) {
        self.check(op);
        // SAFETY: both are live, in one context.
        unsafe { shim::pullbackLocationsPutBack(op.to_raw(), self.table) }
    }

    fn check(&self, op: Op<'_>) {
        let (ours, its) = (self.context.to_raw(), op.context().to_raw());
        assert_eq!(ours.ptr, its.ptr, "the op is of another context");
    }
}

impl Drop for Places<'_> {
    fn drop(&mut self) {
        // SAFETY: owned.
        unsafe { shim::pullbackLocationTableDestroy(self.table) }
    }
}

/// A diagnostic in its context.
#[derive(Clone, Debug)]
pub struct Said<'c> {
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub location: Location<'c>,
    /// One sentence.
    pub message: String,
    /// What belongs to it.
    pub notes: Vec<Said<'c>>,
}

impl Said<'_> {
    /// Says it again.
    pub fn emit(&self) {
        let notes: Vec<_> = self
            .notes
            .iter()
            .map(|note| (note.location, note.message.clone()))
            .collect();
        crate::emit(self.severity, self.location, &self.message, &notes);
    }
}

/// Runs `body` and hands back, besides its value, what was said meanwhile; nothing is printed.
pub fn listen<'c, R>(context: ContextRef<'c>, body: impl FnOnce() -> R) -> (R, Vec<Said<'c>>) {
    crate::diagnostics::collect_diagnostics(context, body, |raw| {
        // SAFETY: the diagnostic is live during the call, and its context for `'c`.
        unsafe { heard(raw) }
    })
}

/// # Safety
/// The diagnostic is live, and its context for `'c`.
unsafe fn heard<'c>(raw: MlirDiagnostic) -> Said<'c> {
    // SAFETY: as the caller says; notes are in range.
    unsafe {
        Said {
            severity: crate::diagnostics::severity(raw),
            location: Location::from_raw(mlirDiagnosticGetLocation(raw)),
            message: printed_text(|data| mlirDiagnosticPrint(raw, Some(collect), data)),
            notes: (0..mlirDiagnosticGetNumNotes(raw))
                .map(|index| heard(mlirDiagnosticGetNote(raw, index)))
                .collect(),
        }
    }
}
