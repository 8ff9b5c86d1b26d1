//! Machine code from MLIR's LLVM dialect: LLVM IR, objects, assembly, PTX, and a JIT.
//!
//! [`compile`] takes a module in the LLVM dialect to an [`Artifact`]; [`Jit`] links objects into
//! this process and calls their entries. The stages are files: [`translate`] (MLIR to LLVM IR),
//! [`thunk`] (one calling convention for every function), [`header`] (the C one), [`fp`]
//! (fast-math flags), [`optimize`], [`emit`], [`ptx`] (what a target
//! has no code for), [`jit`] (linking) and [`entry`] (calling).
//!
//! **Architecture invariant:** this crate knows MLIR's LLVM dialect and nothing above it: no
//! functional dialect, no passes, no database. Everything it returns is a function of the module and
//! the [`Options`] alone; the machine it runs on enters only through [`Target::host`].

pub mod compile;
pub mod emit;
pub mod entry;
pub mod error;
pub mod fp;
pub mod half;
pub mod header;
pub mod jit;
pub mod optimize;
pub mod ptx;
mod runtime;
pub mod target;
pub mod thunk;
pub mod translate;
pub mod value;

pub use compile::{Artifact, Options, compile};
pub use emit::Emit;
pub use entry::EntryFn;
pub use error::{Error, ErrorKind, Result};
pub use fp::FpMode;
pub use header::c_header;
pub use jit::Jit;
pub use optimize::OptLevel;
pub use target::Target;
pub use translate::{register_translations, translate};
pub use value::{Entry, Scalar, Signature, Value};
