//! Double-double arithmetic: about 32 digits, as an unevaluated sum of two `f64`.
//!
//! Sums, products, quotients and square roots are the usual ones (Dekker; Hida, Li and Bailey). No crate on the
//! registry evaluates the elementary functions to the full precision of the format without a C library, so
//! `functions` has them by argument reduction and series.

use super::{Binary, Number, Unary};
use pullback_ir::FloatKind;
use std::{
    cmp::Ordering,
    ops::{Add, Div, Mul, Neg, Sub},
};

/// The sum of two `f64`, the second at most half a unit in the last place of the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleDouble {
    /// The sum, rounded to nearest.
    pub hi: f64,
    /// What is lost by rounding.
    pub lo: f64,
}

impl DoubleDouble {
    /// Zero.
    pub const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    /// One.
    pub const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    /// The sum of two numbers, the first the greater one.
    pub(super) fn quick(hi: f64, lo: f64) -> Self {
        let sum = hi + lo;
        // An infinite sum has nothing left over, not a NaN.
        let lo = match sum.is_finite() {
            true => lo - (sum - hi),
            false => 0.0,
        };
        Self { hi: sum, lo }
    }

    /// The exact sum of two numbers.
    pub(super) fn sum(a: f64, b: f64) -> Self {
        let sum = a + b;
        if !sum.is_finite() {
            return Self::from(sum);
        }
        let part = sum - a;
        let lo = (a - (sum - part)) + (b - part);
        Self { hi: sum, lo }
    }

    /// The exact product of two numbers.
    pub(super) fn product(a: f64, b: f64) -> Self {
        let product = a * b;
        if !product.is_finite() {
            return Self::from(product);
        }
        let lo = a.mul_add(b, -product);
        Self { hi: product, lo }
    }

    /// Times a power of two.
    pub(super) fn scaled(self, exponent: i32) -> Self {
        // In two steps, so that neither factor overflows.
        let half = exponent / 2;
        let (a, b) = (2f64.powi(half), 2f64.powi(exponent - half));
        Self {
            hi: self.hi * a * b,
            lo: self.lo * a * b,
        }
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(self) -> Self {
        match self.hi.is_sign_negative() {
            true => -self,
            false => self,
        }
    }

    /// The square root.
    #[must_use]
    pub fn sqrt(self) -> Self {
        if self.hi <= 0.0 || !self.hi.is_finite() {
            return Self::from(self.hi.sqrt());
        }
        let root = Self::from(self.hi.sqrt());
        root + (self - root * root) / (root + root)
    }

    pub(super) fn is_integer(self) -> bool {
        self.hi.fract() == 0.0 && self.lo.fract() == 0.0
    }

    /// The integer that `round` gives, where `round` works on either part.
    pub(super) fn rounded_by(self, round: fn(f64) -> f64) -> Self {
        let hi = round(self.hi);
        if hi == self.hi {
            // An integer plus a small rest: the rest decides.
            return Self::quick(hi, round(self.lo));
        }
        Self::from(hi)
    }

    /// To the nearest integer; `tie` chooses where the rest is exactly one half.
    pub(super) fn nearest(self, tie: fn(f64) -> f64) -> Self {
        let low = self.rounded_by(f64::floor);
        let rest = self - low;
        match rest.partial_cmp(&Self::from(0.5)) {
            Some(Ordering::Less) => low,
            Some(Ordering::Greater) => low + Self::ONE,
            Some(Ordering::Equal) => Self::from(tie(self.hi)),
            None => self,
        }
    }
}

impl From<f64> for DoubleDouble {
    fn from(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }
}

impl PartialOrd for DoubleDouble {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.hi.partial_cmp(&other.hi)? {
            Ordering::Equal => self.lo.partial_cmp(&other.lo),
            order => Some(order),
        }
    }
}

impl Neg for DoubleDouble {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }
}

impl Add for DoubleDouble {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (high, low) = (Self::sum(self.hi, other.hi), Self::sum(self.lo, other.lo));
        let sum = Self::quick(high.hi, high.lo + low.hi);
        Self::quick(sum.hi, sum.lo + low.lo)
    }
}

impl Sub for DoubleDouble {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for DoubleDouble {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let product = Self::product(self.hi, other.hi);
        if !product.hi.is_finite() {
            return product;
        }
        let rest = self.hi * other.lo + self.lo * other.hi;
        Self::quick(product.hi, product.lo + rest)
    }
}

impl Div for DoubleDouble {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        if first == 0.0 || !first.is_finite() || !other.hi.is_finite() {
            return Self::from(first);
        }
        let rest = self - other * Self::from(first);
        let second = rest.hi / other.hi;
        let rest = rest - other * Self::from(second);
        Self::quick(first, second) + Self::from(rest.hi / other.hi)
    }
}

impl Number for DoubleDouble {
    const STEP: f64 = 1.0 / 4096.0;

    fn from_f64(value: f64) -> Self {
        value.into()
    }

    fn to_f64(self) -> f64 {
        self.hi
    }

    fn from_int(value: i128) -> Self {
        let hi = value as f64;
        Self::sum(hi, (value - hi as i128) as f64)
    }

    fn to_int(self) -> Option<i128> {
        let whole = self.unary(Unary::Trunc);
        Some(whole.hi.to_int()? + whole.lo.to_int()?)
    }

    fn rounded(self, _: FloatKind) -> Self {
        self
    }

    fn unary(self, function: Unary) -> Self {
        match function {
            Unary::Negf => -self,
            Unary::Absf => self.abs(),
            Unary::Sqrt => self.sqrt(),
            Unary::Rsqrt => Self::ONE / self.sqrt(),
            Unary::Cbrt => self.cbrt(),
            Unary::Exp => self.exp(),
            Unary::Exp2 => self.exp2(),
            Unary::Expm1 => self.expm1(),
            Unary::Log => self.log(),
            Unary::Log2 => self.log2(),
            Unary::Log10 => self.log10(),
            Unary::Log1p => self.log1p(),
            Unary::Sin => self.sin_cos().0,
            Unary::Cos => self.sin_cos().1,
            Unary::Tan => {
                let (sin, cos) = self.sin_cos();
                sin / cos
            }
            Unary::Asin => self.asin(),
            Unary::Acos => self.acos(),
            Unary::Atan => self.atan(),
            Unary::Sinh => self.sinh(),
            Unary::Cosh => self.cosh(),
            Unary::Tanh => self.tanh(),
            Unary::Asinh => self.asinh(),
            Unary::Acosh => self.acosh(),
            Unary::Atanh => self.atanh(),
            Unary::Erf => self.erf(),
            Unary::Erfc => self.erfc(),
            Unary::Ceil => self.rounded_by(f64::ceil),
            Unary::Floor => self.rounded_by(f64::floor),
            Unary::Trunc if self.hi < 0.0 => self.rounded_by(f64::ceil),
            Unary::Trunc => self.rounded_by(f64::floor),
            Unary::Round => self.nearest(f64::round),
            Unary::Roundeven => self.nearest(f64::round_ties_even),
        }
    }

    fn binary(self, function: Binary, other: Self) -> Self {
        let greater = |least: bool| match self.hi.is_nan() || other.hi.is_nan() {
            true => None,
            false => Some(if (self < other) == least { self } else { other }),
        };
        let number = |least| greater(least).unwrap_or(if self.hi.is_nan() { other } else { self });
        match function {
            Binary::Addf => self + other,
            Binary::Subf => self - other,
            Binary::Mulf => self * other,
            Binary::Divf => self / other,
            Binary::Remf => self.rem(other),
            Binary::Maximumf => greater(false).unwrap_or(Self::from(f64::NAN)),
            Binary::Minimumf => greater(true).unwrap_or(Self::from(f64::NAN)),
            Binary::Maxnumf => number(false),
            Binary::Minnumf => number(true),
            Binary::Copysign => match self.hi.is_sign_negative() == other.hi.is_sign_negative() {
                true => self,
                false => -self,
            },
            Binary::Atan2 => self.atan2(other),
            Binary::Powf => self.pow(other),
        }
    }

    fn mul_add(self, factor: Self, summand: Self) -> Self {
        self * factor + summand
    }

    fn to_bits(self, _: FloatKind) -> Option<u64> {
        None
    }

    fn from_bits(_: FloatKind, _: u64) -> Option<Self> {
        None
    }
}
