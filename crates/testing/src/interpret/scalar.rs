//! The ops on scalars: `arith` and `math`.

use super::{Type, Value};
use crate::number::{Binary, Number, Unary};
use pullback_ir::{self as ir, FastMath, FloatKind, Op};

/// An op on scalars.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scalar {
    Int(u64),
    Float(f64),
    Unary(Unary, FloatKind, FastMath),
    Binary(Binary, FloatKind, FastMath),
    Fma(FloatKind, FastMath),
    Clamp(FloatKind),
    SinCos(FloatKind),
    /// A power with an integer exponent of this width.
    FloatPower(FloatKind, u32),
    Classify(Class),
    CompareFloats(i64),
    CompareInts(i64, u32),
    Integer(Integer, u32, Flags),
    Count(Count, u32),
    Extended(Extended, u32),
    Convert(Conversion),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Class {
    Finite,
    Infinite,
    Nan,
    Normal,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Count {
    Leading,
    Trailing,
    Ones,
    Absolute,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Extended {
    AddUnsigned,
    MulSigned,
    MulUnsigned,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Integer {
    Add,
    Sub,
    Mul,
    And,
    Or,
    Xor,
    Shl,
    ShrSigned,
    ShrUnsigned,
    DivSigned,
    DivUnsigned,
    CeilSigned,
    CeilUnsigned,
    FloorSigned,
    RemSigned,
    RemUnsigned,
    MaxSigned,
    MaxUnsigned,
    MinSigned,
    MinUnsigned,
    Power,
}

/// What makes a result poison.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    signed: bool,
    unsigned: bool,
    exact: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Conversion {
    ZeroExtend,
    /// From, to.
    SignExtend(u32, u32),
    Truncate(u32, Flags, u32),
    Float(FloatKind),
    FromSigned(u32, FloatKind),
    FromUnsigned(FloatKind),
    ToSigned(u32),
    ToUnsigned(u32),
    BitsOf(FloatKind),
    FromBits(FloatKind),
    BitsToFloat(FloatKind, FloatKind),
}

/// The type of a scalar, or of an array's elements.
fn element(ty: ir::Type<'_>) -> Type {
    match Type::of(ty) {
        Type::Array(_, element) => *element,
        ty => ty,
    }
}

/// The width of an integer type of at most 64 bits, or of an array of it; `index` has 64.
pub(super) fn width(ty: ir::Type<'_>) -> Option<u32> {
    match element(ty) {
        Type::Int(width) => Some(width),
        _ => None,
    }
}

fn kind(ty: ir::Type<'_>) -> Option<FloatKind> {
    match element(ty) {
        Type::Float(kind) => Some(kind),
        _ => None,
    }
}

/// The bits of integers of this width.
pub(super) fn mask(width: u32) -> u64 {
    u64::MAX >> (64 - width)
}

/// The integer with its top bit as the sign.
pub(super) fn signed(bits: u64, width: u32) -> i64 {
    let unused = 64 - width;
    (bits << unused).cast_signed() >> unused
}

impl Scalar {
    /// What a call of a function of the C library does that is an op of `math`; `None` for others.
    pub fn library(call: Op<'_>, name: &str) -> Option<Self> {
        let (&[operand], [_]) = (call.operands().as_slice(), call.results().as_slice()) else {
            return None;
        };
        let kind = kind(operand.ty())?;
        let name = match kind {
            FloatKind::F64 => name,
            FloatKind::F32 => name.strip_suffix('f')?,
            _ => return None,
        };
        let function = Unary::of(&format!("math.{name}"))?;
        Some(Self::Unary(function, kind, FastMath::of(call)))
    }

    /// What an op does; `None` for one that is none of scalars.
    pub fn of(op: Op<'_>) -> Option<Self> {
        let result = op.results().first()?.ty();
        let operand = op.operands().first().map_or(result, |value| value.ty());
        let fast = FastMath::of(op);
        let flags = || {
            let text = op
                .attr("overflowFlags")
                .map(|flags| flags.to_string())
                .unwrap_or_default();
            Flags {
                signed: text.contains("nsw"),
                unsigned: text.contains("nuw"),
                exact: op.attr("isExact").is_some(),
            }
        };
        if let Some(function) = Unary::of(op.name()) {
            return Some(Self::Unary(function, kind(operand)?, fast));
        }
        if let Some(function) = Binary::of(op.name()) {
            return Some(Self::Binary(function, kind(operand)?, fast));
        }
        if let Some(function) = Integer::of(op.name()) {
            return Some(Self::Integer(function, width(operand)?, flags()));
        }
        let convert = |conversion| Some(Self::Convert(conversion));
        match op.name() {
            "arith.constant" => {
                let value = op.attr("value")?;
                match Type::of(result) {
                    Type::Int(width) => Some(Self::Int(value.as_int()? as u64 & mask(width))),
                    Type::Float(_) => Some(Self::Float(value.as_float()?)),
                    _ => None,
                }
            }
            "math.fma" => Some(Self::Fma(kind(result)?, fast)),
            "math.clampf" => Some(Self::Clamp(kind(result)?)),
            "math.sincos" => Some(Self::SinCos(kind(result)?)),
            "math.fpowi" => Some(Self::FloatPower(kind(result)?, width(op.operand(1).ty())?)),
            "math.isfinite" | "math.isinf" | "math.isnan" | "math.isnormal" => {
                kind(operand)?;
                Some(Self::Classify(match op.name() {
                    "math.isfinite" => Class::Finite,
                    "math.isinf" => Class::Infinite,
                    "math.isnan" => Class::Nan,
                    _ => Class::Normal,
                }))
            }
            "arith.cmpf" => {
                kind(operand).and(Some(Self::CompareFloats(op.attr("predicate")?.as_int()?)))
            }
            "arith.cmpi" => Some(Self::CompareInts(
                op.attr("predicate")?.as_int()?,
                width(operand)?,
            )),
            "math.ctlz" => Some(Self::Count(Count::Leading, width(operand)?)),
            "math.cttz" => Some(Self::Count(Count::Trailing, width(operand)?)),
            "math.ctpop" => Some(Self::Count(Count::Ones, width(operand)?)),
            "math.absi" => Some(Self::Count(Count::Absolute, width(operand)?)),
            "arith.addui_extended" => Some(Self::Extended(Extended::AddUnsigned, width(operand)?)),
            "arith.mulsi_extended" => Some(Self::Extended(Extended::MulSigned, width(operand)?)),
            "arith.mului_extended" => Some(Self::Extended(Extended::MulUnsigned, width(operand)?)),
            "arith.extui" => width(operand).and(convert(Conversion::ZeroExtend)),
            "arith.extsi" => convert(Conversion::SignExtend(width(operand)?, width(result)?)),
            "arith.trunci" => convert(Conversion::Truncate(
                width(operand)?,
                flags(),
                width(result)?,
            )),
            "arith.index_cast" | "arith.index_castui" => {
                let (from, to) = (width(operand)?, width(result)?);
                convert(match (from > to, op.name()) {
                    (true, _) => Conversion::Truncate(from, Flags::default(), to),
                    (false, "arith.index_cast") => Conversion::SignExtend(from, to),
                    (false, _) => Conversion::ZeroExtend,
                })
            }
            "arith.extf" | "arith.truncf" => {
                kind(operand).and(convert(Conversion::Float(kind(result)?)))
            }
            "arith.sitofp" => convert(Conversion::FromSigned(width(operand)?, kind(result)?)),
            "arith.uitofp" => width(operand).and(convert(Conversion::FromUnsigned(kind(result)?))),
            "arith.fptosi" => kind(operand).and(convert(Conversion::ToSigned(width(result)?))),
            "arith.fptoui" => kind(operand).and(convert(Conversion::ToUnsigned(width(result)?))),
            "arith.bitcast" => convert(match (element(operand), element(result)) {
                (Type::Float(from), Type::Float(to)) => Conversion::BitsToFloat(from, to),
                (Type::Float(kind), Type::Int(_)) => Conversion::BitsOf(kind),
                (Type::Int(_), Type::Float(kind)) => Conversion::FromBits(kind),
                (Type::Int(_), Type::Int(_)) => Conversion::ZeroExtend,
                _ => return None,
            }),
            _ => None,
        }
    }

    /// How many results there are.
    pub fn results(self) -> usize {
        if matches!(self, Self::SinCos(_) | Self::Extended(..)) {
            2
        } else {
            1
        }
    }

    /// The results; the error says what is wrong.
    pub fn evaluate<N: Number>(self, operands: &[Value<N>]) -> Result<Vec<Value<N>>, &'static str> {
        if operands.iter().any(|value| matches!(value, Value::Poison)) {
            // A division by poison may be one by zero.
            if let Self::Integer(function, ..) = self
                && function.divides()
                && matches!(operands[1], Value::Poison)
            {
                return Err("an integer is divided by poison");
            }
            return Ok(vec![Value::Poison; self.results()]);
        }
        let float = |index: usize| operands[index].as_float().ok_or("a float is expected");
        let int = |index: usize| match operands[index] {
            Value::Int(bits) => Ok(bits),
            _ => Err("an integer is expected"),
        };
        let one = |value| Ok(vec![value]);
        match self {
            Self::Int(bits) => one(Value::Int(bits)),
            Self::Float(value) => one(Value::Float(N::from_f64(value))),
            Self::Unary(function, kind, fast) => {
                let x = float(0)?;
                one(flagged(&[x], x.unary(function).rounded(kind), fast))
            }
            Self::Binary(function, kind, fast) => {
                let (x, y) = (float(0)?, float(1)?);
                one(flagged(&[x, y], x.binary(function, y).rounded(kind), fast))
            }
            Self::Fma(kind, fast) => {
                let (x, y, z) = (float(0)?, float(1)?, float(2)?);
                one(flagged(&[x, y, z], x.mul_add(y, z).rounded(kind), fast))
            }
            Self::Clamp(kind) => {
                let bounded = float(0)?.binary(Binary::Maxnumf, float(1)?);
                one(Value::Float(
                    bounded.binary(Binary::Minnumf, float(2)?).rounded(kind),
                ))
            }
            Self::SinCos(kind) => {
                let x = float(0)?;
                let both = [Unary::Sin, Unary::Cos].map(|f| Value::Float(x.unary(f).rounded(kind)));
                Ok(both.into())
            }
            Self::FloatPower(kind, width) => {
                let exponent = N::from_int(signed(int(1)?, width).into());
                one(Value::Float(
                    float(0)?.binary(Binary::Powf, exponent).rounded(kind),
                ))
            }
            Self::Classify(class) => {
                let x = float(0)?.to_f64();
                one(Value::bool(match class {
                    Class::Finite => x.is_finite(),
                    Class::Infinite => x.is_infinite(),
                    Class::Nan => x.is_nan(),
                    Class::Normal => x.is_normal(),
                }))
            }
            Self::CompareFloats(predicate) => {
                one(Value::bool(compare_floats(predicate, float(0)?, float(1)?)))
            }
            Self::CompareInts(predicate, width) => one(Value::bool(compare_ints(
                predicate,
                width,
                int(0)?,
                int(1)?,
            ))),
            Self::Integer(function, width, flags) => {
                let result = function.evaluate(int(0)?, int(1)?, width, flags)?;
                one(result.map_or(Value::Poison, Value::Int))
            }
            Self::Count(count, width) => {
                let bits = int(0)?;
                one(Value::Int(match count {
                    Count::Leading => (bits.leading_zeros() - (64 - width)).into(),
                    Count::Trailing => bits.trailing_zeros().min(width).into(),
                    Count::Ones => bits.count_ones().into(),
                    Count::Absolute => signed(bits, width).unsigned_abs() & mask(width),
                }))
            }
            Self::Extended(function, width) => {
                let (a, b) = (int(0)?, int(1)?);
                let wide = match function {
                    Extended::AddUnsigned => i128::from(a) + i128::from(b),
                    Extended::MulUnsigned => (u128::from(a) * u128::from(b)).cast_signed(),
                    Extended::MulSigned => {
                        i128::from(signed(a, width)) * i128::from(signed(b, width))
                    }
                };
                let high = (wide >> width) as u64 & mask(width);
                Ok(vec![
                    Value::Int(wide as u64 & mask(width)),
                    Value::Int(high),
                ])
            }
            Self::Convert(conversion) => one(convert(conversion, &operands[0])?),
        }
    }
}

/// Poison where a flag promised otherwise.
fn flagged<N: Number>(operands: &[N], result: N, fast: FastMath) -> Value<N> {
    let all = || operands.iter().chain([&result]).map(|x| x.to_f64());
    if fast.has(FastMath::NNAN) && all().any(f64::is_nan)
        || fast.has(FastMath::NINF) && all().any(f64::is_infinite)
    {
        return Value::Poison;
    }
    Value::Float(result)
}

fn compare_floats<N: Number>(predicate: i64, a: N, b: N) -> bool {
    let unordered = a.is_nan() || b.is_nan();
    // Bits of MLIR's numbers: equal, greater, less for 1 to 6 ordered; 8 to 13 unordered.
    match predicate {
        0 => false,
        15 => true,
        7 => !unordered,
        14 => unordered,
        8..=13 if unordered => true,
        _ if unordered => false,
        1 | 8 => a == b,
        2 | 9 => a > b,
        3 | 10 => a >= b,
        4 | 11 => a < b,
        5 | 12 => a <= b,
        _ => a != b,
    }
}

fn compare_ints(predicate: i64, width: u32, a: u64, b: u64) -> bool {
    let (sa, sb) = (signed(a, width), signed(b, width));
    match predicate {
        0 => a == b,
        1 => a != b,
        2 => sa < sb,
        3 => sa <= sb,
        4 => sa > sb,
        5 => sa >= sb,
        6 => a < b,
        7 => a <= b,
        8 => a > b,
        _ => a >= b,
    }
}

fn convert<N: Number>(conversion: Conversion, value: &Value<N>) -> Result<Value<N>, &'static str> {
    const NO_BITS: &str = "the bits of a float are asked for, and these numbers stand for reals";
    let in_range = |x: N, low: i128, high: i128| {
        let whole = x.to_int().filter(|whole| (low..=high).contains(whole));
        whole.map_or(Value::Poison, |whole| Value::Int(whole as u64))
    };
    Ok(match (conversion, value) {
        (Conversion::ZeroExtend, Value::Int(bits)) => Value::Int(*bits),
        (Conversion::SignExtend(from, to), Value::Int(bits)) => {
            Value::Int(signed(*bits, from).cast_unsigned() & mask(to))
        }
        (Conversion::Truncate(from, flags, to), Value::Int(bits)) => {
            let short = bits & mask(to);
            if flags.unsigned && short != *bits
                || flags.signed && signed(short, to) != signed(*bits, from)
            {
                return Ok(Value::Poison);
            }
            Value::Int(short)
        }
        (Conversion::Float(kind), Value::Float(x)) => Value::Float(x.rounded(kind)),
        (Conversion::FromSigned(width, kind), Value::Int(bits)) => {
            Value::Float(N::from_int(signed(*bits, width).into()).rounded(kind))
        }
        (Conversion::FromUnsigned(kind), Value::Int(bits)) => {
            Value::Float(N::from_int((*bits).into()).rounded(kind))
        }
        (Conversion::ToSigned(width), Value::Float(x)) => {
            let limit = 1i128 << (width - 1);
            match in_range(*x, -limit, limit - 1) {
                Value::Int(bits) => Value::Int(bits & mask(width)),
                poison => poison,
            }
        }
        (Conversion::ToUnsigned(width), Value::Float(x)) => in_range(*x, 0, mask(width).into()),
        (Conversion::BitsOf(kind), Value::Float(x)) => Value::Int(x.to_bits(kind).ok_or(NO_BITS)?),
        (Conversion::FromBits(kind), Value::Int(bits)) => {
            Value::Float(N::from_bits(kind, *bits).ok_or(NO_BITS)?)
        }
        (Conversion::BitsToFloat(from, to), Value::Float(x)) if from == to => Value::Float(*x),
        (Conversion::BitsToFloat(from, to), Value::Float(x)) => {
            let bits = x.to_bits(from).ok_or(NO_BITS)?;
            Value::Float(N::from_bits(to, bits).ok_or(NO_BITS)?)
        }
        _ => return Err("a scalar of another type is expected"),
    })
}

impl Integer {
    fn of(op: &str) -> Option<Self> {
        Some(match op {
            "arith.addi" => Self::Add,
            "arith.subi" => Self::Sub,
            "arith.muli" => Self::Mul,
            "arith.andi" => Self::And,
            "arith.ori" => Self::Or,
            "arith.xori" => Self::Xor,
            "arith.shli" => Self::Shl,
            "arith.shrsi" => Self::ShrSigned,
            "arith.shrui" => Self::ShrUnsigned,
            "arith.divsi" => Self::DivSigned,
            "arith.divui" => Self::DivUnsigned,
            "arith.ceildivsi" => Self::CeilSigned,
            "arith.ceildivui" => Self::CeilUnsigned,
            "arith.floordivsi" => Self::FloorSigned,
            "arith.remsi" => Self::RemSigned,
            "arith.remui" => Self::RemUnsigned,
            "arith.maxsi" => Self::MaxSigned,
            "arith.maxui" => Self::MaxUnsigned,
            "arith.minsi" => Self::MinSigned,
            "arith.minui" => Self::MinUnsigned,
            "math.ipowi" => Self::Power,
            _ => return None,
        })
    }

    fn divides(self) -> bool {
        matches!(
            self,
            Self::DivSigned
                | Self::DivUnsigned
                | Self::CeilSigned
                | Self::CeilUnsigned
                | Self::FloorSigned
                | Self::RemSigned
                | Self::RemUnsigned
        )
    }

    /// The bits; `None` is poison.
    fn evaluate(
        self,
        a: u64,
        b: u64,
        width: u32,
        flags: Flags,
    ) -> Result<Option<u64>, &'static str> {
        let (sa, sb) = (i128::from(signed(a, width)), i128::from(signed(b, width)));
        let (ua, ub) = (i128::from(a), i128::from(b));
        let least = -1i128 << (width - 1);
        if self.divides() && b == 0 {
            return Err("an integer is divided by zero");
        }
        let is_signed = matches!(
            self,
            Self::DivSigned | Self::CeilSigned | Self::FloorSigned | Self::RemSigned
        );
        if is_signed && sa == least && sb == -1 {
            return Err("the quotient of the least integer and -1 does not fit");
        }
        let wrap = |value: i128| value as u64 & mask(width);
        let checked = |sum: i128, unsigned: Option<i128>| {
            let overflows = flags.signed && !(least..-least).contains(&sum)
                || flags.unsigned
                    && unsigned.is_none_or(|sum| !(0..=mask(width).into()).contains(&sum));
            (!overflows).then(|| wrap(sum))
        };
        let exact = |value: i128, rest: i128| (!flags.exact || rest == 0).then(|| wrap(value));
        Ok(match self {
            Self::Add => checked(sa + sb, Some(ua + ub)),
            Self::Sub => checked(sa - sb, Some(ua - ub)),
            Self::Mul => checked(sa * sb, ua.checked_mul(ub)),
            Self::And => Some(a & b),
            Self::Or => Some(a | b),
            Self::Xor => Some(a ^ b),
            Self::Shl | Self::ShrSigned | Self::ShrUnsigned if b >= width.into() => None,
            Self::Shl => {
                let shifted = wrap(ua << b);
                let back = i128::from(signed(shifted, width)) >> b;
                let overflows =
                    flags.unsigned && ua << b != i128::from(shifted) || flags.signed && back != sa;
                (!overflows).then_some(shifted)
            }
            Self::ShrSigned => exact(sa >> b, sa & ((1 << b) - 1)),
            Self::ShrUnsigned => exact(ua >> b, ua & ((1 << b) - 1)),
            Self::DivSigned => exact(sa / sb, sa % sb),
            Self::DivUnsigned => exact(ua / ub, ua % ub),
            Self::CeilSigned => Some(wrap(
                sa / sb + i128::from(sa % sb != 0 && (sa < 0) == (sb < 0)),
            )),
            Self::CeilUnsigned => Some(wrap((ua + ub - 1) / ub)),
            Self::FloorSigned => Some(wrap(
                sa / sb - i128::from(sa % sb != 0 && (sa < 0) != (sb < 0)),
            )),
            Self::RemSigned => Some(wrap(sa % sb)),
            Self::RemUnsigned => Some(wrap(ua % ub)),
            Self::MaxSigned => Some(wrap(sa.max(sb))),
            Self::MaxUnsigned => Some(a.max(b)),
            Self::MinSigned => Some(wrap(sa.min(sb))),
            Self::MinUnsigned => Some(a.min(b)),
            Self::Power if sb < 0 => match sa {
                0 => return Err("zero is raised to a negative power"),
                1 => Some(1),
                -1 => Some(wrap(if sb % 2 == 0 { 1 } else { -1 })),
                _ => Some(0),
            },
            Self::Power => {
                let (mut power, mut square, mut rest) = (1u64, a, b);
                while rest > 0 {
                    if rest & 1 == 1 {
                        power = power.wrapping_mul(square);
                    }
                    square = square.wrapping_mul(square);
                    rest >>= 1;
                }
                Some(power & mask(width))
            }
        })
    }
}
