//! What can go wrong between the LLVM dialect and a running function.

use std::fmt::{self, Display, Formatter};

/// The result of every fallible function here.
pub type Result<T> = std::result::Result<T, Error>;

/// An error and, where one is known, the place in the source that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// `file:line:column`.
    pub location: Option<String>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong: one sentence for that, and one for what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The module cannot be expressed in LLVM IR; the text is MLIR's own.
    #[error("the module cannot be translated to LLVM IR: {0}; lower it to the LLVM dialect first")]
    Translation(String),
    /// LLVM's verifier refused what MLIR produced.
    #[error(
        "the translated module is not valid LLVM IR: {0}; correct the LLVM dialect operation that it comes from"
    )]
    InvalidIr(String),
    /// A function was asked for by a name that the module does not define.
    #[error("the module defines no function `{name}`; it defines {}", list(.defined))]
    NoSuchFunction {
        /// The name asked for.
        name: String,
        /// The names that there are.
        defined: Vec<String>,
    },
    /// A function has an argument or result that an entry cannot pass.
    #[error(
        "{position} of `{function}` has the type `{ty}`, which cannot cross the boundary of compiled code; use i1 to i64, f16, bf16, f32 or f64"
    )]
    UnsupportedType {
        /// The function's symbol.
        function: String,
        /// Which value of its signature.
        position: Position,
        /// The type as LLVM writes it.
        ty: String,
    },
    /// A name that the wrapper of a function needs is taken.
    #[error(
        "`{symbol}`, the name of the wrapper of `{function}`, is already defined; rename that function"
    )]
    SymbolTaken {
        /// The function that wants a wrapper.
        function: String,
        /// The name that is taken.
        symbol: String,
    },
    /// A function cannot be offered to C under its name or with its types.
    #[error("`{function}` cannot be offered to C: {reason}")]
    NotC {
        /// The function's symbol.
        function: String,
        /// Why, and what to do.
        reason: String,
    },
    /// A GPU module calls something that has no code for a GPU.
    #[error(
        "no device implementation of `{callee}` yet, which `{caller}` calls; define it in the module, or compile for the host"
    )]
    NoDeviceImplementation {
        /// The function or intrinsic called.
        callee: String,
        /// The function that calls it.
        caller: String,
    },
    /// A GPU module has data types or stacks.
    #[error(
        "a program with data types or tapes needs memory that grows, which a GPU does not have yet; compile for the host"
    )]
    NoDeviceMemory,
    /// A GPU module computes with a type that GPUs lack.
    #[error("`{function}` computes with `{ty}`, which a GPU does not have; use f64 or narrower")]
    NoDeviceType {
        /// The function.
        function: String,
        /// The type.
        ty: String,
    },
    /// An intrinsic of one processor in code for another one.
    #[error(
        "`{intrinsic}`, which `{caller}` calls, does not exist on the target {triple}; compile for the processor that it belongs to"
    )]
    ForeignIntrinsic {
        /// The intrinsic.
        intrinsic: String,
        /// The function that calls it.
        caller: String,
        /// The target's triple.
        triple: String,
    },
    /// A target that this build of LLVM does not have.
    #[error("there is no target `{0}`; {1}")]
    UnknownTarget(String, String),
    /// A kind of output that a target does not have.
    #[error("the target {triple} has no {emit} output; {advice}")]
    UnsupportedOutput {
        /// The target's triple.
        triple: String,
        /// The output asked for.
        emit: String,
        /// What to ask for instead.
        advice: String,
    },
    /// LLVM's optimiser or code generator refused the module.
    #[error("LLVM could not generate code: {0}; simplify the function that it names")]
    CodeGeneration(String),
    /// The JIT could not link or find something.
    #[error("the JIT could not {action}: {message}; {advice}")]
    Jit {
        /// What was tried.
        action: String,
        /// What LLVM said.
        message: String,
        /// What to do.
        advice: String,
    },
    /// Values of data types that memory cannot hold, or that are not there.
    #[error("{what}; {advice}")]
    Memory {
        /// What is wrong.
        what: String,
        /// What to do.
        advice: String,
    },
    /// The code ended early.
    #[error("{0}")]
    Trap(crate::Trap),
    /// A call's values do not fit the entry.
    #[error(
        "`{function}` takes {expected}, and was called with {found}; pass values of exactly these types"
    )]
    Call {
        /// The entry's name.
        function: String,
        /// The types that it takes.
        expected: String,
        /// The types that came.
        found: String,
    },
}

/// A place in a function's signature; counts start at 0, as in MLIR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// An argument.
    Argument(usize),
    /// A result.
    Result(usize),
}

impl Display for Position {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(index) => write!(f, "argument {index}"),
            Self::Result(index) => write!(f, "result {index}"),
        }
    }
}

impl Error {
    /// The same error, with a place unless it has one.
    pub fn at(mut self, location: Option<String>) -> Self {
        self.location = self.location.or(location);
        self
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self {
            location: None,
            kind,
        }
    }
}

impl From<inkwell::builder::BuilderError> for Error {
    fn from(error: inkwell::builder::BuilderError) -> Self {
        ErrorKind::CodeGeneration(error.to_string()).into()
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{location}: ")?;
        }
        write!(f, "{}", self.kind)
    }
}

impl std::error::Error for Error {}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        return "none".into();
    }
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
