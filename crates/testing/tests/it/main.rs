//! The harness must pass what is right and, above all, fail what is wrong.

mod agree;
mod arrays;
mod interpreter;
mod lit;
mod snapshots;
