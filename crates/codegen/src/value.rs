//! The values that cross the boundary between compiled code and its caller.
//!
//! On the boundary every scalar is a *slot*: a `u64` that holds the scalar's bits, zero-extended. A value of a data
//! type is a tree, and is written as a list: its constructor, then the parts of each field in the same way. So
//! no depth of a tree is a depth of calls.

use crate::half;
use std::fmt::{self, Display, Formatter};

/// The type of a scalar on the boundary. MLIR's `index` is `Int(64)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// An integer of 1 to 64 bits, without a sign of its own.
    Int(u8),
    /// IEEE binary16.
    F16,
    /// The upper half of an `F32`.
    BF16,
    /// IEEE binary32.
    F32,
    /// IEEE binary64.
    F64,
    /// A value of a data type: its number among [`Entry::data`].
    Data(u32),
    /// An array: its number among [`Entry::arrays`]. Behind it come its sizes that the type does not tell, each an `Int(64)`.
    Array(u32),
}

/// A scalar on the boundary, or a part of a value of a data type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// An integer; bits above `width` are zero in every value that this crate makes.
    Int {
        /// 1 to 64.
        width: u8,
        /// The integer in two's complement.
        bits: u64,
    },
    /// The bits of an IEEE binary16.
    F16(u16),
    /// The bits of a bfloat16.
    BF16(u16),
    /// IEEE binary32.
    F32(f32),
    /// IEEE binary64.
    F64(f64),
    /// The constructor of a value of a data type, counted from 0 as declared; its fields come next.
    Case(u32),
}

/// The types that an entry takes and gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Its arguments.
    pub args: Vec<Scalar>,
    /// Its results.
    pub results: Vec<Scalar>,
    /// The data types among them and in each other.
    pub data: Vec<DataType>,
    /// The types of arrays among them and in data types.
    pub arrays: Vec<ArrayType>,
}

/// The type of an array. Its elements lie one after the other, the last dimension fastest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArrayType {
    /// The sizes of its dimensions, none for those that only the array itself tells.
    pub sizes: Vec<Option<u64>>,
    /// The type of its elements, which is a number.
    pub element: Scalar,
}

impl ArrayType {
    /// How many sizes come with an array.
    pub fn dynamic(&self) -> usize {
        self.sizes.iter().filter(|size| size.is_none()).count()
    }

    /// How many elements an array of these sizes has; `None` where that is more than any memory holds.
    pub fn count(&self, sizes: &[u64]) -> Option<usize> {
        let mut rest = sizes.iter().copied();
        let all = self.sizes.iter().map(|known| known.or_else(|| rest.next()));
        let all: Vec<u64> = all.collect::<Option<_>>()?;
        if all.contains(&0) {
            return Some(0);
        }
        let count = all
            .into_iter()
            .try_fold(1_u64, |all, size| all.checked_mul(size))?;
        usize::try_from(count).ok()
    }
}

/// A data type: the fields of each constructor, with tuples as their leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DataType {
    /// The constructors in the order of the declaration.
    pub constructors: Vec<Vec<Scalar>>,
}

/// A named entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// The function's symbol, without the suffix of the entry.
    pub name: String,
    /// Its types.
    pub entry: Entry,
}

impl Scalar {
    /// The number of bits.
    pub fn width(self) -> u8 {
        match self {
            Self::Int(width) => width,
            Self::F16 | Self::BF16 => 16,
            Self::F32 => 32,
            Self::F64 | Self::Data(_) | Self::Array(_) => 64,
        }
    }

    /// Reads MLIR's name for the type: `f64`, `i1`, `index`; or `@2` for data type number 2, `#2` for array type number 2.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "f16" => Self::F16,
            "bf16" => Self::BF16,
            "f32" => Self::F32,
            "f64" => Self::F64,
            "index" => Self::Int(64),
            _ if text.starts_with('@') => Self::Data(text[1..].parse().ok()?),
            _ if text.starts_with('#') => Self::Array(text[1..].parse().ok()?),
            _ => match text.strip_prefix('i')?.parse().ok()? {
                width @ 1..=64 => Self::Int(width),
                _ => return None,
            },
        })
    }
}

impl Value {
    /// A truth value.
    pub fn bool(value: bool) -> Self {
        Self::int(1, value.into())
    }

    /// A 64-bit integer, or an `index`.
    pub fn i64(value: i64) -> Self {
        Self::int(64, value)
    }

    /// An integer of `width` bits; what does not fit is cut off, as by `arith.trunci`.
    pub fn int(width: u8, value: i64) -> Self {
        Self::from_bits(Scalar::Int(width), value.cast_unsigned())
    }

    /// A float of the given type, rounded once to nearest even; `None` if it is an integer type.
    pub fn float(scalar: Scalar, value: f64) -> Option<Self> {
        Some(match scalar {
            Scalar::F16 => Self::F16(half::round(half::F16, value)),
            Scalar::BF16 => Self::BF16(half::round(half::BF16, value)),
            Scalar::F32 => Self::F32(value as f32),
            Scalar::F64 => Self::F64(value),
            Scalar::Int(_) | Scalar::Data(_) | Scalar::Array(_) => return None,
        })
    }

    /// The type. Of a constructor it is some data type: which one, its place says.
    pub fn scalar(self) -> Scalar {
        match self {
            Self::Int { width, .. } => Scalar::Int(width),
            Self::F16(_) => Scalar::F16,
            Self::BF16(_) => Scalar::BF16,
            Self::F32(_) => Scalar::F32,
            Self::F64(_) => Scalar::F64,
            Self::Case(_) => Scalar::Data(0),
        }
    }

    /// The slot.
    pub fn to_bits(self) -> u64 {
        match self {
            Self::Int { width, bits } => bits & mask(width),
            Self::F16(bits) | Self::BF16(bits) => bits.into(),
            Self::F32(value) => value.to_bits().into(),
            Self::F64(value) => value.to_bits(),
            Self::Case(constructor) => constructor.into(),
        }
    }

    /// The scalar in a slot; bits above its width do not count.
    pub fn from_bits(scalar: Scalar, bits: u64) -> Self {
        let bits = bits & mask(scalar.width());
        match scalar {
            Scalar::Int(width) => Self::Int { width, bits },
            Scalar::F16 => Self::F16(bits as u16),
            Scalar::BF16 => Self::BF16(bits as u16),
            Scalar::F32 => Self::F32(f32::from_bits(bits as u32)),
            Scalar::F64 => Self::F64(f64::from_bits(bits)),
            Scalar::Data(_) => Self::Case(bits as u32),
            // An address is no value.
            Scalar::Array(_) => Self::Int { width: 64, bits },
        }
    }

    /// A float's exact value; `None` for an integer.
    pub fn as_f64(self) -> Option<f64> {
        match self {
            Self::Int { .. } | Self::Case(_) => None,
            Self::F16(bits) => Some(half::extend(half::F16, bits)),
            Self::BF16(bits) => Some(half::extend(half::BF16, bits)),
            Self::F32(value) => Some(value.into()),
            Self::F64(value) => Some(value),
        }
    }

    /// An integer's value with its top bit as the sign; `None` for a float.
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::Int { width, bits } => {
                let unused = 64 - u32::from(width.clamp(1, 64));
                Some((bits << unused).cast_signed() >> unused)
            }
            _ => None,
        }
    }
}

fn mask(width: u8) -> u64 {
    match width {
        64.. => u64::MAX,
        _ => (1 << width) - 1,
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::F64(value)
    }
}

impl From<f32> for Value {
    fn from(value: f32) -> Self {
        Self::F32(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::bool(value)
    }
}

impl Display for Scalar {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(width) => write!(f, "i{width}"),
            Self::F16 => f.write_str("f16"),
            Self::BF16 => f.write_str("bf16"),
            Self::F32 => f.write_str("f32"),
            Self::F64 => f.write_str("f64"),
            Self::Data(number) => write!(f, "@{number}"),
            Self::Array(number) => write!(f, "#{number}"),
        }
    }
}

impl Display for Value {
    /// `true` and `false` for `i1`, signed decimals for wider integers, the shortest decimal that reads back for floats.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Int { width: 1, bits } => write!(f, "{}", bits & 1 == 1),
            Self::F32(value) => write!(f, "{value:?}"),
            Self::Case(constructor) => write!(f, "constructor {constructor}"),
            value => match (value.as_i64(), value.as_f64()) {
                (Some(integer), _) => write!(f, "{integer}"),
                (_, Some(float)) => write!(f, "{float:?}"),
                (None, None) => Ok(()),
            },
        }
    }
}

impl Display for Entry {
    /// `(f64, i1) -> (f64)`, or `(@0) -> (f64); () | (f64, @0)` with the data types behind it.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", list(&self.args), list(&self.results))?;
        for data in &self.data {
            let constructors: Vec<_> = data
                .constructors
                .iter()
                .map(|fields| list(fields))
                .collect();
            write!(f, "; {}", constructors.join(" | "))?;
        }
        for array in &self.arrays {
            write!(f, "; #{array}")?;
        }
        Ok(())
    }
}

impl Display for ArrayType {
    /// `?x3xf64`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for size in &self.sizes {
            match size {
                Some(size) => write!(f, "{size}x")?,
                None => f.write_str("?x")?,
            }
        }
        self.element.fmt(f)
    }
}

impl ArrayType {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        // `index` holds an x.
        let (sizes, element) = match text.strip_suffix("index") {
            Some(sizes) => (sizes, "index"),
            None => text.rsplit_once('x').map_or(("", text), |(_, element)| {
                (&text[..text.len() - element.len()], element)
            }),
        };
        let size = |size: &str| match size {
            "?" => Some(None),
            size => size.parse().ok().map(Some),
        };
        let sizes = sizes.split('x').filter(|size| !size.is_empty()).map(size);
        Some(Self {
            sizes: sizes.collect::<Option<_>>()?,
            element: Scalar::parse(element)?,
        })
    }
}

/// `(f64, i1)`.
pub(crate) fn list(scalars: &[Scalar]) -> String {
    let names: Vec<_> = scalars.iter().map(Scalar::to_string).collect();
    format!("({})", names.join(", "))
}

impl Entry {
    /// The types of the arguments: `(?x3xf64, i1)`. The sizes that come with arrays are theirs.
    pub(crate) fn arguments(&self) -> String {
        let mut names = vec![];
        let mut rest = self.args.iter();
        while let Some(scalar) = rest.next() {
            let Scalar::Array(number) = scalar else {
                names.push(scalar.to_string());
                continue;
            };
            let Some(ty) = self.arrays.get(*number as usize) else {
                continue;
            };
            names.push(ty.to_string());
            for _ in 0..ty.dynamic() {
                rest.next();
            }
        }
        format!("({})", names.join(", "))
    }

    /// Whether there are values in memory among those that it takes and gives.
    pub(crate) fn has_memory(&self) -> bool {
        !self.data.is_empty() || !self.arrays.is_empty()
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let list = |text: &str| -> Option<Vec<Scalar>> {
            let inner = text.strip_prefix('(')?.strip_suffix(')')?;
            let names = inner.split(", ").filter(|_| !inner.is_empty());
            names.map(Scalar::parse).collect()
        };
        let mut parts = text.split("; ");
        let (args, results) = parts.next()?.split_once(" -> ")?;
        let constructors = |text: &str| text.split(" | ").map(list).collect::<Option<_>>();
        let (arrays, data): (Vec<_>, Vec<_>) = parts.partition(|text| text.starts_with('#'));
        let data = data.into_iter().map(|text| {
            Some(DataType {
                constructors: constructors(text)?,
            })
        });
        let arrays = arrays.into_iter().map(|text| ArrayType::parse(&text[1..]));
        Some(Self {
            args: list(args)?,
            results: list(results)?,
            data: data.collect::<Option<_>>()?,
            arrays: arrays.collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_keep_every_bit_and_nothing_above() {
        assert_eq!(Value::int(8, -1).to_bits(), 0xff);
        assert_eq!(Value::int(8, -1).as_i64(), Some(-1));
        assert_eq!(Value::from_bits(Scalar::Int(1), 0xfe).to_string(), "false");
        assert_eq!(
            Value::Int {
                width: 3,
                bits: 0xff
            }
            .to_bits(),
            7
        );
        assert_eq!(Value::i64(i64::MIN).as_i64(), Some(i64::MIN));
    }

    #[test]
    fn entries_read_back() {
        for text in [
            "() -> ()",
            "(f64, i1) -> (bf16)",
            "(i64) -> (f32, f16)",
            "(@0) -> (@1, f64); () | (f64, @0); (i1, @0, @1)",
            "(#0, i64, @0) -> (#1); () | (#0, i64, @0); #?x3xf64; #i1",
        ] {
            assert_eq!(
                Entry::parse(text).map(|entry| entry.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "",
            "(f64)",
            "(f80) -> ()",
            "(i65) -> ()",
            "(i0) -> ()",
            "(f64,) -> ()",
            "(@) -> ()",
            "() -> (); (f64",
        ] {
            assert_eq!(Entry::parse(text), None, "{text}");
        }
    }
}
