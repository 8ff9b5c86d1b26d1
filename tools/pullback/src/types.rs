//! The types that a call takes and gives, as trees over the scalars of the compiled code.

use crate::failure::{Failure, Result};
use pullback_codegen::Scalar;
use pullback_db::{FloatKind, TypeTree};
use std::fmt::{self, Display, Formatter};

/// A type whose values can be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number or a truth value.
    Scalar(Scalar),
    /// A tuple: a list, one entry a field.
    Tuple(Vec<Type>),
}

/// A value of the call: an argument, a result, a tangent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// How messages speak of it: ``argument 0 (`%x`)``.
    pub name: String,
    /// Its type.
    pub ty: Type,
}

impl Type {
    /// A type of the source; `name` says whose it is.
    pub fn of(name: &str, ty: &TypeTree) -> Result<Self> {
        let scalar = match ty {
            TypeTree::Float(FloatKind::F16) => Scalar::F16,
            TypeTree::Float(FloatKind::BF16) => Scalar::BF16,
            TypeTree::Float(FloatKind::F32) => Scalar::F32,
            TypeTree::Float(FloatKind::F64) => Scalar::F64,
            TypeTree::Int(width @ 1..=64) => Scalar::Int(*width as u8),
            TypeTree::Index => Scalar::Int(64),
            TypeTree::Tuple(fields) => {
                let fields = fields.iter().enumerate();
                let fields =
                    fields.map(|(n, field)| Self::of(&format!("field {n} of {name}"), field));
                return Ok(Self::Tuple(fields.collect::<Result<_>>()?));
            }
            _ => {
                return Err(Failure::call(
                    format!("{name} is {ty}, which has no form as JSON"),
                    "call a function that takes and gives numbers (i1 to i64, f16, bf16, f32, f64) and tuples of them",
                ));
            }
        };
        Ok(Self::Scalar(scalar))
    }

    /// The type of tangents and cotangents: floats stay, tuples have the tangents of their fields, and
    /// everything else has the unit.
    pub fn tangent(&self) -> Self {
        match self {
            Self::Scalar(Scalar::Int(_)) => Self::Tuple(vec![]),
            Self::Scalar(_) => self.clone(),
            Self::Tuple(fields) => Self::Tuple(fields.iter().map(Self::tangent).collect()),
        }
    }

    /// Does it hold a float?
    pub fn is_differentiable(&self) -> bool {
        match self {
            Self::Scalar(scalar) => !matches!(scalar, Scalar::Int(_)),
            Self::Tuple(fields) => fields.iter().any(Self::is_differentiable),
        }
    }

    /// Is it one float?
    pub fn is_float(&self) -> bool {
        matches!(self, Self::Scalar(_)) && self.is_differentiable()
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => scalar.fmt(f),
            Self::Tuple(fields) => {
                let fields: Vec<_> = fields.iter().map(Self::to_string).collect();
                write!(f, "tuple<{}>", fields.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tangents_keep_the_shape_and_drop_what_is_no_float() {
        let ty = Type::Tuple(vec![
            Type::Scalar(Scalar::F64),
            Type::Tuple(vec![Type::Scalar(Scalar::Int(32))]),
            Type::Scalar(Scalar::Int(1)),
        ]);
        assert_eq!(ty.to_string(), "tuple<f64, tuple<i32>, i1>");
        assert_eq!(
            ty.tangent().to_string(),
            "tuple<f64, tuple<tuple<>>, tuple<>>"
        );
        assert!(ty.is_differentiable() && !ty.is_float());
    }
}
