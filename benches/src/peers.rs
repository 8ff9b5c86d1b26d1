//! Workloads that other systems are timed on too: a worker process for each system, one protocol for all.

mod data;
mod side;
mod worker;
mod workload;

pub use side::Side;
pub use worker::serve;
pub use workload::{Compiled, WORKLOADS};
