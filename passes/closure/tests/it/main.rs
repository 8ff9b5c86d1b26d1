//! Programs with function values, run after their function values have become data.

mod budget;
mod common;
mod components;
mod derivatives;
mod errors;
mod fuse;
mod large;
mod masks;
mod modules;
mod naming;
mod programs;
mod recursion;
mod split;
mod stacks;
