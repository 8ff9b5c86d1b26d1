//! What compiled code calls and the system may lack.

use crate::{fail, half, nonfinite};
use std::ffi::CStr;

/// The C runtime's conversions of 16-bit floats, which older runtimes lack in part, and what code calls that
/// checks its values.
///
/// x86-64 passes such a float in the low bits of a vector register, just as it passes an `f32` with
/// these bits; so `f32` stands for them in the signatures.
pub(crate) fn helpers() -> [(&'static CStr, usize); 8] {
    extern "C" fn extend_f16_f32(x: f32) -> f32 {
        half::extend(half::F16, x.to_bits() as u16) as f32
    }
    extern "C" fn extend_f16_f64(x: f32) -> f64 {
        half::extend(half::F16, x.to_bits() as u16)
    }
    extern "C" fn round_f32_f16(x: f32) -> f32 {
        f32::from_bits(half::round(half::F16, x.into()).into())
    }
    extern "C" fn round_f64_f16(x: f64) -> f32 {
        f32::from_bits(half::round(half::F16, x).into())
    }
    extern "C" fn round_f32_bf16(x: f32) -> f32 {
        f32::from_bits(half::round(half::BF16, x.into()).into())
    }
    extern "C" fn round_f64_bf16(x: f64) -> f32 {
        f32::from_bits(half::round(half::BF16, x).into())
    }
    [
        (c"__extendhfsf2", extend_f16_f32 as *const () as usize),
        (c"__extendhfdf2", extend_f16_f64 as *const () as usize),
        (c"__truncsfhf2", round_f32_f16 as *const () as usize),
        (c"__truncdfhf2", round_f64_f16 as *const () as usize),
        (c"__truncsfbf2", round_f32_bf16 as *const () as usize),
        (c"__truncdfbf2", round_f64_bf16 as *const () as usize),
        (nonfinite::HELPER, nonfinite::report as *const () as usize),
        (fail::HELPER, fail::fail as *const () as usize),
    ]
}
