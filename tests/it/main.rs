//! Tests across crates.

mod docs;
mod interpreter;
