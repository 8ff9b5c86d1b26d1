//! How compile time grows with a program.
//!
//! [`Shape`] writes programs of a given size, [`Stages::of`] takes one to an object and times each stage, and
//! [`exponent`] fits a power of the size to the times, [`slope`] a line.

mod fit;
mod shape;
mod stages;

pub use fit::{exponent, slope};
pub use shape::Shape;
pub use stages::Stages;
