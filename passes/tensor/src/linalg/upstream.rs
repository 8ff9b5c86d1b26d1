//! What programs use of upstream's ops: tests before those that trust what they get, and forms of those that
//! bufferization does not know.

use super::{contract, shapes::product};
use crate::{
    build::{
        self, arith, as_index, branch, dynamic, empty, extract, index, known_or, shape, size,
        sizes, splat, zero,
    },
    checks::{Checks, same_shape},
};
use pullback_ir::{Attr, Builder, Op, Value};
use pullback_pass::Error;
use std::collections::HashMap;

/// Tests what an op of the program needs, and rewrites it if it has to.
pub(super) fn check<'a>(op: Op<'a>, checks: &Checks<'a>) -> Result<(), Error> {
    match op.name() {
        "tensor.extract" => element(op, checks, 0),
        "tensor.insert" => element(op, checks, 1),
        "tensor.extract_slice" => slice(op, checks, 0),
        "tensor.insert_slice" => slice(op, checks, 1),
        "tensor.cast" => cast(op, checks),
        "tensor.empty" | "tensor.splat" | "tensor.generate" => made(op, checks),
        "tensor.concat" => concatenate(op, checks),
        "tensor.dim" => dimension(op, checks),
        "tensor.reshape" => reshape(op, checks),
        "tensor.expand_shape" => expand(op, checks),
        "tensor.pad" => pad(op, checks),
        "linalg.generic" => {
            structured(op, checks)?;
            contract::recognise(op);
        }
        "ub.poison" => poison(op),
        "arith.select" if !op.operand(0).ty().is_array() => choose(op),
        _ if matches!(op.dialect(), "arith" | "math") => elementwise(op, checks),
        _ => {}
    }
    Ok(())
}

/// The number of a dimension.
fn dimension<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    let rank = index(&builder, shape(op.operand(0).ty()).len() as i64);
    checks.inside(&builder, op.operand(1), rank, || {
        "`tensor.dim` asks for dimension {} of an array of rank {}; dimensions are counted from 0"
            .into()
    });
}

/// Fails unless sizes are those of as many elements.
fn as_many<'a>(
    builder: &Builder<'a>,
    checks: &Checks<'a>,
    [from, to]: [&[Value<'a>]; 2],
    op: &str,
) {
    let count = |sizes: &[Value<'a>]| {
        let one = index(builder, 1);
        let product = |all, &size| product(builder, all, size);
        sizes.iter().fold(one, product)
    };
    for &size in to {
        checks.size(builder, size, op);
    }
    let (from, to) = (count(from), count(to));
    checks.equal(builder, from, to, || {
        format!("`{op}` makes of {{}} elements a shape of {{}}; write a shape with as many")
    });
}

fn reshape<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    let (input, wanted) = (op.operand(0), op.operand(1));
    let known = shape(op.result(0).ty());
    let mut to = vec![];
    for (dimension, known) in known.into_iter().enumerate() {
        let place = index(&builder, dimension as i64);
        let size = as_index(&builder, extract(&builder, wanted, &[place]));
        if let Some(known) = known {
            checks.equal(&builder, size, index(&builder, known), || {
                format!(
                    "`tensor.reshape` makes an array whose dimension {dimension} is {{}} where its type says {{}}; write the type of what it makes"
                )
            });
        }
        to.push(size);
    }
    let from = sizes(&builder, input);
    as_many(&builder, checks, [&from, &to], op.name());
}

fn expand<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    let input = op.operand(0);
    if op.result(0).ty().has_static_shape() && input.ty().has_static_shape() {
        return;
    }
    let to = known_or(&builder, op.result(0).ty(), &op.operands()[1..]);
    let groups = op.attr("reassociation").and_then(Attr::as_array);
    for (dimension, group) in groups.unwrap_or_default().into_iter().enumerate() {
        let places = group.as_array().unwrap_or_default().into_iter();
        let group: Vec<_> = places
            .filter_map(|place| to.get(usize::try_from(place.as_int()?).ok()?).copied())
            .collect();
        let from = size(&builder, input, dimension);
        as_many(&builder, checks, [&[from], &group], op.name());
    }
}

/// What is put around an array is not negative.
fn pad<'a>(op: Op<'a>, checks: &Checks<'a>) {
    let builder = Builder::before(op);
    for &size in &op.operands()[1..] {
        if size.ty().is_index() {
            checks.size(&builder, size, op.name());
        }
    }
}

/// Loops whose sizes more than one operand tells.
fn structured<'a>(op: Op<'a>, checks: &Checks<'a>) -> Result<(), Error> {
    let builder = Builder::before(op);
    let arrays = op.operands();
    if arrays.iter().all(|array| array.ty().has_static_shape()) {
        return Ok(());
    }
    let maps = op.attr("indexing_maps").and_then(Attr::as_array);
    let mut known: HashMap<String, Value<'a>> = HashMap::new();
    for (map, array) in maps.unwrap_or_default().into_iter().zip(arrays) {
        let text = map.to_string();
        let places = text
            .rsplit_once("-> (")
            .and_then(|(_, places)| places.strip_suffix(")>"));
        let places = places.unwrap_or_default().split(',').map(str::trim);
        for (dimension, place) in places.filter(|place| !place.is_empty()).enumerate() {
            if !place.starts_with('d') || place.contains(' ') {
                return Err(Error::at(
                    op,
                    format!(
                        "`linalg.generic` reads at `{place}` of an array whose size only run time knows, and that cannot be tested yet; \
                         use nd.unfold, or static sizes"
                    ),
                ));
            }
            let size = size(&builder, array, dimension);
            match known.get(place) {
                Some(&other) => checks.equal(&builder, other, size, || {
                    format!(
                        "a `linalg` op meets arrays whose sizes along loop {place} are {{}} and {{}}; give them one size"
                    )
                }),
                None => {
                    known.insert(place.to_owned(), size);
                }
            }
        }
    }
    Ok(())
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

/// One condition chooses one of two whole arrays, whose sizes may differ: a branch. Upstream's conversion of element-wise ops
/// takes the sizes of the first for both.
fn choose(op: Op<'_>) {
    let (condition, yes, no) = (op.operand(0), op.operand(1), op.operand(2));
    if yes.ty().is_array() {
        let builder = Builder::before(op);
        let types = op.result_types();
        let chosen = branch(&builder, condition, &types, &mut |_| vec![yes], &mut |_| {
            vec![no]
        });
        op.replace_with(&chosen);
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
