//! Programs through the database.

mod apart;
mod cache;
mod edits;
mod events;
mod incremental;
mod live;
mod memory;
mod must_fail;
mod outputs;
mod parts;
mod pipelines;
mod processes;
mod programs;
mod session;
mod threads;
