//! The parts of a value: what dependence is asked about.

use pullback_functional::data::is_data_type;
use pullback_ir::{Type, Value};

/// A part of a value, by its place in [`parts`].
pub type Part<'a> = (Value<'a>, usize);

/// A scalar, an array or a value of a data type inside a value.
#[derive(Clone, Debug)]
pub struct Component<'a> {
    /// Its type.
    pub ty: Type<'a>,
    /// The fields of tuples on the way to it, outermost first.
    pub path: Vec<usize>,
}

impl Component<'_> {
    /// Whether there are derivatives by it, or of it.
    pub fn is_differentiable(&self) -> bool {
        let ty = self.ty;
        ty.is_float() || (ty.is_shaped() && ty.element().is_float()) || is_data_type(ty)
    }
}

/// The components of a type in order: tuples are taken apart, nothing else is.
pub fn components(ty: Type<'_>) -> Vec<Component<'_>> {
    let mut found = Vec::new();
    collect(ty, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(ty: Type<'a>, path: &mut Vec<usize>, found: &mut Vec<Component<'a>>) {
    let Some(fields) = ty.tuple_fields() else {
        found.push(Component {
            ty,
            path: path.clone(),
        });
        return;
    };
    for (index, field) in fields.into_iter().enumerate() {
        path.push(index);
        collect(field, path, found);
        path.pop();
    }
}

/// How many components a type has.
pub fn count(ty: Type<'_>) -> usize {
    match ty.tuple_fields() {
        None => 1,
        Some(fields) => fields.into_iter().map(count).sum(),
    }
}

/// The parts of some values, one after the other.
pub fn parts<'a>(values: &[Value<'a>]) -> Vec<Part<'a>> {
    let of = |&value: &Value<'a>| (0..count(value.ty())).map(move |part| (value, part));
    values.iter().flat_map(of).collect()
}

/// Where the components of field `index` of a tuple start.
pub fn offset(tuple: Type<'_>, index: usize) -> usize {
    let fields = tuple.tuple_fields().unwrap_or_default();
    fields.into_iter().take(index).map(count).sum()
}
