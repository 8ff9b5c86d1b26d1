//! Arrays to loops over memory.
//!
//! `nd-lower-arrays` does all of it, where a module has arrays; its steps are passes of their own:
//!
//! - `nd-to-linalg` writes the ops of `nd` as `linalg`, `tensor` and `scf`, with tests of what only run time knows;
//! - `nd-fuse-loops` makes one of ops with the same loops;
//! - `nd-lower-boundaries` passes arrays between functions as addresses and sizes;
//! - upstream's bufferization makes every function, by itself, code over memory;
//! - `nd-lower-memory` takes that memory from the arena, where boxes and tapes lie, too;
//! - `nd-lower-products` has kernels multiply matrices;
//! - `nd-lower-nests` writes loops, in which sums are values, and the innermost of which are vectors where they have few trips;
//! - `nd-block-maps`, long before, makes vectors of functions over elements that hold loops.
//!
//! At a boundary (an argument, a result, a field of a node, an entry of a tape) an array is the address of its
//! elements, the last dimension fastest, and its sizes that the type does not tell. What lies there never changes.
//! `builtin.unrealized_conversion_cast` between a tensor and these stands for the crossing, until
//! `nd-lower-boundaries`: into the function a tensor that is only read; out of it the memory of a value that nobody
//! reads or writes any more, which bufferization copies where that is not so.
//!
//! **Architecture invariant:** knows nothing of differentiation, nor of function values.

mod all;
mod blocks;
mod boundaries;
mod build;
mod carry;
mod checks;
mod fuse;
mod linalg;
mod memory;
mod nests;
mod products;
mod trips;

pub use all::LowerArrays;
pub use blocks::BlockMaps;
pub use boundaries::LowerBoundaries;
pub use checks::FAIL;
pub use fuse::FuseLoops;
pub use linalg::ToLinalg;
pub use memory::LowerMemory;
pub use nests::LowerNests;
pub use products::LowerProducts;

/// Puts the passes and upstream's into MLIR's registry.
pub fn register() {
    pullback_ir::register_upstream_passes();
    pullback_pass::register::<LowerArrays>();
    pullback_pass::register::<BlockMaps>();
    pullback_pass::register::<ToLinalg>();
    pullback_pass::register::<LowerBoundaries>();
    pullback_pass::register::<LowerMemory>();
    pullback_pass::register::<LowerProducts>();
    pullback_pass::register::<FuseLoops>();
    pullback_pass::register::<LowerNests>();
}
