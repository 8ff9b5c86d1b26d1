//! Upstream's ops with functions of positions, in terms of others: `tensor.generate` is a map without arrays, and
//! `tensor.pad` is a slice put into one. Structured ops of `linalg` become ops of `nd`.

use super::{loops::positions, shape_of, structured};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::Error;

/// Puts simpler ops in place of those that make floats by a function of positions.
pub fn prepare(function: Op<'_>) -> Result<(), Error> {
    for op in function.walk(WalkOrder::Post) {
        let floats = op
            .results()
            .into_iter()
            .any(|value| value.ty().element().is_float());
        match op.name() {
            "tensor.generate" if floats => {
                let made = generate(op, &op.operands());
                op.replace_with(&[made]);
            }
            "tensor.pad" if floats => pad(op)?,
            "nd.map" => positions_first(op),
            _ if op.dialect() == "linalg" => structured::convert(op),
            _ => {}
        }
    }
    Ok(())
}

/// Positions are read where a map's function begins: a branch in it may become a function of its own.
fn positions_first(map: Op<'_>) {
    let body = map.region(0).entry();
    for (position, _) in positions(map) {
        if position.block() != Some(body)
            && let Some(first) = body.first()
        {
            position.move_before(first);
        }
    }
}

/// `nd.map` with the function of `op`, whose arguments are positions.
fn generate<'a>(op: Op<'a>, sizes: &[Value<'a>]) -> Value<'a> {
    let builder = Builder::before(op);
    let context = builder.context();
    let map = builder
        .op("nd.map")
        .operands(sizes)
        .attr(
            "operandSegmentSizes",
            Attr::i32s(context, &[0, sizes.len() as i32]),
        )
        .results(&op.result_types())
        .regions(1)
        .build();
    let block = map.region(0).append_block(&[], op.location());
    let inside = Builder::at_end(block, op.location());
    let body = op.region(0).entry();
    let position = |dimension: usize| {
        let number = Attr::int(Type::int(context, 64), dimension as i64);
        let op = inside.op("nd.index").attr("dimension", number);
        op.results(&[Type::index(context)]).build().result(0)
    };
    let positions: Vec<Value<'a>> = (0..body.arg_count()).map(position).collect();
    let end = body.terminator();
    let yielded = Builder::before(end)
        .op("nd.yield")
        .operands(&end.operands())
        .results(&[])
        .build();
    end.erase();
    debug_assert!(yielded.is_terminator());
    body.splice_to_end(block, &positions);
    map.result(0)
}

fn pad(op: Op<'_>) -> Result<(), Error> {
    let list = |name: &str| op.attr(name).and_then(Attr::as_i64s).unwrap_or_default();
    let (low, high) = (list("static_low"), list("static_high"));
    if low
        .iter()
        .chain(&high)
        .any(|&number| number < 0 && number != i64::MIN)
    {
        return Err(Error::at(
            op,
            "a padding of less than nothing cannot be differentiated; write a tensor.extract_slice",
        ));
    }
    let builder = Builder::before(op);
    let context = builder.context();
    let index = Type::index(context);
    let source = op.operand(0);
    let shape = shape_of(source.ty());
    let size = |dimension: usize| match shape[dimension] {
        Some(size) => builder.int(index, size),
        None => {
            let number = builder.int(index, dimension as i64);
            let dim = builder.op("tensor.dim").operands(&[source, number]);
            dim.results(&[index]).build().result(0)
        }
    };
    let mut numbers = op.operands().split_off(1).into_iter();
    let mut values = |list: &[i64]| -> Vec<Option<Value<'_>>> {
        let value = |&number: &i64| (number == i64::MIN).then(|| numbers.next()).flatten();
        list.iter().map(value).collect()
    };
    let (low_values, high_values) = (values(&low), values(&high));
    let add = |a, b| {
        let sum = builder.op("arith.addi").operands(&[a, b]);
        sum.results(&[index]).build().result(0)
    };
    let result = op.result(0).ty();
    let sizes: Vec<Value<'_>> = shape_of(result)
        .into_iter()
        .enumerate()
        .filter(|(_, size)| size.is_none())
        .map(|(at, _)| {
            let low = low_values[at].unwrap_or_else(|| builder.int(index, low[at]));
            let high = high_values[at].unwrap_or_else(|| builder.int(index, high[at]));
            add(add(low, size(at)), high)
        })
        .collect();
    let around = generate(op, &sizes);
    let offsets: Vec<Value<'_>> = low_values.into_iter().flatten().collect();
    let dynamic: Vec<Value<'_>> = (0..shape.len())
        .filter(|&at| shape[at].is_none())
        .map(size)
        .collect();
    let segments = [1, 1, offsets.len() as i32, dynamic.len() as i32, 0];
    let lengths: Vec<i64> = shape.iter().map(|size| size.unwrap_or(i64::MIN)).collect();
    let padded = builder
        .op("tensor.insert_slice")
        .operands(&[source, around])
        .operands(&offsets)
        .operands(&dynamic)
        .attr("static_offsets", Attr::i64s(context, &low))
        .attr("static_sizes", Attr::i64s(context, &lengths))
        .attr("static_strides", Attr::i64s(context, &vec![1; shape.len()]))
        .attr("operandSegmentSizes", Attr::i32s(context, &segments))
        .results(&[result])
        .build();
    op.replace_with(&padded.results());
    Ok(())
}
