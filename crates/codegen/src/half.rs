//! The 16-bit floats in integer arithmetic.
//!
//! Compiled code for processors without such instructions calls helpers of the C runtime
//! (`__truncsfbf2` and its family), some of which older systems lack; the JIT gives it these.

/// The layout of a 16-bit float: a sign, an exponent, and this many bits of fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    fraction: u32,
}

/// IEEE binary16.
pub const F16: Layout = Layout { fraction: 10 };
/// bfloat16.
pub const BF16: Layout = Layout { fraction: 7 };

impl Layout {
    /// The exponent's bias, which is also its greatest value.
    fn bias(self) -> i32 {
        (1 << (14 - self.fraction)) - 1
    }

    /// The bits of +infinity.
    fn infinity(self) -> u16 {
        0x7fff >> self.fraction << self.fraction
    }
}

/// Rounds to nearest, ties to even. NaNs stay NaNs and become quiet.
pub fn round(layout: Layout, value: f64) -> u16 {
    let sign = ((value.to_bits() >> 63) as u16) << 15;
    let magnitude = value.abs();
    if magnitude.is_nan() {
        let payload = (magnitude.to_bits() >> (52 - layout.fraction)) as u16 & !layout.infinity();
        return sign | layout.infinity() | 1 << (layout.fraction - 1) | payload & 0x7fff;
    }
    if magnitude.is_infinite() {
        return sign | layout.infinity();
    }
    let exponent = ((magnitude.to_bits() >> 52) as i32 - 1023).max(1 - layout.bias());
    // The magnitude in units of its last place; the scale is a power of two, and so exact.
    let unit = exponent - layout.fraction.cast_signed();
    let count = scale(magnitude, -unit).round_ties_even();
    // A count that rounded up to the next binade carries into the exponent by itself.
    let biased = (exponent + layout.bias() - 1).cast_unsigned() << layout.fraction;
    let bits = biased + count as u32;
    sign | bits.min(layout.infinity().into()) as u16
}

/// The exact value.
pub fn extend(layout: Layout, bits: u16) -> f64 {
    let fraction = bits & ((1 << layout.fraction) - 1);
    let exponent = i32::from((bits & 0x7fff) >> layout.fraction);
    let sign = u64::from(bits >> 15) << 63;
    let magnitude = if bits & layout.infinity() == layout.infinity() {
        f64::from_bits(0x7ff << 52 | u64::from(fraction) << (52 - layout.fraction))
    } else if exponent == 0 {
        scale(
            fraction.into(),
            1 - layout.bias() - layout.fraction.cast_signed(),
        )
    } else {
        let significand = fraction | 1 << layout.fraction;
        scale(
            significand.into(),
            exponent - layout.bias() - layout.fraction.cast_signed(),
        )
    };
    f64::from_bits(magnitude.to_bits() | sign)
}

/// `value * 2^exponent`, for exponents that leave 2^exponent normal; all in this file do.
fn scale(value: f64, exponent: i32) -> f64 {
    value * f64::from_bits(u64::from((exponent + 1023).cast_unsigned()) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_reads_back() {
        for layout in [F16, BF16] {
            for bits in 0..=u16::MAX {
                let value = extend(layout, bits);
                if value.is_nan() {
                    assert!(extend(layout, round(layout, value)).is_nan());
                } else {
                    assert_eq!(round(layout, value), bits, "{bits:#x} is {value}");
                }
            }
        }
    }

    #[test]
    fn halfway_goes_to_even_and_a_hair_more_goes_up() {
        for layout in [F16, BF16] {
            for bits in 0..layout.infinity() - 1 {
                let (low, high) = (extend(layout, bits), extend(layout, bits + 1));
                let middle = low + (high - low) / 2.0;
                assert_eq!(round(layout, middle), bits + (bits & 1));
                assert_eq!(round(layout, middle.next_up()), bits + 1);
                assert_eq!(round(layout, middle.next_down()), bits);
            }
        }
    }

    #[test]
    fn the_edges() {
        assert_eq!(round(F16, 65519.99), 0x7bff);
        assert_eq!(round(F16, 65520.0), 0x7c00);
        assert_eq!(round(F16, -1e300), 0xfc00);
        assert_eq!(round(BF16, f64::from(f32::MAX)), 0x7f80);
        assert_eq!(round(BF16, 1e-300), 0);
        assert_eq!(round(F16, -0.0), 0x8000);
        assert_eq!(round(F16, f64::MIN_POSITIVE / 8.0), 0);
        assert_eq!(round(F16, f64::NAN) & 0x7e00, 0x7e00);
    }
}
