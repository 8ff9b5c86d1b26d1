//! The leaves of a type: what a tangent or cotangent has entries for.

use pullback_functional::tangent_leaves;
use pullback_ir::{Builder, Type, Value};

/// The tangent types of a type's leaves, in order: a float, or a shape of floats, is one leaf; so is a value of a
/// data type, whose tangent is of the type's tangent type, and a stack; a tuple has its fields' leaves; everything
/// else has none.
pub fn leaves(ty: Type<'_>) -> Vec<Type<'_>> {
    tangent_leaves(ty)
}

/// Whether tangents of this leaf are added and scaled by arithmetic; others by `functional.add` alone.
pub fn is_arithmetic(leaf: Type<'_>) -> bool {
    leaf.element().is_float()
}

/// Where the leaves of field `index` start within the leaves of a tuple type.
pub fn field_offset(ty: Type<'_>, index: usize) -> usize {
    ty.tuple_fields()
        .unwrap_or_default()
        .into_iter()
        .take(index)
        .map(|field| leaves(field).len())
        .sum()
}

/// The leaves of a tangent value, taken out of its tuples.
pub fn explode<'a>(builder: &Builder<'a>, tangent: Value<'a>) -> Vec<Value<'a>> {
    match tangent.ty().tuple_fields() {
        None => vec![tangent],
        Some(fields) => (0..fields.len())
            .flat_map(|index| {
                let field = get(builder, tangent, index, fields[index]);
                explode(builder, field)
            })
            .collect(),
    }
}

/// A tangent of the primal type `ty` put together from its leaves.
pub fn pack<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    values: &mut impl Iterator<Item = Value<'a>>,
) -> Value<'a> {
    let fields = match ty.tuple_fields() {
        None if !leaves(ty).is_empty() => {
            return values.next().expect("one value for each leaf");
        }
        fields => fields.unwrap_or_default(),
    };
    let fields: Vec<Value<'a>> = fields
        .into_iter()
        .map(|field| pack(builder, field, values))
        .collect();
    let types: Vec<Type<'a>> = fields.iter().map(|field| field.ty()).collect();
    builder
        .op("functional.tuple")
        .operands(&fields)
        .results(&[Type::tuple(builder.context(), &types)])
        .build()
        .result(0)
}

/// `functional.get`.
pub fn get<'a>(
    builder: &Builder<'a>,
    tuple: Value<'a>,
    index: usize,
    field: Type<'a>,
) -> Value<'a> {
    let i64 = Type::int(builder.context(), 64);
    builder
        .op("functional.get")
        .operands(&[tuple])
        .attr("index", pullback_ir::Attr::int(i64, index as i64))
        .results(&[field])
        .build()
        .result(0)
}
