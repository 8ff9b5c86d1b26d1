//! What programs use of upstream's ops: tests before those that trust what they get, and forms of those that
//! bufferization does not know.

use crate::{
    build::{self, arith, dynamic, empty, index, known_or, shape, size, sizes, splat, zero},
    checks::{Checks, same_shape},
};
use pullback_ir::{Attr, Builder, Op, Value};

/// Tests what an op of the program needs, and rewrites it if it has to.
pub(super) fn check<'a>(op: Op<'a>, checks: &Checks<'a>) {
    match op.name() {
        "tensor.extract" => element(op, checks, 0),
        "tensor.insert" => element(op, checks, 1),
        "tensor.extract_slice" => slice(op, checks, 0),
        "tensor.insert_slice" => slice(op, checks, 1),
        "tensor.cast" => cast(op, checks),
        "tensor.empty" | "tensor.splat" | "tensor.generate" => made(op, checks),
        "tensor.concat" => concatenate(op, checks),
        "ub.poison" => poison(op),
        _ if matches!(op.dialect(), "arith" | "math") => elementwise(op, checks),
        _ => {}
    }
}

/// A position in an array.
fn element<'a>(op: Op<'a>, checks: &Checks<'a>, first: usize) {
    let builder = Builder::before(op);
    let array = op.operand(first);
    for (dimension, &position) in op.operands()[first + 1..].iter().enumerate() {
        let size = size(&builder, array, dimension);
        checks.inside(&builder, position, size, || {
            format!(
                "`{}` is at position {{}} of dimension {dimension}, whose size is {{}}; positions are from 0 to the size less 1",
                op.name()
            )
        });
    }
}

fn slice<'a>(op: Op<'a>, checks: &Checks<'a>, first: usize) {
    let builder = Builder::before(op);
    let array = op.operand(first);
    let mut operands = op.operands()[first + 1..].to_vec().into_iter();
    let index_type = build::index_type(&builder);
    let mut list = |name: &str| -> Vec<Value<'a>> {
        let numbers = op.attr(name).and_then(Attr::as_i64s).unwrap_or_default();
        let value = |number| match number {
            i64::MIN => operands.next(),
            number => Some(builder.int(index_type, number)),
        };
        numbers.into_iter().filter_map(value).collect()
    };
    let offsets = list("static_offsets");
    let counts = list("static_sizes");
    let strides = list("static_strides");
    for (dimension, ((&offset, &count), &stride)) in
        offsets.iter().zip(&counts).zip(&strides).enumerate()
    {
        let size = size(&builder, array, dimension);
        checks.slice(&builder, [offset, count, stride], size, op.name());
    }
    if first == 1 && shape(op.operand(0).ty()).len() == counts.len() {
        let own = sizes(&builder, op.operand(0));
        same_shape(checks, &builder, &own, &counts, op.name());
    }
}

/// What was unknown becomes known.
fn cast<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    let input = op.operand(0);
    if !input.ty().is_array() || !op.result(0).ty().is_array() {
        return;
    }
    let known = shape(op.result(0).ty());
    for (dimension, (from, to)) in shape(input.ty()).into_iter().zip(known).enumerate() {
        if let (None, Some(to)) = (from, to) {
            let size = size(&builder, input, dimension);
            checks.equal(&builder, size, index(&builder, to), || {
                format!(
                    "`tensor.cast` meets an array whose dimension {dimension} is {{}} where its type says {{}}; pass an array of that type"
                )
            });
        }
    }
}

/// An array of given sizes.
fn made<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    let first = usize::from(op.is("tensor.splat"));
    for &size in &op.operands()[first..] {
        checks.size(&builder, size, op.name());
    }
}

/// Arrays one after the other: each is put into its place.
fn concatenate<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    let along = op.attr("dim").and_then(Attr::as_int).unwrap_or_default() as usize;
    let inputs = op.operands();
    let ty = op.result(0).ty();
    let mut all = sizes(&builder, inputs[0]);
    let rank = all.len();
    let mut offsets = vec![index(&builder, 0)];
    for (number, &input) in inputs.iter().enumerate() {
        let own = sizes(&builder, input);
        if number > 0 {
            let mut expected = all.clone();
            expected[along] = own[along];
            same_shape(checks, &builder, &own, &expected, op.name());
        }
        let last = offsets[number];
        offsets.push(arith(&builder, "arith.addi", last, own[along]));
    }
    all[along] = offsets[inputs.len()];
    for (dimension, known) in shape(ty).into_iter().enumerate() {
        if let Some(known) = known {
            checks.equal(&builder, all[dimension], index(&builder, known), || {
                format!(
                    "`tensor.concat` makes an array whose dimension {dimension} is {{}} where its type says {{}}; write the type of what it makes"
                )
            });
        }
    }
    let mut whole = empty(&builder, ty, &all);
    let context = builder.context();
    for (input, &offset) in inputs.into_iter().zip(&offsets) {
        let mut starts = vec![0; rank];
        starts[along] = i64::MIN;
        let counts = shape(input.ty());
        let counts: Vec<_> = counts.iter().map(|size| size.unwrap_or(i64::MIN)).collect();
        let own = sizes(&builder, input);
        let dynamic = dynamic(input.ty(), &own);
        let segments = [1, 1, 1, dynamic.len() as i32, 0];
        whole = builder
            .op("tensor.insert_slice")
            .operands(&[input, whole, offset])
            .operands(&dynamic)
            .attr("static_offsets", Attr::i64s(context, &starts))
            .attr("static_sizes", Attr::i64s(context, &counts))
            .attr("static_strides", Attr::i64s(context, &vec![1; rank]))
            .attr("operandSegmentSizes", Attr::i32s(context, &segments))
            .results(&[ty])
            .build()
            .result(0);
    }
    op.replace_with(&[whole]);
}

/// Any array is as good: the smallest one of zeros.
fn poison(op: Op<'_>) {
    let ty = op.result(0).ty();
    if ty.is_array() {
        let builder = Builder::before(op);
        let nothing = zero(&builder, ty.element());
        let sizes = known_or(&builder, ty, &[]);
        op.replace_with(&[splat(&builder, nothing, ty, &sizes)]);
    }
}

/// Arithmetic on arrays, which have one shape.
fn elementwise<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let arrays: Vec<_> = op
        .operands()
        .into_iter()
        .filter(|value| value.ty().is_array())
        .collect();
    let Some((&first, rest)) = arrays.split_first() else {
        return;
    };
    let builder = Builder::before(op);
    let whole = sizes(&builder, first);
    for &other in rest {
        let own = sizes(&builder, other);
        same_shape(checks, &builder, &whole, &own, op.name());
    }
}
