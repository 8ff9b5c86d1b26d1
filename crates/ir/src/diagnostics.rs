//! Diagnostics: saying them, and catching what MLIR says.

use crate::{ContextRef, Location, text::*};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::{ffi::c_void, fmt};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The program or the call is wrong.
    Error,
    /// It goes on, but somebody should look.
    Warning,
    /// For those who asked.
    Remark,
    /// Belongs to another diagnostic.
    Note,
}

/// A diagnostic taken out of the context, with its place resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// File, line and column (from 1), if known.
    pub place: Option<(String, usize, usize)>,
    /// One sentence.
    pub message: String,
    /// What belongs to it.
    pub notes: Vec<Diagnostic>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line, column)) = &self.place {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Remark => "remark",
            Severity::Note => "note",
        };
        write!(f, "{word}: {}", self.message)?;
        for note in &self.notes {
            write!(f, "\n{note}")?;
        }
        Ok(())
    }
}

/// Emits a diagnostic with notes into the context of `location`.
pub fn emit(
    severity: Severity,
    location: Location<'_>,
    message: &str,
    notes: &[(Location<'_>, String)],
) {
    let locations: Vec<_> = notes.iter().map(|(l, _)| l.to_raw()).collect();
    let texts: Vec<_> = notes.iter().map(|(_, text)| to_ref(text)).collect();
    let severity = match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Remark | Severity::Note => 2,
    };
    // SAFETY: everything is live during the call, which copies.
    unsafe {
        shim::pullbackEmitDiagnostic(
            location.to_raw(),
            severity,
            to_ref(message),
            notes.len() as isize,
            locations.as_ptr(),
            texts.as_ptr(),
        )
    }
}

/// # Safety
/// The diagnostic is live during the call.
pub(crate) unsafe fn severity(raw: MlirDiagnostic) -> Severity {
    // SAFETY: as the caller says.
    // `MlirDiagnosticSeverity` in mlir-c/Diagnostics.h.
    match unsafe { mlirDiagnosticGetSeverity(raw) } {
        0 => Severity::Error,
        1 => Severity::Warning,
        2 => Severity::Note,
        _ => Severity::Remark,
    }
}

/// # Safety
/// The diagnostic is live during the call.
unsafe fn read(raw: MlirDiagnostic) -> Diagnostic {
    // SAFETY: as the caller says; notes are in range.
    unsafe {
        Diagnostic {
            severity: severity(raw),
            place: Location::from_raw(mlirDiagnosticGetLocation(raw)).file_line_column(),
            message: printed_text(|data| mlirDiagnosticPrint(raw, Some(collect), data)),
            notes: (0..mlirDiagnosticGetNumNotes(raw))
                .map(|i| read(mlirDiagnosticGetNote(raw, i)))
                .collect(),
        }
    }
}

/// What becomes of a diagnostic, and all that came of those before.
struct Sink<T, F> {
    caught: Vec<T>,
    read: F,
}

unsafe extern "C" fn record<T, F: FnMut(MlirDiagnostic) -> T>(
    raw: MlirDiagnostic,
    data: *mut c_void,
) -> MlirLogicalResult {
    // SAFETY: `data` is the sink of `collect_diagnostics`, alive while the handler is attached.
    let sink = unsafe { &mut *data.cast::<Sink<T, F>>() };
    let item = (sink.read)(raw);
    sink.caught.push(item);
    MlirLogicalResult { value: 1 }
}

/// Runs `body` and hands back, besides its value, the diagnostics emitted meanwhile; nothing is printed.
pub fn capture_diagnostics<'a, R>(
    context: impl Into<ContextRef<'a>>,
    body: impl FnOnce() -> R,
) -> (R, Vec<Diagnostic>) {
    // SAFETY: each diagnostic is live during the call.
    collect_diagnostics(context.into(), body, |raw| unsafe { read(raw) })
}

/// The same with a reader of diagnostics, which are live while it reads.
pub(crate) fn collect_diagnostics<R, T, F: FnMut(MlirDiagnostic) -> T>(
    context: ContextRef<'_>,
    body: impl FnOnce() -> R,
    read: F,
) -> (R, Vec<T>) {
    struct Detach(MlirContext, MlirDiagnosticHandlerID);
    impl Drop for Detach {
        fn drop(&mut self) {
            // SAFETY: attached below to a live context. Runs on unwinding too.
            unsafe { mlirContextDetachDiagnosticHandler(self.0, self.1) }
        }
    }
    let context = context.raw;
    let mut sink = Box::new(Sink {
        caught: vec![],
        read,
    });
    // SAFETY: the sink outlives the handler, which `Detach` removes.
    let id = unsafe {
        mlirContextAttachDiagnosticHandler(
            context,
            Some(record::<T, F>),
            (&raw mut *sink).cast(),
            None,
        )
    };
    let detach = Detach(context, id);
    let value = body();
    drop(detach);
    (value, sink.caught)
}
