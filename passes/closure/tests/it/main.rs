//! Programs with function values, run after their function values have become data.

mod common;
mod derivatives;
mod errors;
mod large;
mod naming;
mod programs;
mod split;
