//! The functions on floats that `arith` and `math` have ops for.

/// Functions of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the ops of `arith` and `math` are")]
pub enum Unary {
    Negf,
    Absf,
    Sqrt,
    Rsqrt,
    Cbrt,
    Exp,
    Exp2,
    Expm1,
    Log,
    Log2,
    Log10,
    Log1p,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
    Erf,
    Erfc,
    Ceil,
    Floor,
    Trunc,
    Round,
    Roundeven,
}

/// Functions of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the ops of `arith` and `math` are")]
pub enum Binary {
    Addf,
    Subf,
    Mulf,
    Divf,
    Remf,
    Maximumf,
    Minimumf,
    Maxnumf,
    Minnumf,
    Copysign,
    Atan2,
    Powf,
}

impl Unary {
    /// The function of an op.
    pub fn of(op: &str) -> Option<Self> {
        Some(match op {
            "arith.negf" => Self::Negf,
            "math.absf" => Self::Absf,
            "math.sqrt" => Self::Sqrt,
            "math.rsqrt" => Self::Rsqrt,
            "math.cbrt" => Self::Cbrt,
            "math.exp" => Self::Exp,
            "math.exp2" => Self::Exp2,
            "math.expm1" => Self::Expm1,
            "math.log" => Self::Log,
            "math.log2" => Self::Log2,
            "math.log10" => Self::Log10,
            "math.log1p" => Self::Log1p,
            "math.sin" => Self::Sin,
            "math.cos" => Self::Cos,
            "math.tan" => Self::Tan,
            "math.asin" => Self::Asin,
            "math.acos" => Self::Acos,
            "math.atan" => Self::Atan,
            "math.sinh" => Self::Sinh,
            "math.cosh" => Self::Cosh,
            "math.tanh" => Self::Tanh,
            "math.asinh" => Self::Asinh,
            "math.acosh" => Self::Acosh,
            "math.atanh" => Self::Atanh,
            "math.erf" => Self::Erf,
            "math.erfc" => Self::Erfc,
            "math.ceil" => Self::Ceil,
            "math.floor" => Self::Floor,
            "math.trunc" => Self::Trunc,
            "math.round" => Self::Round,
            "math.roundeven" => Self::Roundeven,
            _ => return None,
        })
    }
}

impl Binary {
    /// The function of an op.
    pub fn of(op: &str) -> Option<Self> {
        Some(match op {
            "arith.addf" => Self::Addf,
            "arith.subf" => Self::Subf,
            "arith.mulf" => Self::Mulf,
            "arith.divf" => Self::Divf,
            "arith.remf" => Self::Remf,
            "arith.maximumf" => Self::Maximumf,
            "arith.minimumf" => Self::Minimumf,
            "arith.maxnumf" => Self::Maxnumf,
            "arith.minnumf" => Self::Minnumf,
            "math.copysign" => Self::Copysign,
            "math.atan2" => Self::Atan2,
            "math.powf" => Self::Powf,
            _ => return None,
        })
    }
}
