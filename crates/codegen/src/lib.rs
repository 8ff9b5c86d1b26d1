//! Machine code from MLIR's LLVM dialect: LLVM IR, objects, assembly, PTX, and a JIT.
//!
//! [`compile()`] takes a module in the LLVM dialect to an [`Artifact`]; [`Jit`] links objects into
//! this process and calls their entries. A stage is a file: `translate` (MLIR to LLVM IR), `thunk`
//! (one calling convention for every function), `header` (the C one), `exports` (what stays
//! visible), `fp` (fast-math flags), `reciprocal` (quotients by one divisor), `ptx` (what a target has
//! no code for), `optimize`, `fuse` (products with several sums), `hoist` (their order), `emit`, `jit` (linking), `slots` and `image`
//! (functions that are replaced), `entry`
//! (calling), `part` (arrays that are borrowed), `matmul` (products of matrices), `arena` and `data` (the memory of data and
//! tapes), `guard` (traps), `fail` (tests that do not hold).
//!
//! **Architecture invariant:** this crate knows MLIR's LLVM dialect and nothing above it: no
//! functional dialect, no passes, no database. Everything it returns is a function of the module and
//! the [`Options`] alone; the machine it runs on enters only through [`Target::host`].

mod arena;
mod compile;
mod data;
mod emit;
mod entry;
mod error;
mod exports;
mod fail;
mod fp;
mod fuse;
mod guard;
mod half;
mod header;
mod hoist;
mod image;
mod jit;
mod matmul;
mod nonfinite;
mod optimize;
mod own_arena;
mod part;
mod ptx;
mod reciprocal;
mod runtime;
mod slots;
mod target;
mod thunk;
mod translate;
mod trap;
mod value;
mod vector_math;

pub use compile::{Artifact, Options, compile};
pub use emit::Emit;
pub use entry::EntryFn;
pub use error::{Error, ErrorKind, Position, Result};
pub use fail::Sentence;
pub use fp::FpMode;
pub use guard::guarded;
pub use header::c_header;
pub use image::LiveImage;
pub use jit::Jit;
pub use nonfinite::{NonFinite, watch};
pub use optimize::OptLevel;
pub use part::{ArrayView, Element, Part};
pub use slots::slot_symbol;
pub use target::Target;
pub use translate::{register_translations, translate};
pub use trap::Trap;
pub use value::{ArrayType, DataType, Entry, Scalar, Signature, Value};
