//! Tests across crates.

mod arrays;
mod check;
mod compiled;
mod docs;
mod interpreter;
mod nestings;
mod random_programs;
mod tally;
