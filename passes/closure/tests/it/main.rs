//! Programs with function values, run after their function values have become data.

mod common;
mod errors;
mod naming;
mod programs;
