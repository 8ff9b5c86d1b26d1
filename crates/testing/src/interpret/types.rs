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

    /// Whether the tangent type of an argument of this type holds a float.
    pub fn is_differentiable(&self) -> bool {
        match self {
            Self::Float(_) | Self::Data(_) => true,
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
