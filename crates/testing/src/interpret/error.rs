//! Why a program has no value.

use std::fmt;

/// What kind of reason it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The interpreter does not have the op or type.
    Unsupported,
    /// The program's behaviour is undefined: a branch on poison, a division by zero.
    Undefined,
    /// The program takes more steps, or calls deeper, than it may.
    Limit,
    /// A derivative is asked for where differences show none.
    NotSmooth,
    /// The call does not fit the program.
    Call,
}

/// Why a program has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of reason it is.
    pub kind: ErrorKind,
    /// File, line and column, if known.
    pub place: Option<(String, usize, usize)>,
    /// One sentence.
    pub message: String,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            place: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line, column)) = &self.place {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        write!(f, "error: {}", self.message)
    }
}

impl std::error::Error for Error {}
