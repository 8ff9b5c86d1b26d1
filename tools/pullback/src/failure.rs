//! What ends a command without success, and the exit status that says so.

use std::{fmt, io};

/// The result of every step of a command.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a command ended without success. The texts are complete messages for a person.
#[derive(Debug)]
pub enum Failure {
    /// The program is wrong, or has something that cannot be compiled: located diagnostics.
    Program(String),
    /// The call is wrong: an option, an input, a name that the file does not have.
    Call(String),
    /// Nobody reads standard output any more.
    BrokenPipe,
}

impl Failure {
    /// A wrong call: what is wrong, and what to do.
    pub fn call(what: impl fmt::Display, advice: impl fmt::Display) -> Self {
        Self::Call(format!("error: {what}; {advice}"))
    }

    /// Something that the machine refused: a full disk, for example.
    pub fn output(to: impl fmt::Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Call(format!(
                "error: cannot write to {to}: {error}; write to another place"
            )),
        }
    }

    /// The exit status: 1 for a wrong program, 2 for a wrong call. A reader that has seen enough is no error.
    pub fn status(&self) -> i32 {
        match self {
            Self::Program(_) => 1,
            Self::Call(_) => 2,
            Self::BrokenPipe => 0,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program(text) | Self::Call(text) => f.write_str(text.trim_end()),
            Self::BrokenPipe => Ok(()),
        }
    }
}
