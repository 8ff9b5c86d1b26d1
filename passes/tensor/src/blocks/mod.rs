//! `nd-block-maps`.
//!
//! LLVM makes vectors of innermost loops. A function over elements that holds loops itself, as Newton's method does and its
//! derivative, has them inside, and each element waits for itself. Here such a map goes over blocks: its function's numbers become vectors, one lane an
//! element, and its tapes small matrices that stay in cache. Each lane computes what the element's call computed.

mod widen;

use crate::build::{self, arith, for_loop, index};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_nd::ops;
use pullback_pass::{Error, Pass, Root};
use widen::{read, write};

pub(crate) use widen::{Widen, has_form, is_number, vector};

/// Computes maps whose functions hold loops a block of elements at a time.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-block-maps", on = "builtin.module")]
pub struct BlockMaps;

/// Bytes of a block of the widest numbers: as many vectors of a processor as hide how long a division takes.
const BYTES: i64 = 256;

impl Pass for BlockMaps {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut blocked = 0;
        for op in root.op().walk(WalkOrder::Pre) {
            if op.is(ops::MAP) && holds_loops(op) {
                crate::all::load(root);
                blocked += u64::from(block(op).is_some());
            }
        }
        root.count("maps", blocked);
        Ok(())
    }
}

fn holds_loops(op: Op<'_>) -> bool {
    !build::is_nested(&Builder::before(op))
        && op.walk(WalkOrder::Pre).iter().any(|op| op.is("scf.for"))
}

/// An array of a map, or the number that all of its elements are.
enum Input<'a> {
    Array(Value<'a>),
    Number(Value<'a>),
}

fn block(op: Op<'_>) -> Option<()> {
    let inputs = op.operands();
    let types = op.result_types();
    let body = op.region(0).first()?;
    // As many operands as arguments: no sizes are given.
    if inputs.is_empty() || inputs.len() != body.arg_count() {
        return None;
    }
    let all: Vec<_> = inputs
        .iter()
        .map(|input| input.ty())
        .chain(types.iter().copied())
        .collect();
    let bits = |ty: &Type<'_>| {
        let is_line = ty.is_array() && build::shape(*ty).len() == 1;
        let bits = ty.element().bit_width();
        bits.filter(|bits| is_line && ty.element().is_float() && [32, 64].contains(bits))
    };
    let widest = all.iter().map(bits).collect::<Option<Vec<_>>>()?;
    let lanes = BYTES * 8 / i64::from(widest.into_iter().max()?);
    let known = build::shape(all[0])[0];
    let as_long =
        |value: &Value<'_>| crate::fuse::size(*value, 0) == crate::fuse::size(inputs[0], 0);
    let results_fit = types.iter().all(|ty| build::shape(*ty)[0] == known);
    if !inputs.iter().all(as_long) || !results_fit {
        return None;
    }
    let builder = Builder::before(op);
    let inputs: Vec<_> = inputs
        .into_iter()
        .map(|input| number(&builder, input))
        .collect();
    let size = build::size(&builder, op.operand(0), 0);
    let (zero, step) = (index(&builder, 0), index(&builder, lanes));
    let whole = match known {
        Some(size) => index(&builder, size - size % lanes),
        None => {
            let rest = arith(&builder, "arith.remui", size, step);
            arith(&builder, "arith.subi", size, rest)
        }
    };
    let outs: Vec<_> = types
        .iter()
        .map(|&ty| build::empty(&builder, ty, &[size]))
        .collect();
    let mut fits = true;
    let mut results = for_loop(
        &builder,
        [zero, whole, step],
        &outs,
        &mut |inner, at, outs| {
            let mut widen = Widen::new(lanes);
            for (argument, input) in body.args().into_iter().zip(&inputs) {
                let value = match input {
                    Input::Array(array) => read(inner, *array, &[at], lanes),
                    Input::Number(number) => *number,
                };
                widen.insert(argument, value);
            }
            let Some(given) = widen.block(inner, body) else {
                fits = false;
                return outs.to_vec();
            };
            let pairs = given.into_iter().zip(outs);
            pairs
                .map(|(value, &out)| write(inner, value, out, &[at]))
                .collect()
        },
    );
    if !fits {
        let maker = results.first()?.defining_op()?;
        maker.erase();
        return None;
    }
    if known.is_none_or(|size| size % lanes > 0) {
        results = rest(
            &builder,
            op,
            [whole, size],
            known.map(|size| size % lanes),
            &results,
        );
    }
    op.replace_with(&results);
    Some(())
}

fn number<'a>(builder: &Builder<'a>, array: Value<'a>) -> Input<'a> {
    let Some(op) = array.defining_op() else {
        return Input::Array(array);
    };
    match op.name() {
        "tensor.splat" => Input::Number(op.operand(0)),
        ops::BROADCAST if !op.operand(0).ty().is_array() => Input::Number(op.operand(0)),
        "arith.constant" => match op.attr("value").and_then(Attr::as_float) {
            Some(number) => Input::Number(builder.float(array.ty().element(), number)),
            None => Input::Array(array),
        },
        _ => Input::Array(array),
    }
}

/// The map of the elements behind the last whole block.
fn rest<'a>(
    builder: &Builder<'a>,
    op: Op<'a>,
    [from, to]: [Value<'a>; 2],
    known: Option<i64>,
    outs: &[Value<'a>],
) -> Vec<Value<'a>> {
    let count = arith(builder, "arith.subi", to, from);
    let slice = |ty: Type<'a>| Type::array(&[known], ty.element());
    let inputs: Vec<_> = op
        .operands()
        .into_iter()
        .map(|array| {
            let ty = slice(array.ty());
            sliced(
                builder,
                "tensor.extract_slice",
                &[array],
                [from, count],
                known,
                ty,
            )
        })
        .collect();
    let types: Vec<_> = op.result_types().into_iter().map(slice).collect();
    let map = builder.op(ops::MAP).operands(&inputs).results(&types);
    let sizes = Attr::i32s(builder.context(), &[inputs.len() as i32, 0]);
    let map = map.attr("operandSegmentSizes", sizes).regions(1).build();
    op.region(0)
        .clone_into(map.region(0), &mut pullback_ir::Mapping::new());
    let pairs = map.results().into_iter().zip(outs);
    pairs
        .map(|(part, &out)| {
            let both = [part, out];
            sliced(
                builder,
                "tensor.insert_slice",
                &both,
                [from, count],
                known,
                out.ty(),
            )
        })
        .collect()
}

/// An op on so many elements of an array from a position on.
fn sliced<'a>(
    builder: &Builder<'a>,
    name: &str,
    arrays: &[Value<'a>],
    [from, count]: [Value<'a>; 2],
    known: Option<i64>,
    ty: Type<'a>,
) -> Value<'a> {
    let context = builder.context();
    let mut operands = arrays.to_vec();
    operands.push(from);
    operands.extend(known.is_none().then_some(count));
    let mut segments = vec![1; arrays.len()];
    segments.extend([1, known.is_none().into(), 0]);
    let op = builder.op(name).operands(&operands).results(&[ty]);
    let op = op.attr("operandSegmentSizes", Attr::i32s(context, &segments));
    let op = op.attr("static_offsets", Attr::i64s(context, &[i64::MIN]));
    let op = op.attr(
        "static_sizes",
        Attr::i64s(context, &[known.unwrap_or(i64::MIN)]),
    );
    let op = op.attr("static_strides", Attr::i64s(context, &[1]));
    op.build().result(0)
}
