//! `f64` as the machine has it, rounded to the narrower types where the program says so.

use super::{Binary, DoubleDouble, Number, Unary};
use pullback_ir::FloatKind;

impl Number for f64 {
    const STEP: f64 = 1.0 / 64.0;

    fn from_f64(value: f64) -> Self {
        value
    }

    fn to_f64(self) -> f64 {
        self
    }

    fn from_int(value: i128) -> Self {
        value as Self
    }

    fn to_int(self) -> Option<i128> {
        (self.abs() < 2f64.powi(126)).then_some(self as i128)
    }

    fn rounded(self, kind: FloatKind) -> Self {
        match kind {
            FloatKind::F32 => Self::from(self as f32),
            FloatKind::F16 => round_to(self, 11, -14, 65504.0),
            FloatKind::BF16 => round_to(self, 8, -126, Self::from(f32::from_bits(0x7f7f_0000))),
            FloatKind::F64 | FloatKind::Other => self,
        }
    }

    fn unary(self, function: Unary) -> Self {
        match function {
            Unary::Negf => -self,
            Unary::Absf => self.abs(),
            Unary::Sqrt => self.sqrt(),
            Unary::Rsqrt => 1.0 / self.sqrt(),
            Unary::Cbrt => self.cbrt(),
            Unary::Exp => self.exp(),
            Unary::Exp2 => self.exp2(),
            Unary::Expm1 => self.exp_m1(),
            Unary::Log => self.ln(),
            Unary::Log2 => self.log2(),
            Unary::Log10 => self.log10(),
            Unary::Log1p => self.ln_1p(),
            Unary::Sin => self.sin(),
            Unary::Cos => self.cos(),
            Unary::Tan => self.tan(),
            Unary::Asin => self.asin(),
            Unary::Acos => self.acos(),
            Unary::Atan => self.atan(),
            Unary::Sinh => self.sinh(),
            Unary::Cosh => self.cosh(),
            Unary::Tanh => self.tanh(),
            Unary::Asinh => self.asinh(),
            Unary::Acosh => self.acosh(),
            Unary::Atanh => self.atanh(),
            // The standard library has neither.
            Unary::Erf | Unary::Erfc => DoubleDouble::from(self).unary(function).to_f64(),
            Unary::Ceil => self.ceil(),
            Unary::Floor => self.floor(),
            Unary::Trunc => self.trunc(),
            Unary::Round => self.round(),
            Unary::Roundeven => self.round_ties_even(),
        }
    }

    fn binary(self, function: Binary, other: Self) -> Self {
        match function {
            Binary::Addf => self + other,
            Binary::Subf => self - other,
            Binary::Mulf => self * other,
            Binary::Divf => self / other,
            Binary::Remf => self % other,
            Binary::Maximumf => extremum(self, other, false),
            Binary::Minimumf => extremum(self, other, true),
            Binary::Maxnumf => self.max(other),
            Binary::Minnumf => self.min(other),
            Binary::Copysign => self.copysign(other),
            Binary::Atan2 => self.atan2(other),
            Binary::Powf => self.powf(other),
        }
    }

    fn mul_add(self, factor: Self, summand: Self) -> Self {
        Self::mul_add(self, factor, summand)
    }

    fn to_bits(self, kind: FloatKind) -> Option<u64> {
        Some(match kind {
            FloatKind::F64 => Self::to_bits(self),
            FloatKind::F32 => (self as f32).to_bits().into(),
            FloatKind::BF16 => u64::from((self.rounded(kind) as f32).to_bits() >> 16),
            FloatKind::F16 => half_bits(self.rounded(kind)),
            FloatKind::Other => return None,
        })
    }

    fn from_bits(kind: FloatKind, bits: u64) -> Option<Self> {
        Some(match kind {
            FloatKind::F64 => Self::from_bits(bits),
            FloatKind::F32 => f32::from_bits(bits as u32).into(),
            FloatKind::BF16 => f32::from_bits((bits as u32) << 16).into(),
            FloatKind::F16 => half_value(bits),
            FloatKind::Other => return None,
        })
    }
}

/// IEEE 754-2019 `maximum` and `minimum`: NaN wins, and `-0 < +0`.
fn extremum(a: f64, b: f64, least: bool) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == b {
        if a.is_sign_negative() == least { a } else { b }
    } else if (a < b) == least {
        a
    } else {
        b
    }
}

/// The nearest number with `precision` bits, ties to even; `least` is the exponent of the smallest normal number.
fn round_to(value: f64, precision: i32, least: i32, greatest: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let exponent = (((value.to_bits() >> 52) & 0x7ff) as i32 - 1023).max(least);
    let quantum = 2f64.powi(exponent + 1 - precision);
    let rounded = (value / quantum).round_ties_even() * quantum;
    match rounded.abs() > greatest {
        true => f64::INFINITY.copysign(value),
        false => rounded,
    }
}

/// The bits of a binary16.
fn half_bits(value: f64) -> u64 {
    let sign = u64::from(value.is_sign_negative()) << 15;
    let size = value.abs();
    let bits = if size.is_nan() {
        0x7e00
    } else if size.is_infinite() {
        0x7c00
    } else if size < 2f64.powi(-14) {
        (size * 2f64.powi(24)) as u64
    } else {
        let wide = size.to_bits();
        (((wide >> 52) - 1008) << 10) | ((wide >> 42) & 0x3ff)
    };
    sign | bits
}

/// The binary16 with these bits.
fn half_value(bits: u64) -> f64 {
    let (exponent, fraction) = (((bits >> 10) & 31) as i32, (bits & 0x3ff) as f64);
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction > 0.0 => f64::NAN,
        31 => f64::INFINITY,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if (bits >> 15) & 1 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_rounds_to_nearest_even_and_keeps_its_bits() {
        for (value, rounded) in [
            (1.0 + 2f64.powi(-11), 1.0),
            (1.0 + 3.0 * 2f64.powi(-11), 1.0 + 2f64.powi(-9)),
            (65519.0, 65504.0),
            (65520.0, f64::INFINITY),
            (2f64.powi(-25), 0.0),
            (3.0 * 2f64.powi(-25), 2f64.powi(-23)),
        ] {
            assert_eq!(value.rounded(FloatKind::F16), rounded, "{value}");
            assert_eq!((-value).rounded(FloatKind::F16), -rounded, "-{value}");
        }
        for bits in 0..0x7c00 {
            let value = half_value(bits);
            assert_eq!(value.rounded(FloatKind::F16), value);
            assert_eq!(half_bits(value), bits);
        }
    }

    #[test]
    fn bfloat_rounds_as_the_upper_half_of_a_float() {
        for bits in [0x3f80, 0x0001, 0x7f7f, 0x4049u64] {
            let value = <f64 as Number>::from_bits(FloatKind::BF16, bits).unwrap();
            assert_eq!(value.rounded(FloatKind::BF16), value);
            assert_eq!(Number::to_bits(value, FloatKind::BF16), Some(bits));
            assert_eq!((value * 1.001).rounded(FloatKind::BF16), value);
        }
    }

    #[test]
    fn the_sign_of_zero_orders_extrema() {
        assert!(0f64.binary(Binary::Minimumf, -0.0).is_sign_negative());
        assert!((-0f64).binary(Binary::Maximumf, 0.0).is_sign_positive());
        assert!(f64::NAN.binary(Binary::Maximumf, 0.0).is_nan());
        assert_eq!(f64::NAN.binary(Binary::Maxnumf, 1.0), 1.0);
    }
}
