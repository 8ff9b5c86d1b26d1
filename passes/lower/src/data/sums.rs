//! Sums and zeros of tangents.

use super::{
    layout::{Types, fields, tuple},
    memory::{self, GROW, Memory},
    stacks::{arith, branch, compare, parts, select},
};
use pullback_functional::{build, constructors, data_name, ops, stack_elements};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::Error;
use std::collections::HashSet;

/// The function that adds two tangents of a data type.
fn function_name(ty: Type<'_>) -> String {
    format!("{}$add", data_name(ty).unwrap_or_default())
}

/// The data types whose values the sum of two values of a type adds.
fn summed(ty: Type<'_>) -> Vec<Type<'_>> {
    let mut found = vec![];
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        for leaf in crate::tuples::leaves(ty) {
            match stack_elements(leaf) {
                Some(elements) => pending.extend(elements),
                None if data_name(leaf).is_some() => found.push(leaf),
                None => {}
            }
        }
    }
    found
}

/// Writes the functions that the module's sums of data types call: what they do is defined by matches. Gives their number.
pub(super) fn add_functions(module: Op<'_>) -> Result<u64, Error> {
    let sums = module
        .walk(WalkOrder::Pre)
        .into_iter()
        .filter(|op| op.is(ops::ADD));
    let mut pending: Vec<Type<'_>> = sums.flat_map(|op| summed(op.result(0).ty())).collect();
    let mut seen = HashSet::new();
    while let Some(ty) = pending.pop() {
        let name = function_name(ty);
        if !seen.insert(name.clone()) || module.symbol(&name).is_some() {
            continue;
        }
        let declared = constructors(module, ty).ok_or_else(|| {
            Error::at(
                module,
                format!("the data type {ty} is not declared; declare it"),
            )
        })?;
        for constructor in &declared {
            pending.extend(constructor.fields.iter().flat_map(|&field| summed(field)));
        }
        let Some(block) = module.regions().first().and_then(|region| region.first()) else {
            continue;
        };
        let context = module.context();
        let builder = Builder::at_end(block, module.location());
        let function = builder
            .op("func.func")
            .attr("sym_name", Attr::string(context, &name))
            .attr(
                "function_type",
                Attr::of_type(Type::function(context, &[ty, ty], &[ty])),
            )
            .attr("sym_visibility", Attr::string(context, "private"))
            .regions(1)
            .results(&[])
            .build();
        let body = function
            .region(0)
            .append_block(&[ty, ty], module.location());
        let (left, right) = (body.arg(0), body.arg(1));
        let inside = Builder::at_end(body, module.location());
        let sum = build::matching(&inside, left, &declared, &[ty], |builder, number, block| {
            if number == 0 {
                return vec![right];
            }
            let fields = block.args();
            let inner =
                build::matching(builder, right, &declared, &[ty], |builder, other, block| {
                    // Of one value are tangents of one shape, or zeros.
                    if other != number || fields.is_empty() {
                        return vec![left];
                    }
                    let pairs = fields.iter().zip(block.args());
                    let sums: Vec<_> = pairs.map(|(&a, b)| build::add(builder, a, b)).collect();
                    vec![build::construct(builder, ty, declared[number].name, &sums)]
                });
            inner.results()
        });
        inside
            .op("func.return")
            .operands(&sum.results())
            .results(&[])
            .build();
    }
    Ok(seen.len() as u64)
}

/// The zero of a tangent type: all bits of it are.
pub(super) fn zero<'a>(builder: &Builder<'a>, types: &Types<'a>, ty: Type<'a>) -> Value<'a> {
    memory::zero(builder, types, types.converted(ty))
}

/// The sum of two values of a tangent type.
pub(super) fn add<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    ty: Type<'a>,
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    if let Some(parts) = ty.tuple_fields() {
        let pairs = fields(builder, a).into_iter().zip(fields(builder, b));
        let sums: Vec<_> = parts
            .into_iter()
            .zip(pairs)
            .map(|(ty, (a, b))| add(builder, memory, types, ty, a, b))
            .collect();
        return tuple(builder, &sums);
    }
    if let Some(elements) = stack_elements(ty) {
        return add_stacks(builder, memory, types, &elements, a, b);
    }
    if data_name(ty).is_some() {
        let callee = Attr::symbol(builder.context(), &function_name(ty));
        let call = builder
            .op("func.call")
            .operands(&[a, b])
            .attr("callee", callee);
        return call.results(&[a.ty()]).build().result(0);
    }
    arith(builder, "arith.addf", a, b)
}

/// `arith.cmpi slt`.
const LESS: i64 = 2;
/// `arith.cmpi eq`.
const EQUAL: i64 = 0;

/// Entry by entry from the top; the shorter stack has zeros below. An empty one is neutral.
fn add_stacks<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    elements: &[Type<'a>],
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    let stored: Vec<_> = elements.iter().map(|&ty| types.converted(ty)).collect();
    let Some(record) = types.record(false, &stored) else {
        return a;
    };
    let shape = [types.ptr, types.i64, types.i64];
    let ([_, a_length, _], [_, b_length, _]) = (parts(builder, a), parts(builder, b));
    let nothing = builder.int(types.i64, 0);
    let is_empty = |builder: &Builder<'a>, length| compare(builder, EQUAL, length, nothing);
    let a_is_empty = is_empty(builder, a_length);
    let results = branch(
        builder,
        a_is_empty,
        &shape,
        |builder| parts(builder, b).to_vec(),
        |builder| {
            let b_is_empty = is_empty(builder, b_length);
            branch(
                builder,
                b_is_empty,
                &shape,
                |builder| parts(builder, a).to_vec(),
                |builder| sum_of_entries(builder, memory, types, elements, &stored, record, a, b),
            )
        },
    );
    tuple(builder, &results)
}

#[expect(clippy::too_many_arguments, reason = "the parts of one loop")]
fn sum_of_entries<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    elements: &[Type<'a>],
    stored: &[Type<'a>],
    record: Type<'a>,
    a: Value<'a>,
    b: Value<'a>,
) -> Vec<Value<'a>> {
    let i64 = types.i64;
    let stacks = [parts(builder, a), parts(builder, b)];
    let length = arith(builder, "arith.maxsi", stacks[0][1], stacks[1][1]);
    let null = memory::zero(builder, types, types.ptr);
    let (zero, one) = (builder.int(i64, 0), builder.int(i64, 1));
    let size = memory.size_of(builder, record);
    let buffer = memory.call(builder, GROW, &[null, zero, zero, length, size], 2);
    let entries = builder
        .op("scf.for")
        .operands(&[zero, length, one])
        .results(&[])
        .regions(1)
        .build();
    let block = entries.region(0).append_block(&[i64], builder.location());
    let builder = &Builder::at_end(block, builder.location());
    let place = block.arg(0);
    // Entry number `place` of the sum is entry `place - (length - own length)` of a stack.
    let rows: Vec<Vec<Value<'a>>> = stacks
        .iter()
        .map(|&[base, own, _]| {
            let missing = arith(builder, "arith.subi", length, own);
            let at = arith(builder, "arith.subi", place, missing);
            let is_below = compare(builder, LESS, at, zero);
            // The first entry is there: no stack is empty here.
            let at = select(builder, is_below, zero, at);
            let from = memory.element(builder, record, base, at);
            let values = memory.read(builder, record, from, 0, stored);
            let or_zero = |value: Value<'a>| {
                let zero = memory::zero(builder, types, value.ty());
                choose(builder, is_below, zero, value)
            };
            values.into_iter().map(or_zero).collect()
        })
        .collect();
    let pairs = rows[0].iter().zip(&rows[1]).zip(elements);
    let sums: Vec<_> = pairs
        .map(|((&a, &b), &ty)| add(builder, memory, types, ty, a, b))
        .collect();
    let to = memory.element(builder, record, buffer[0], place);
    memory.write(builder, record, to, 0, &sums);
    builder.op("scf.yield").results(&[]).build();
    vec![buffer[0], length, buffer[1]]
}

/// `arith.select`, leaf by leaf.
fn choose<'a>(
    builder: &Builder<'a>,
    condition: Value<'a>,
    yes: Value<'a>,
    no: Value<'a>,
) -> Value<'a> {
    if yes.ty().tuple_fields().is_none() {
        return select(builder, condition, yes, no);
    }
    let pairs = fields(builder, yes).into_iter().zip(fields(builder, no));
    let chosen: Vec<_> = pairs
        .map(|(yes, no)| choose(builder, condition, yes, no))
        .collect();
    tuple(builder, &chosen)
}
