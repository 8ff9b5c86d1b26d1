//! Why a pass failed: one sentence at an op, with notes.

use mlir_sys::MlirLocation;
use pullback_ir::{Location, Op, Severity, emit};
use std::fmt;

/// What became of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The message is still to be said, at a location.
    Located,
    /// MLIR (a verifier, a nested pass) has said it already.
    Reported,
}

/// Why a pass failed.
///
/// Made at an op or a location; the pass manager turns it into an MLIR diagnostic. It holds no borrow of
/// the IR, so `?` works across changes.
#[derive(Clone)]
pub struct Error {
    message: String,
    place: Option<MlirLocation>,
    notes: Vec<(MlirLocation, String)>,
    kind: ErrorKind,
}

impl Error {
    /// An error at an op: `'name' op message` is what MLIR's users are used to; here the message stands alone.
    pub fn at(op: Op<'_>, message: impl fmt::Display) -> Self {
        Self::at_location(op.location(), message)
    }

    /// An error at a location.
    pub fn at_location(location: Location<'_>, message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            place: Some(location.to_raw()),
            notes: Vec::new(),
            kind: ErrorKind::Located,
        }
    }

    /// An error at the root of the pass.
    pub fn new(message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            place: None,
            notes: Vec::new(),
            kind: ErrorKind::Located,
        }
    }

    /// The diagnostics are out already.
    pub fn reported() -> Self {
        Self {
            message: "already reported".into(),
            place: None,
            notes: Vec::new(),
            kind: ErrorKind::Reported,
        }
    }

    /// Adds a note at another op.
    #[must_use]
    pub fn note(mut self, op: Op<'_>, text: impl fmt::Display) -> Self {
        self.notes.push((op.location().to_raw(), text.to_string()));
        self
    }

    /// The sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What became of the message.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Says it, unless it has been said.
    ///
    /// # Safety
    /// The context in which the error was made must be alive, and `root` in it.
    pub(crate) unsafe fn report(&self, root: Op<'_>) {
        if self.kind == ErrorKind::Reported {
            return;
        }
        // SAFETY: the caller vouches that the locations' context is alive.
        let (place, notes) = unsafe {
            let place = self
                .place
                .map_or_else(|| root.location(), |raw| Location::from_raw(raw));
            let notes: Vec<_> = self
                .notes
                .iter()
                .map(|(raw, text)| (Location::from_raw(*raw), text.clone()))
                .collect();
            (place, notes)
        };
        emit(Severity::Error, place, &self.message, &notes);
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.message)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
impl std::error::Error for Error {}
