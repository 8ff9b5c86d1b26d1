//! `nd.map`, `nd.reduce` and `nd.scan` as loops over elements: for functions that use an array from outside, whose
//! cotangent is summed in a loop's accumulator.

use super::{Functional, shape_of};
use pullback_ir::{Builder, Location, Op, Type, Value, WalkOrder};

/// Puts loops in place of an `nd.map`, `nd.reduce` or `nd.scan`.
pub fn expand(op: Op<'_>) {
    let parts = Functional::of(op);
    let builder = Builder::before(op);
    let shape = parts.shape();
    let sizes: Vec<Value<'_>> = match parts.arrays().first() {
        Some(&array) => (0..shape.len())
            .map(|at| dim(&builder, array, at))
            .collect(),
        None => {
            let mut dynamic = parts.rest().into_iter();
            let known = |size: Option<i64>| match size {
                Some(size) => builder.int(index(&builder), size),
                None => dynamic.next().expect("one size for each `?`"),
            };
            shape.iter().copied().map(known).collect()
        }
    };
    let results = match op.name() {
        "nd.map" => map(&builder, parts, &sizes),
        "nd.reduce" => reduce(&builder, parts, &sizes),
        _ => scan(&builder, parts, &sizes),
    };
    op.replace_with(&results);
}

fn index<'a>(builder: &Builder<'a>) -> Type<'a> {
    Type::index(builder.context())
}

fn dim<'a>(builder: &Builder<'a>, array: Value<'a>, at: usize) -> Value<'a> {
    let number = |value| builder.int(index(builder), value);
    match shape_of(array.ty())[at] {
        Some(size) => number(size),
        None => {
            let op = builder
                .op("tensor.dim")
                .operands(&[array, number(at as i64)]);
            op.results(&[index(builder)]).build().result(0)
        }
    }
}

/// Arrays of these types, to be written to.
fn empty<'a>(builder: &Builder<'a>, types: &[Type<'a>], sizes: &[Value<'a>]) -> Vec<Value<'a>> {
    let make = |&ty: &Type<'a>| {
        let shape = shape_of(ty).into_iter().zip(sizes);
        let dynamic: Vec<Value<'a>> = shape
            .filter(|(known, _)| known.is_none())
            .map(|(_, &size)| size)
            .collect();
        let op = builder.op("tensor.empty").operands(&dynamic);
        op.results(&[ty]).build().result(0)
    };
    types.iter().map(make).collect()
}

/// What a loop does at a position with what it carries.
pub type Body<'b, 'a> = dyn FnMut(&Builder<'a>, &[Value<'a>], &[Value<'a>]) -> Vec<Value<'a>> + 'b;

/// Loops over all positions below `sizes`, the last fastest, that carry values.
pub fn nest<'a>(
    builder: &Builder<'a>,
    sizes: &[Value<'a>],
    carried: &[Value<'a>],
    body: &mut Body<'_, 'a>,
) -> Vec<Value<'a>> {
    fn level<'a>(
        builder: &Builder<'a>,
        sizes: &[Value<'a>],
        position: &[Value<'a>],
        carried: &[Value<'a>],
        body: &mut Body<'_, 'a>,
    ) -> Vec<Value<'a>> {
        let Some((&size, rest)) = sizes.split_first() else {
            return body(builder, position, carried);
        };
        let location: Location<'a> = builder.location();
        let number = |value| builder.int(index(builder), value);
        let types: Vec<Type<'a>> = carried.iter().map(|value| value.ty()).collect();
        let op = builder
            .op("scf.for")
            .operands(&[number(0), size, number(1)])
            .operands(carried)
            .results(&types)
            .regions(1)
            .build();
        let arguments = [&[index(builder)], types.as_slice()].concat();
        let block = op.region(0).append_block(&arguments, location);
        let inside = Builder::at_end(block, location);
        let position = [position, &[block.arg(0)]].concat();
        let yielded = level(&inside, rest, &position, &block.args()[1..], body);
        inside
            .op("scf.yield")
            .operands(&yielded)
            .results(&[])
            .build();
        op.results()
    }
    level(builder, sizes, &[], carried, body)
}

/// The function at a position, in place: what it yields.
fn call<'a>(
    builder: &Builder<'a>,
    parts: Functional<'a>,
    position: &[Value<'a>],
    carried: &[Value<'a>],
) -> Vec<Value<'a>> {
    let element = |array: Value<'a>| {
        let operands = [&[array], position].concat();
        let op = builder.op("tensor.extract").operands(&operands);
        op.results(&[array.ty().element()]).build().result(0)
    };
    let mut arguments: Vec<Value<'a>> = parts.arrays().into_iter().map(element).collect();
    arguments.extend(carried);
    if parts.op.is("nd.map") {
        for (op, at) in positions(parts.op) {
            op.replace_with(&[position[at]]);
        }
    }
    let end = parts.body.terminator();
    // What the function uses comes before the end of the block that is built.
    let place = builder
        .int(index(builder), 0)
        .defining_op()
        .expect("just made");
    let yields = end.operands();
    let mut mapping = pullback_ir::Mapping::of(&parts.body.args(), &arguments);
    for op in parts.body.ops() {
        if op != end {
            op.clone_before(place, &mut mapping);
        }
    }
    place.erase();
    yields
        .into_iter()
        .map(|value| mapping.apply(value))
        .collect()
}

/// The ops that ask for a position of this map, and for which dimension's.
pub fn positions(map: Op<'_>) -> Vec<(Op<'_>, usize)> {
    let ops = map.walk(WalkOrder::Pre).into_iter().skip(1);
    let own = ops.filter(|op| op.is("nd.index") && op.ancestor("nd.map") == Some(map));
    let dimension = |op: Op<'_>| op.attr("dimension").and_then(pullback_ir::Attr::as_int);
    own.map(|op| (op, dimension(op).unwrap_or(0) as usize))
        .collect()
}

/// Arrays with elements put at a position.
fn put<'a>(
    builder: &Builder<'a>,
    elements: &[Value<'a>],
    arrays: &[Value<'a>],
    position: &[Value<'a>],
) -> Vec<Value<'a>> {
    let put = |(&element, &array): (&Value<'a>, &Value<'a>)| {
        let operands = [&[element, array], position].concat();
        let op = builder.op("tensor.insert").operands(&operands);
        op.results(&[array.ty()]).build().result(0)
    };
    elements.iter().zip(arrays).map(put).collect()
}

fn map<'a>(builder: &Builder<'a>, parts: Functional<'a>, sizes: &[Value<'a>]) -> Vec<Value<'a>> {
    let arrays = empty(builder, &parts.op.result_types(), sizes);
    nest(builder, sizes, &arrays, &mut |builder, position, arrays| {
        let given = call(builder, parts, position, &[]);
        put(builder, &given, arrays, position)
    })
}

/// A position, of its parts along some dimensions and along the others.
fn position<'a>(
    kept: &[usize],
    outer: &[Value<'a>],
    along: &[usize],
    inner: &[Value<'a>],
) -> Vec<Value<'a>> {
    let outer = kept.iter().zip(outer);
    let mut all: Vec<(&usize, &Value<'a>)> = outer.chain(along.iter().zip(inner)).collect();
    all.sort_by_key(|(at, _)| **at);
    all.into_iter().map(|(_, value)| *value).collect()
}

fn at<'a>(sizes: &[Value<'a>], dimensions: &[usize]) -> Vec<Value<'a>> {
    dimensions.iter().map(|&at| sizes[at]).collect()
}

fn reduce<'a>(builder: &Builder<'a>, parts: Functional<'a>, sizes: &[Value<'a>]) -> Vec<Value<'a>> {
    let (kept, along) = (parts.kept(), parts.along());
    let (outer_sizes, inner_sizes) = (at(sizes, &kept), at(sizes, &along));
    let inits = parts.rest();
    let fold = |builder: &Builder<'a>, outer: &[Value<'a>]| {
        nest(
            builder,
            &inner_sizes,
            &inits,
            &mut |builder, inner, carried| {
                call(
                    builder,
                    parts,
                    &position(&kept, outer, &along, inner),
                    carried,
                )
            },
        )
    };
    let types = parts.op.result_types();
    if !kept.is_empty() {
        let arrays = empty(builder, &types, &outer_sizes);
        return nest(
            builder,
            &outer_sizes,
            &arrays,
            &mut |builder, outer, arrays| {
                let folded = fold(builder, outer);
                put(builder, &folded, arrays, outer)
            },
        );
    }
    let folded = fold(builder, &[]).into_iter().zip(types);
    let shaped = folded.map(|(value, ty)| match ty.is_shaped() {
        true => builder
            .op("nd.reshape")
            .operands(&[value])
            .results(&[ty])
            .build()
            .result(0),
        false => value,
    });
    shaped.collect()
}

fn scan<'a>(builder: &Builder<'a>, parts: Functional<'a>, sizes: &[Value<'a>]) -> Vec<Value<'a>> {
    let (kept, along) = (parts.kept(), parts.along());
    let (outer_sizes, inner_sizes) = (at(sizes, &kept), at(sizes, &along));
    let exclusive = parts.op.attr("exclusive").is_some();
    let reverse = parts.op.attr("reverse").is_some();
    let inits = parts.rest();
    let count = inits.len();
    let arrays = empty(builder, &parts.op.result_types(), sizes);
    nest(
        builder,
        &outer_sizes,
        &arrays,
        &mut |builder, outer, arrays| {
            let carried = [inits.as_slice(), arrays].concat();
            let carried = nest(
                builder,
                &inner_sizes,
                &carried,
                &mut |builder, inner, carried| {
                    let here = match reverse {
                        true => mirrored(builder, inner[0], inner_sizes[0]),
                        false => inner[0],
                    };
                    let position = position(&kept, outer, &along, &[here]);
                    let (had, arrays) = carried.split_at(count);
                    let has = call(builder, parts, &position, had);
                    let kept = if exclusive { had } else { has.as_slice() };
                    let arrays = put(builder, kept, arrays, &position);
                    [has, arrays].concat()
                },
            );
            carried[count..].to_vec()
        },
    )
}

/// `size - 1 - position`.
fn mirrored<'a>(builder: &Builder<'a>, position: Value<'a>, size: Value<'a>) -> Value<'a> {
    let minus = |a: Value<'a>, b: Value<'a>| {
        let op = builder.op("arith.subi").operands(&[a, b]);
        op.results(&[index(builder)]).build().result(0)
    };
    minus(minus(size, builder.int(index(builder), 1)), position)
}
