//! Tests across crates.

mod compiled;
mod docs;
mod interpreter;
mod random_programs;
