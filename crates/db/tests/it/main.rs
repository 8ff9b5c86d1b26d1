//! Programs through the database.

mod apart;
mod incremental;
mod must_fail;
mod outputs;
mod programs;
