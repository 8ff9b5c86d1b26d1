//! LLVM-dialect text in; outputs, results and errors out.

mod arrays;
mod common;
mod errors;
mod gpu;
mod jit;
mod memory;
mod output;
mod traps;
mod vector_math;
