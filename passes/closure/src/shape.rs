//! How each value is represented.
//!
//! | the functions it may be | representation |
//! |---|---|
//! | none | the unit (the value is never used) |
//! | one | its record: the tuple of what it keeps |
//! | several | `tuple<i32, records...>`: the tag is the element's number, records not taken are poison |
//!
//! Tags are the numbers of elements in the whole function, so that they stay what they are where a small
//! set flows into a larger one.

use crate::flow::{Flow, Set};
use crate::scan::holds_function;
use pullback_functional::is_fn_type;
use pullback_ir::{ContextRef, Op, Type, Value};
use pullback_pass::Error;
use std::{collections::HashMap, rc::Rc};

/// How a value is represented.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'a> {
    /// Without function values: as it is.
    Plain(Type<'a>),
    /// A function value.
    Function(Set, Type<'a>),
    /// A tuple with function values.
    Tuple(Vec<Rc<Shape<'a>>>, Type<'a>),
}

impl<'a> Shape<'a> {
    /// The type of the representation.
    pub fn ty(&self) -> Type<'a> {
        match self {
            Self::Plain(ty) | Self::Function(_, ty) | Self::Tuple(_, ty) => *ty,
        }
    }
}

/// How deep functions may keep functions that keep functions: MLIR's types are printed recursively.
const DEEPEST: usize = 200;
/// How many scalars a function value may become.
const LARGEST: usize = 10_000;

/// Finds the representations of one function's values.
pub(crate) struct Shaper<'f, 'a> {
    flow: &'f Flow<'a>,
    context: ContextRef<'a>,
    records: HashMap<usize, Type<'a>>,
    extents: HashMap<Type<'a>, Extent>,
    open: Vec<usize>,
}

impl<'f, 'a> Shaper<'f, 'a> {
    /// For values of the function that was analysed.
    pub fn new(flow: &'f Flow<'a>, function: Op<'a>) -> Self {
        Self {
            flow,
            context: function.context(),
            records: HashMap::new(),
            extents: HashMap::new(),
            open: Vec::new(),
        }
    }

    /// The representation of a value.
    pub fn shape(&mut self, value: Value<'a>) -> Result<Rc<Shape<'a>>, Error> {
        self.part(value, &mut Vec::new(), value.ty())
    }

    /// The representations of several values.
    pub fn shapes(&mut self, values: &[Value<'a>]) -> Result<Vec<Rc<Shape<'a>>>, Error> {
        values.iter().map(|&value| self.shape(value)).collect()
    }

    fn part(
        &mut self,
        value: Value<'a>,
        path: &mut Vec<usize>,
        ty: Type<'a>,
    ) -> Result<Rc<Shape<'a>>, Error> {
        if is_fn_type(ty.to_melior()) {
            let set = self.flow.set(value, path);
            let ty = self.set_type(&set)?;
            return Ok(Rc::new(Shape::Function(set, ty)));
        }
        let fields = match ty.tuple_fields() {
            Some(fields) if holds_function(ty) => fields,
            _ => return Ok(Rc::new(Shape::Plain(ty))),
        };
        let mut shapes = Vec::new();
        for (index, field) in fields.into_iter().enumerate() {
            path.push(index);
            shapes.push(self.part(value, path, field)?);
            path.pop();
        }
        let types: Vec<_> = shapes.iter().map(|shape| shape.ty()).collect();
        let ty = Type::tuple(self.context, &types);
        Ok(Rc::new(Shape::Tuple(shapes, ty)))
    }

    /// The representation of a function value that may be any of these.
    pub fn set_type(&mut self, set: &Set) -> Result<Type<'a>, Error> {
        let mut types = Vec::new();
        for &element in set {
            types.push(self.record(element)?);
        }
        match types.as_slice() {
            [record] => Ok(*record),
            [] => Ok(Type::tuple(self.context, &[])),
            _ => {
                types.insert(0, Type::int(self.context, 32));
                Ok(Type::tuple(self.context, &types))
            }
        }
    }

    /// The type of an element's record.
    pub fn record(&mut self, element: usize) -> Result<Type<'a>, Error> {
        if let Some(&ty) = self.records.get(&element) {
            return Ok(ty);
        }
        let flow = self.flow;
        let op = flow.elements[element].op;
        if self.open.contains(&element) {
            return Err(Error::at(
                op,
                "this function may keep a function value that is itself: recursion of function values is \
                 not supported yet; write the recursive function as a `func.func`",
            ));
        }
        if self.open.len() >= DEEPEST {
            return Err(too_deep(op));
        }
        self.open.push(element);
        let shapes = self.shapes(&flow.elements[element].keeps);
        self.open.pop();
        let types: Vec<_> = shapes?.iter().map(|shape| shape.ty()).collect();
        let ty = Type::tuple(self.context, &types);
        let Extent { depth, leaves } = self.extent(ty);
        if depth > DEEPEST {
            return Err(too_deep(op));
        }
        if leaves > LARGEST {
            return Err(Error::at(
                op,
                format!(
                    "this function would become a record of more than {LARGEST} values; \
                     let it capture fewer functions"
                ),
            ));
        }
        self.records.insert(element, ty);
        Ok(ty)
    }

    /// The extent of a type; equal types are looked at once.
    fn extent(&mut self, ty: Type<'a>) -> Extent {
        let Some(fields) = ty.tuple_fields() else {
            return Extent {
                depth: 0,
                leaves: 1,
            };
        };
        if let Some(&extent) = self.extents.get(&ty) {
            return extent;
        }
        let mut extent = Extent::default();
        for field in fields {
            let Extent { depth, leaves } = self.extent(field);
            extent.depth = extent.depth.max(depth);
            extent.leaves = extent.leaves.saturating_add(leaves);
        }
        extent.depth += 1;
        self.extents.insert(ty, extent);
        extent
    }
}

/// How big a type is.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    /// Tuples in tuples.
    depth: usize,
    /// Values that are no tuples.
    leaves: usize,
}

fn too_deep(op: Op<'_>) -> Error {
    let message = format!(
        "functions that keep functions are nested more than {DEEPEST} deep; \
         pass values instead of functions"
    );
    Error::at(op, message)
}
