//! Declarations of data types, read and changed.

use pullback_functional::{is_tangent_data, ops};
use pullback_ir::{Attr, ContextRef, Op, Type};
use std::collections::HashMap;

/// The data types that a module declares.
#[derive(Debug, Default)]
pub(crate) struct Declarations<'a> {
    declared: HashMap<&'a str, Declaration<'a>>,
}

/// One data type.
#[derive(Clone, Debug)]
pub(crate) struct Declaration<'a> {
    /// The `functional.data`.
    pub op: Op<'a>,
    /// For each constructor its name and the types of its fields.
    pub constructors: Vec<(&'a str, Vec<Type<'a>>)>,
}

impl<'a> Declarations<'a> {
    /// Those directly in a module.
    pub fn of(module: Op<'a>) -> Self {
        let blocks = module
            .regions()
            .into_iter()
            .flat_map(|region| region.blocks());
        let declared = blocks
            .flat_map(|block| block.ops())
            .filter(|op| op.is(ops::DATA))
            .filter_map(|op| Some((op.symbol_name()?, Declaration::of(op)?)))
            .collect();
        Self { declared }
    }

    /// All of them, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Declaration<'a>> {
        self.declared.values()
    }

    /// What a `construct` makes or a `match` takes apart, unless that is a tangent type, which holds no function.
    pub fn of_op(&self, op: Op<'a>) -> Option<&Declaration<'a>> {
        let value = if op.is(ops::MATCH) {
            op.operand(0)
        } else {
            op.result(0)
        };
        let symbol = op.attr(ops::DECLARATION)?.as_symbol()?;
        let declared = self.declared.get(symbol);
        declared.filter(|_| !is_tangent_data(value.ty()))
    }
}

impl<'a> Declaration<'a> {
    fn of(op: Op<'a>) -> Option<Self> {
        let names = op.attr(ops::CONSTRUCTORS)?.as_array()?;
        let fields = op.attr(ops::FIELDS)?.as_array()?;
        let constructors = names
            .into_iter()
            .zip(fields)
            .map(|(name, fields)| Some((name.as_str()?, fields.as_type()?.tuple_fields()?)))
            .collect::<Option<_>>()?;
        Some(Self { op, constructors })
    }

    /// The position of a constructor.
    pub fn position(&self, constructor: &str) -> Option<usize> {
        let mut names = self.constructors.iter();
        names.position(|(name, _)| *name == constructor)
    }

    /// Changes the types of the fields.
    pub fn set_fields(&self, fields: &[Vec<Type<'a>>]) {
        self.op
            .set_attr(ops::FIELDS, fields_attr(self.op.context(), fields));
    }
}

/// The attribute that holds the types of the fields of each constructor.
pub(crate) fn fields_attr<'a>(context: ContextRef<'a>, fields: &[Vec<Type<'a>>]) -> Attr<'a> {
    let tuples: Vec<_> = fields
        .iter()
        .map(|fields| Attr::of_type(Type::tuple(context, fields)))
        .collect();
    Attr::array(context, &tuples)
}
