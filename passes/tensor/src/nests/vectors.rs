//! Innermost loops of few trips as vectors.
//!
//! LLVM makes vectors of loops with many trips: it asks at run time whether arrays overlap, and leaves a rest to be computed one by one. For
//! fourteen elements that is most of the work. Such a loop is one vector of just as many lanes here: all elements are taken before one is
//! given, which for operands of one op is the same.

use super::Nest;
use crate::{
    blocks::{Widen, has_form, is_number},
    build::{self, one, shape},
};
use pullback_ir::{Attr, Builder, Op, Type, Value};

/// Bytes of a vector at most: a quarter of the registers of a processor with the longest ones.
const BYTES: i64 = 256;
/// Lanes at least.
const LANES: i64 = 4;

/// An innermost loop that is a vector.
pub(super) struct Vector<'a> {
    lanes: i64,
    /// Of each result that the loop adds to: its operand's number, the op that adds, what it adds.
    sums: Vec<(usize, Op<'a>, Value<'a>)>,
}

/// The sums of vectors' lanes.
fn kind(op: &str) -> Option<&'static str> {
    Some(match op {
        "arith.addf" | "arith.addi" => "add",
        "arith.mulf" | "arith.muli" => "mul",
        "arith.maximumf" => "maximumf",
        "arith.minimumf" => "minimumf",
        "arith.maxnumf" => "maxnumf",
        "arith.minnumf" => "minnumf",
        _ => return None,
    })
}

impl<'a> Vector<'a> {
    /// The last loop, if it can be one.
    pub(super) fn of(nest: &Nest<'a>) -> Option<Self> {
        let last = nest.sizes.len().checked_sub(1)?;
        let size = nest.sizes[last].defining_op()?.attr("value")?.as_int()?;
        let mut bytes = 0;
        for place in &nest.all {
            let ty = place.array.ty();
            let element = ty.element();
            if !is_number(element) || element.is_int(1) {
                return None;
            }
            bytes = bytes.max(i64::from(element.bit_width().unwrap_or(64) / 8));
            let places: Vec<_> = place
                .map
                .iter()
                .filter_map(|map| build::places(*map).pop())
                .collect();
            let depends = |place: &String| super::loops_in(place).any(|number| number == last);
            if let Some((inner, outer)) = places.split_last()
                && depends(inner)
            {
                let is_lane = build::loop_of(inner) == Some(last);
                if !is_lane || outer.iter().any(depends) || !lies_side_by_side(ty) {
                    return None;
                }
            } else if places.iter().any(depends) {
                return None;
            }
        }
        let fits = size >= LANES && size.checked_mul(bytes).is_some_and(|bytes| bytes <= BYTES);
        let end = nest.body.try_terminator()?;
        let mut sums = vec![];
        for (offset, given) in end.operands().into_iter().enumerate() {
            let number = nest.ins + offset;
            if nest.all[number].depth > last {
                continue;
            }
            let had = nest.body.arg(number);
            let op = given
                .defining_op()
                .filter(|op| op.block() == Some(nest.body))?;
            kind(op.name())?;
            let [a, b] = op.operands()[..] else {
                return None;
            };
            if !had.has_one_use() || !given.has_one_use() || (a == had) == (b == had) {
                return None;
            }
            sums.push((number, op, if a == had { b } else { a }));
        }
        let plain = |op: &Op<'a>| *op == end || has_form(*op);
        (fits && nest.body.ops().iter().all(plain)).then_some(Self { lanes: size, sums })
    }

    /// Makes what the loop does; what the results that loops carry are then.
    pub(super) fn lower(
        &self,
        nest: &Nest<'a>,
        builder: &Builder<'a>,
        at: &[Value<'a>],
        carried: &[(usize, Value<'a>)],
    ) -> Vec<Value<'a>> {
        let end = nest.body.terminator();
        let mut widen = Widen::new(self.lanes);
        let zero = build::index(builder, 0);
        let around: Vec<_> = at.iter().copied().chain([zero]).collect();
        for (number, argument) in nest.body.args().into_iter().enumerate() {
            let place = &nest.all[number];
            let is_sum = self.sums.iter().any(|(sum, ..)| *sum == number);
            if is_sum || !argument.has_uses() {
                continue;
            }
            let value = match place.depth > at.len() {
                true => {
                    let ty = super::vector(place.array.ty().element(), self.lanes);
                    let mut operands = vec![place.array];
                    operands.extend(nest.places(builder, number, &around));
                    one(builder, "vector.load", &operands, ty)
                }
                false => nest.load(builder, number, &around),
            };
            widen.insert(argument, value);
        }
        for op in nest.body.ops() {
            if op != end && !self.sums.iter().any(|(_, sum, _)| *sum == op) {
                let made = widen.plain(builder, op);
                debug_assert!(made.is_some(), "`of` has looked at {}", op.name());
            }
        }
        let mut next = vec![];
        for (offset, given) in end.operands().into_iter().enumerate() {
            let number = nest.ins + offset;
            let sum = self.sums.iter().find(|(sum, ..)| *sum == number);
            let had = carried.iter().find(|(other, _)| *other == number);
            match (sum, had) {
                (Some((_, op, part)), Some((_, had))) => {
                    let part = widen.wide(builder, widen.value(*part));
                    next.push((number, reduction(builder, *op, part, *had)));
                }
                _ => {
                    let value = widen.wide(builder, widen.value(given));
                    let mut operands = vec![value, nest.all[number].array];
                    operands.extend(nest.places(builder, number, &around));
                    let store = builder.op("vector.store").operands(&operands);
                    store.results(&[]).build();
                }
            }
        }
        let order = carried.iter().filter_map(|(number, _)| {
            let same = next.iter().find(|(other, _)| other == number);
            same.map(|(_, value)| *value)
        });
        order.collect()
    }
}

/// The lanes and what was there, in this order.
fn reduction<'a>(builder: &Builder<'a>, op: Op<'a>, part: Value<'a>, had: Value<'a>) -> Value<'a> {
    let kind = format!("#vector.kind<{}>", kind(op.name()).unwrap_or_default());
    let kind = Attr::parse(builder.context(), &kind).expect("a kind of sums");
    let new = builder.op("vector.reduction").operands(&[part, had]);
    let flags = op.attr("fastmath");
    let new = new.attr("kind", kind).maybe_attr("fastmath", flags);
    new.results(&[had.ty()]).build().result(0)
}

/// Whether the elements of the last dimension are neighbours.
fn lies_side_by_side(ty: Type<'_>) -> bool {
    if ty == Type::memory(&shape(ty), ty.element()) {
        return true;
    }
    let text = ty.to_string();
    let strides = text
        .split_once("strided<[")
        .and_then(|(_, rest)| rest.split_once(']'));
    strides.is_some_and(|(strides, _)| strides.rsplit(',').next().map(str::trim) == Some("1"))
}
