//! Programs through the database.

mod apart;
mod incremental;
mod live;
mod must_fail;
mod outputs;
mod programs;
