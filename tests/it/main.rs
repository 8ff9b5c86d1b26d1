//! Tests across crates.

mod check;
mod compiled;
mod docs;
mod interpreter;
mod nestings;
mod random_programs;
mod tally;
