//! What comes out of the lowering, run.

mod arithmetic;
mod check;
mod collection;
mod common;
mod data;
mod erase_rules;
mod invariants;
mod outline;
mod powers;
mod signatures;
mod tuples;
