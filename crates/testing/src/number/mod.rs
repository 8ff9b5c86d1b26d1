//! The numbers that the interpreter computes with.

mod double_double;
mod functions;
mod machine;
mod ops;

pub use double_double::DoubleDouble;
pub use ops::{Binary, Unary};

use pullback_ir::FloatKind;
use std::fmt::Debug;

/// A kind of real number.
pub trait Number: Copy + Debug + PartialOrd + 'static {
    /// What a central difference moves a variable of size one by, at most.
    const STEP: f64;

    /// The number that a literal stands for.
    fn from_f64(value: f64) -> Self;

    /// The nearest `f64`.
    fn to_f64(self) -> f64;

    /// The nearest number.
    fn from_int(value: i128) -> Self;

    /// The integer part; `None` for what is no finite number of fewer than 127 bits.
    fn to_int(self) -> Option<i128>;

    /// The value as a float of this type holds it. Numbers that stand for reals stay as they are.
    #[must_use]
    fn rounded(self, kind: FloatKind) -> Self;

    /// A function of one number.
    #[must_use]
    fn unary(self, function: Unary) -> Self;

    /// A function of two numbers.
    #[must_use]
    fn binary(self, function: Binary, other: Self) -> Self;

    /// `self * factor + summand`, rounded once.
    #[must_use]
    fn mul_add(self, factor: Self, summand: Self) -> Self;

    /// The bits as a float of this type; `None` if the number has no such bits.
    fn to_bits(self, kind: FloatKind) -> Option<u64>;

    /// The float of this type with these bits; `None` if numbers have no such bits.
    fn from_bits(kind: FloatKind, bits: u64) -> Option<Self>;

    /// Whether this is no number.
    fn is_nan(self) -> bool {
        self.to_f64().is_nan()
    }

    /// Whether the sign bit is set.
    fn is_negative(self) -> bool {
        self.to_f64().is_sign_negative()
    }
}
