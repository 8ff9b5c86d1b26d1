//! Workloads that other systems are timed on too: a worker process for each system, one protocol for all.

mod arrays;
mod data;
mod side;
mod sizes;
mod sweep;
mod worker;
mod workload;

pub use arrays::Arrays;
pub use data::{Array, Data};
pub use side::Side;
pub use sizes::{Sizes, resized, sizes_of};
pub use sweep::Sweep;
pub use worker::serve;
pub use workload::{Compiled, Run, WORKLOADS, array_program};
