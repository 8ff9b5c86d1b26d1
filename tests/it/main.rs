//! Tests across crates.

mod docs;
