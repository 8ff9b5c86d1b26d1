//! The harness must pass what is right and, above all, fail what is wrong.

mod lit;
mod snapshots;
