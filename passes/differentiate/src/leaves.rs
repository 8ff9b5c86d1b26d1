//! The float leaves of a type: what a tangent or cotangent has entries for.

use pullback_ir::{Builder, Type, Value};

/// The float leaves of a type, in order: a float, or a shape of floats, is one leaf; a tuple has its fields'
/// leaves; everything else has none.
pub fn leaves(ty: Type<'_>) -> Vec<Type<'_>> {
    let mut found = Vec::new();
    collect(ty, &mut found);
    found
}

fn collect<'a>(ty: Type<'a>, found: &mut Vec<Type<'a>>) {
    if ty.is_float() || (ty.is_shaped() && ty.element().is_float()) {
        found.push(ty);
    } else if let Some(fields) = ty.tuple_fields() {
        for field in fields {
            collect(field, found);
        }
    }
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
    leaves: &mut impl Iterator<Item = Value<'a>>,
) -> Value<'a> {
    if ty.is_float() || (ty.is_shaped() && ty.element().is_float()) {
        return leaves.next().expect("one value for each leaf");
    }
    let fields: Vec<Value<'a>> = ty
        .tuple_fields()
        .unwrap_or_default()
        .into_iter()
        .map(|field| pack(builder, field, leaves))
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
