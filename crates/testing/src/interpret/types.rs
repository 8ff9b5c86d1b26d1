//! The types of a program, apart from MLIR's context.

use pullback_functional as functional;
use pullback_ir as ir;
use pullback_ir::FloatKind;

/// A type that the interpreter has values of.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A scalar float.
    Float(FloatKind),
    /// An integer of this width; `index` has 64 bits.
    Int(u32),
    /// An array: its sizes, as far as they are known, and the type of its elements.
    Array(Vec<Option<usize>>, Box<Type>),
    /// A tuple.
    Tuple(Vec<Type>),
    /// A function value.
    Function(Vec<Type>, Vec<Type>),
    /// A data type, by its name: that of the declaration, with `$ct` for its tangent type.
    Data(String),
    /// A stack of such elements.
    Stack(Vec<Type>),
    /// Any other, as text: its values cannot be computed with.
    Other(String),
}

impl Type {
    /// From MLIR's.
    pub fn of(ty: ir::Type<'_>) -> Self {
        let all = |types: Vec<ir::Type<'_>>| types.into_iter().map(Self::of).collect();
        if let Some(kind) = ty.float_kind().filter(|&kind| kind != FloatKind::Other) {
            return Self::Float(kind);
        }
        if ty.is_index() {
            return Self::Int(64);
        }
        if let (true, Some(width @ 1..=64)) = (ty.is_integer(), ty.bit_width()) {
            return Self::Int(width);
        }
        if let Some(array) = Self::array(ty) {
            return array;
        }
        if let Some(fields) = ty.tuple_fields() {
            return Self::Tuple(all(fields));
        }
        if let Some((inputs, results)) = functional::fn_signature(ty.to_melior()) {
            let types = |list: Vec<melior::ir::Type<'_>>| {
                list.into_iter()
                    .map(|ty| Self::of(ir::Type::from_melior(ty)))
                    .collect()
            };
            return Self::Function(types(inputs), types(results));
        }
        if let Some(name) = functional::data_name(ty) {
            return Self::Data(name);
        }
        match functional::data::stack_elements(ty) {
            Some(elements) => Self::Stack(all(elements)),
            None => Self::Other(ty.to_string()),
        }
    }

    /// From a ranked tensor without encoding.
    fn array(ty: ir::Type<'_>) -> Option<Self> {
        if !ty.is_shaped() {
            return None;
        }
        let text = ty.to_string();
        let element = ty.element();
        let sizes = text
            .strip_prefix("tensor<")?
            .strip_suffix('>')?
            .strip_suffix(&element.to_string())?;
        let size = |word: &str| match word {
            "?" => Some(None),
            word => word.parse().ok().map(Some),
        };
        let sizes = sizes.split_terminator('x').map(size);
        match Self::of(element) {
            element @ (Self::Float(_) | Self::Int(_)) => Some(Self::Array(
                sizes.collect::<Option<_>>()?,
                Box::new(element),
            )),
            _ => None,
        }
    }

    /// Whether the tangent type of an argument of this type holds a float.
    pub fn is_differentiable(&self) -> bool {
        match self {
            Self::Float(_) | Self::Data(_) => true,
            Self::Array(_, element) => element.is_differentiable(),
            Self::Tuple(fields) | Self::Stack(fields) => fields.iter().any(Self::is_differentiable),
            _ => false,
        }
    }

    /// Whether the tangent type of a result of this type holds a float: as for an argument, and a function's is by
    /// its results.
    pub fn is_differentiable_result(&self) -> bool {
        match self {
            Self::Tuple(fields) => fields.iter().any(Self::is_differentiable_result),
            Self::Function(_, results) => results.iter().any(Self::is_differentiable_result),
            _ => self.is_differentiable(),
        }
    }
}
