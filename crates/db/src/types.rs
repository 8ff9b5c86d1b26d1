//! Types as plain data, for those who check inputs.

use pullback_functional::is_fn_type;
use pullback_ir::{FloatKind, Type};
use std::fmt;

/// A type of the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeTree {
    /// `f64` and the like.
    Float(FloatKind),
    /// `i1`, `i32`, any width.
    Int(u32),
    /// `index`.
    Index,
    /// `tuple<...>`.
    Tuple(Vec<TypeTree>),
    /// `!functional.fn<...>`, as it is written.
    Function(String),
    /// What cannot be passed to compiled code, as it is written.
    Other(String),
}

/// The types of a function.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Its arguments.
    pub arguments: Vec<TypeTree>,
    /// Its results.
    pub results: Vec<TypeTree>,
}

impl TypeTree {
    pub(crate) fn of(ty: Type<'_>) -> Self {
        if let Some(fields) = ty.tuple_fields() {
            return Self::Tuple(fields.into_iter().map(Self::of).collect());
        }
        match ty.float_kind() {
            Some(FloatKind::Other) => Self::Other(ty.to_string()),
            Some(kind) => Self::Float(kind),
            None if ty.is_index() => Self::Index,
            None if is_fn_type(ty.to_melior()) => Self::Function(ty.to_string()),
            None => match ty.bit_width().filter(|_| ty.is_integer()) {
                Some(width) => Self::Int(width),
                None => Self::Other(ty.to_string()),
            },
        }
    }

    /// Its scalar leaves in order; types that are none count as one.
    pub fn leaves(&self) -> Vec<&TypeTree> {
        match self {
            Self::Tuple(fields) => fields.iter().flat_map(Self::leaves).collect(),
            leaf => vec![leaf],
        }
    }

    /// How many of its leaves are floats.
    pub fn floats(&self) -> usize {
        let is_float = |leaf: &&TypeTree| matches!(leaf, Self::Float(_));
        self.leaves().into_iter().filter(is_float).count()
    }

    /// The type of its tangents and cotangents: floats stay, tuples go by their fields, all else is the unit.
    pub fn tangent(&self) -> TypeTree {
        match self {
            Self::Float(kind) => Self::Float(*kind),
            Self::Tuple(fields) => Self::Tuple(fields.iter().map(Self::tangent).collect()),
            _ => Self::Tuple(vec![]),
        }
    }
}

impl fmt::Display for TypeTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Float(FloatKind::F16) => f.write_str("f16"),
            Self::Float(FloatKind::BF16) => f.write_str("bf16"),
            Self::Float(FloatKind::F32) => f.write_str("f32"),
            Self::Float(_) => f.write_str("f64"),
            Self::Int(width) => write!(f, "i{width}"),
            Self::Index => f.write_str("index"),
            Self::Tuple(fields) => write!(f, "tuple<{}>", list(fields)),
            Self::Function(text) | Self::Other(text) => f.write_str(text),
        }
    }
}

/// `f64, i32`.
pub(crate) fn list(types: &[TypeTree]) -> String {
    let texts: Vec<_> = types.iter().map(TypeTree::to_string).collect();
    texts.join(", ")
}
