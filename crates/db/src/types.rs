//! Types as plain data, for those who check inputs.

use pullback_codegen::{ArrayType, DataType, Entry, Scalar};
use pullback_functional::{constructors, data_name, data_type, is_fn_type};
use pullback_ir::{FloatKind, Op, Type};
use std::{collections::HashMap, fmt};

/// What the name of a tangent type ends with.
pub(crate) const TANGENT: &str = "$ct";

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
    /// `!functional.data<@t>`: the name, with `$ct` for a tangent type.
    Data(String),
    /// `tensor<...>`: its sizes, none for `?`, and the type of its elements, which is a number.
    Array(Vec<Option<u64>>, Box<TypeTree>),
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
    /// The data types among them and in each other, with their tangent types, by name.
    pub data: Vec<Declared>,
}

/// What a data type is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Declared {
    /// Its name, with `$ct` for a tangent type, whose first constructor is the zero of every shape.
    pub name: String,
    /// The constructors in the order of the declaration, with their fields.
    pub constructors: Vec<(String, Vec<TypeTree>)>,
}

impl Signature {
    /// Of a function of a module that declares the data types.
    pub(crate) fn of(function: Op<'_>) -> Self {
        let (arguments, results) = function.function_type().unwrap_or_default();
        let mut data = Vec::<Declared>::new();
        let mut pending = data_names(arguments.iter().chain(&results).copied().map(TypeTree::of));
        while let Some(name) = pending.pop() {
            if data.iter().any(|known| known.name == name) {
                continue;
            }
            let ty = data_type(function.context(), &name);
            let Some(found) = constructors(function, ty) else {
                continue;
            };
            if !name.ends_with(TANGENT) {
                pending.push(format!("{name}{TANGENT}"));
            }
            let constructors = found.into_iter().map(|constructor| {
                let fields = constructor.fields.into_iter().map(TypeTree::of).collect();
                (constructor.name.to_owned(), fields)
            });
            let constructors: Vec<(String, Vec<TypeTree>)> = constructors.collect();
            pending.extend(data_names(
                constructors.iter().flat_map(|(_, fields)| fields.clone()),
            ));
            data.push(Declared { name, constructors });
        }
        data.sort_by(|one, other| one.name.cmp(&other.name));
        Self {
            arguments: arguments.into_iter().map(TypeTree::of).collect(),
            results: results.into_iter().map(TypeTree::of).collect(),
            data,
        }
    }

    /// The types as compiled code has them; `None` if there are values that do not cross its boundary.
    pub(crate) fn entry(&self) -> Option<Entry> {
        let mut names = data_names(self.arguments.iter().chain(&self.results).cloned());
        let mut declared = vec![];
        while let Some(name) = names.get(declared.len()) {
            let found = self.data.iter().find(|known| known.name == *name)?;
            let fields = found.constructors.iter().flat_map(|(_, fields)| fields);
            for name in data_names(fields.cloned()) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            declared.push(found);
        }
        let numbers: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
        let mut arrays: Vec<ArrayType> = vec![];
        let mut scalars = |types: &[TypeTree]| -> Option<Vec<Scalar>> {
            let mut scalars = vec![];
            for leaf in types.iter().flat_map(TypeTree::leaves) {
                let Some(array) = leaf.array() else {
                    scalars.push(leaf.scalar(&numbers)?);
                    continue;
                };
                let known = arrays.iter().position(|known| *known == array);
                let number = known.unwrap_or(arrays.len());
                scalars.push(Scalar::Array(u32::try_from(number).ok()?));
                scalars.extend(vec![Scalar::Int(64); array.dynamic()]);
                if known.is_none() {
                    arrays.push(array);
                }
            }
            Some(scalars)
        };
        let data = declared.iter().map(|declared| {
            let constructors = declared.constructors.iter();
            let constructors = constructors.map(|(_, fields)| scalars(fields));
            constructors
                .collect::<Option<_>>()
                .map(|constructors| DataType { constructors })
        });
        let data = data.collect::<Option<_>>()?;
        Some(Entry {
            args: scalars(&self.arguments)?,
            results: scalars(&self.results)?,
            data,
            arrays,
        })
    }
}

/// The data types among the leaves of types, each once.
fn data_names(types: impl IntoIterator<Item = TypeTree>) -> Vec<String> {
    let mut names = Vec::new();
    for ty in types {
        for leaf in ty.leaves() {
            if let TypeTree::Data(name) = leaf
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
    }
    names
}

impl TypeTree {
    pub(crate) fn of(ty: Type<'_>) -> Self {
        if let Some(fields) = ty.tuple_fields() {
            return Self::Tuple(fields.into_iter().map(Self::of).collect());
        }
        if let Some(name) = data_name(ty) {
            return Self::Data(name);
        }
        if ty.is_array() {
            let shape = ty.shape().unwrap_or_default().into_iter();
            let sizes = shape.map(|size| size.and_then(|size| u64::try_from(size).ok()));
            return match Self::of(ty.element()) {
                Self::Other(_) => Self::Other(ty.to_string()),
                element => Self::Array(sizes.collect(), Box::new(element)),
            };
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

    /// The array that it is, as compiled code has it.
    fn array(&self) -> Option<ArrayType> {
        let Self::Array(sizes, element) = self else {
            return None;
        };
        Some(ArrayType {
            sizes: sizes.clone(),
            element: element.scalar(&HashMap::new())?,
        })
    }

    /// Whether it is an array of floats.
    fn is_float_array(&self) -> bool {
        matches!(self, Self::Array(_, element) if matches!(**element, Self::Float(_)))
    }

    /// How many of its leaves are floats.
    pub fn floats(&self) -> usize {
        let is_float = |leaf: &&TypeTree| matches!(leaf, Self::Float(_));
        self.leaves().into_iter().filter(is_float).count()
    }

    /// Whether it has tangents: whether a leaf is a float, an array of floats, or of a data type.
    pub fn is_differentiable(&self) -> bool {
        let differentiable = |leaf: &TypeTree| {
            matches!(leaf, Self::Float(_) | Self::Data(_)) || leaf.is_float_array()
        };
        self.leaves().into_iter().any(differentiable)
    }

    /// Whether it is no tuple and has tangents.
    pub(crate) fn is_varied_leaf(&self) -> bool {
        !matches!(self, Self::Tuple(_)) && self.is_differentiable()
    }

    /// The first of its leaves whose number of floats only its values have, or that is no list of floats: a data type, an array.
    pub(crate) fn uncounted(&self) -> Option<&TypeTree> {
        let is_uncounted = |leaf: &&TypeTree| matches!(leaf, Self::Data(_) | Self::Array(..));
        self.leaves().into_iter().find(is_uncounted)
    }

    /// A leaf as compiled code has it; data types by their numbers.
    fn scalar(&self, numbers: &HashMap<&str, u32>) -> Option<Scalar> {
        Some(match self {
            Self::Float(FloatKind::F16) => Scalar::F16,
            Self::Float(FloatKind::BF16) => Scalar::BF16,
            Self::Float(FloatKind::F32) => Scalar::F32,
            Self::Float(FloatKind::F64) => Scalar::F64,
            Self::Int(width @ 1..=64) => Scalar::Int(*width as u8),
            Self::Index => Scalar::Int(64),
            Self::Data(name) => Scalar::Data(*numbers.get(name.as_str())?),
            _ => return None,
        })
    }

    /// The type of its tangents and cotangents: floats and arrays of them stay, tuples go by their fields, `@t$ct` is that of `@t`, all
    /// else is the unit.
    pub fn tangent(&self) -> TypeTree {
        match self {
            Self::Float(kind) => Self::Float(*kind),
            Self::Array(..) if self.is_float_array() => self.clone(),
            Self::Data(name) if name.ends_with(TANGENT) => self.clone(),
            Self::Data(name) => Self::Data(format!("{name}{TANGENT}")),
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
            Self::Data(name) => write!(f, "!functional.data<@{name}>"),
            Self::Array(sizes, element) => {
                f.write_str("tensor<")?;
                for size in sizes {
                    match size {
                        Some(size) => write!(f, "{size}x")?,
                        None => f.write_str("?x")?,
                    }
                }
                write!(f, "{element}>")
            }
            Self::Function(text) | Self::Other(text) => f.write_str(text),
        }
    }
}

/// `f64, i32`.
pub(crate) fn list(types: &[TypeTree]) -> String {
    let texts: Vec<_> = types.iter().map(TypeTree::to_string).collect();
    texts.join(", ")
}
