//! The types that a call takes and gives, as trees over the scalars of the compiled code.

use crate::failure::{Failure, Result};
use pullback_codegen::{ArrayType, Scalar};
use pullback_db::{FloatKind, Signature, TypeTree};
use std::{
    collections::{HashMap, HashSet},
    fmt::{self, Display, Formatter},
};

/// A type whose values can be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number or a truth value.
    Scalar(Scalar),
    /// An array: lists in each other, one a dimension. Its sizes, none for `?`, and the type of its elements.
    Array(Vec<Option<u64>>, Scalar),
    /// A tuple: a list, one entry a field.
    Tuple(Vec<Type>),
    /// A data type, by its name.
    Data(String),
    /// The tangents of a data type, by the name of that type: they have the shape of a value, or are zero.
    Tangent(String),
}

/// A value of the call: an argument, a result, a tangent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// How messages speak of it: ``argument 0 (`%x`)``.
    pub name: String,
    /// What it is called in an archive of arrays: `x`.
    pub key: String,
    /// Its type.
    pub ty: Type,
}

/// A constructor of a data type, or of its tangents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor {
    /// Its name.
    pub name: String,
    /// The types of its fields.
    pub fields: Vec<Type>,
}

/// The data types of a program.
#[derive(Debug, Default)]
pub struct Types {
    /// By name; a type that JSON has no form for is an error.
    data: HashMap<String, std::result::Result<Vec<Constructor>, TypeTree>>,
    /// The constructors of tangents by the name of the data type, behind that of the zero.
    tangents: HashMap<String, Vec<Constructor>>,
}

impl Types {
    /// The data types that a signature names.
    pub fn of(signature: &Signature) -> Self {
        let mut types = Self::default();
        for declared in &signature.data {
            let constructors = declared.constructors.iter().map(|(name, fields)| {
                let fields = fields.iter().map(Type::written);
                Ok(Constructor {
                    name: name.clone(),
                    fields: fields.collect::<std::result::Result<_, _>>()?,
                })
            });
            let constructors = constructors.collect();
            types.data.insert(declared.name.clone(), constructors);
        }
        for (name, constructors) in &types.data {
            let zero = types.data.get(&format!("{name}{TANGENT}"));
            let (Some(Ok(zero)), Ok(constructors)) = (zero, constructors) else {
                continue;
            };
            let tangents = constructors.iter().map(|constructor| Constructor {
                name: constructor.name.clone(),
                fields: constructor.fields.iter().map(Type::tangent).collect(),
            });
            let all = zero.iter().take(1).cloned().chain(tangents).collect();
            types.tangents.insert(name.clone(), all);
        }
        types
    }

    /// The constructors of a data type or of its tangents, by their numbers in compiled code; none for another type.
    pub fn constructors(&self, ty: &Type) -> &[Constructor] {
        let found = match ty {
            Type::Data(name) => self.data.get(name).and_then(|found| found.as_ref().ok()),
            Type::Tangent(name) => self.tangents.get(name),
            Type::Scalar(_) | Type::Array(..) | Type::Tuple(_) => None,
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// What a data type holds that has no form as JSON.
    fn unwritable(&self, name: &str) -> Option<String> {
        let mut pending = vec![name];
        let mut seen = HashSet::new();
        while let Some(name) = pending.pop() {
            if !seen.insert(name) {
                continue;
            }
            match self.data.get(name) {
                Some(Ok(constructors)) => {
                    let fields = constructors
                        .iter()
                        .flat_map(|constructor| &constructor.fields);
                    fields.for_each(|field| field.data_names(&mut pending));
                }
                Some(Err(field)) => return Some(format!("a field of @{name} is {field}")),
                None => return Some(format!("@{name} is not declared")),
            }
        }
        None
    }
}

/// What the name of a tangent type ends with.
const TANGENT: &str = "$ct";

impl Type {
    /// A type of the source; `name` says whose it is.
    pub fn of(name: &str, ty: &TypeTree, types: &Types) -> Result<Self> {
        let advice = "call a function that takes and gives numbers (i1 to i64, f16, bf16, f32, f64), and arrays, tuples and data types of them";
        let found = Self::written(ty).map_err(|found| {
            let whose = match &found == ty {
                true => name.to_owned(),
                false => format!("a part of {name}"),
            };
            Failure::call(
                format!("{whose} is {found}, which has no form as JSON"),
                advice,
            )
        })?;
        let mut names = vec![];
        found.data_names(&mut names);
        match names.into_iter().find_map(|name| types.unwritable(name)) {
            None => Ok(found),
            Some(why) => Err(Failure::call(
                format!("{name} is {ty}, which has no form as JSON, because {why}"),
                advice,
            )),
        }
    }

    /// A type that may have a form as JSON, or the part of it that has none.
    fn written(ty: &TypeTree) -> std::result::Result<Self, TypeTree> {
        let scalar = match ty {
            TypeTree::Float(FloatKind::F16) => Scalar::F16,
            TypeTree::Float(FloatKind::BF16) => Scalar::BF16,
            TypeTree::Float(FloatKind::F32) => Scalar::F32,
            TypeTree::Float(FloatKind::F64) => Scalar::F64,
            TypeTree::Int(width @ 1..=64) => Scalar::Int(*width as u8),
            TypeTree::Index => Scalar::Int(64),
            TypeTree::Tuple(fields) => {
                let fields = fields.iter().map(Self::written);
                return Ok(Self::Tuple(fields.collect::<std::result::Result<_, _>>()?));
            }
            TypeTree::Data(name) => return Ok(Self::Data(name.clone())),
            TypeTree::Array(sizes, element) => match Self::written(element) {
                Ok(Self::Scalar(element)) => return Ok(Self::Array(sizes.clone(), element)),
                _ => return Err(ty.clone()),
            },
            other => return Err(other.clone()),
        };
        Ok(Self::Scalar(scalar))
    }

    /// Appends the data types in it.
    fn data_names<'t>(&'t self, names: &mut Vec<&'t str>) {
        match self {
            Self::Scalar(_) | Self::Array(..) => {}
            Self::Tuple(fields) => fields.iter().for_each(|field| field.data_names(names)),
            Self::Data(name) | Self::Tangent(name) => names.push(name),
        }
    }

    /// The type of tangents and cotangents: floats and arrays of them stay, tuples and data types have the tangents of their fields, and
    /// everything else has the unit.
    pub fn tangent(&self) -> Self {
        match self {
            Self::Scalar(Scalar::Int(_)) | Self::Array(_, Scalar::Int(_)) => Self::Tuple(vec![]),
            Self::Data(name) if !name.ends_with(TANGENT) => Self::Tangent(name.clone()),
            Self::Scalar(_) | Self::Array(..) | Self::Data(_) | Self::Tangent(_) => self.clone(),
            Self::Tuple(fields) => Self::Tuple(fields.iter().map(Self::tangent).collect()),
        }
    }

    /// Does it hold floats or a data type?
    pub fn is_differentiable(&self) -> bool {
        match self {
            Self::Scalar(scalar) | Self::Array(_, scalar) => !matches!(scalar, Scalar::Int(_)),
            Self::Tuple(fields) => fields.iter().any(Self::is_differentiable),
            Self::Data(_) | Self::Tangent(_) => true,
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
            Self::Array(sizes, element) => {
                write!(f, "tensor<{}>", array(sizes, *element))
            }
            Self::Tuple(fields) => {
                let fields: Vec<_> = fields.iter().map(Self::to_string).collect();
                write!(f, "tuple<{}>", fields.join(", "))
            }
            Self::Data(name) => write!(f, "!functional.data<@{name}>"),
            Self::Tangent(name) => write!(f, "!functional.data<@{name}{TANGENT}>"),
        }
    }
}

/// `?x3xf64`.
pub fn array(sizes: &[Option<u64>], element: Scalar) -> ArrayType {
    ArrayType {
        sizes: sizes.to_vec(),
        element,
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
            Type::Data("t".into()),
        ]);
        assert_eq!(
            ty.to_string(),
            "tuple<f64, tuple<i32>, i1, !functional.data<@t>>"
        );
        assert_eq!(
            ty.tangent().to_string(),
            "tuple<f64, tuple<tuple<>>, tuple<>, !functional.data<@t$ct>>"
        );
        assert_eq!(ty.tangent().tangent(), ty.tangent().tangent().tangent());
        assert!(ty.is_differentiable() && !ty.is_float());
    }
}
