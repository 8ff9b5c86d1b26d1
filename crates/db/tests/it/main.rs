//! Programs through the database.

mod incremental;
mod must_fail;
mod programs;
