//! What is known of a `linalg.generic` over arrays: its loops, and what each trip takes and gives.

use crate::build::{Operand, loop_of, places, shape};
use pullback_ir::{Op, Value};

/// A `linalg.generic` that gives arrays.
pub(super) struct Nest<'a> {
    pub(super) op: Op<'a>,
    pub(super) ins: Vec<Operand<'a>>,
    pub(super) outs: Vec<Operand<'a>>,
    pub(super) reduced: Vec<bool>,
}

/// A size, such that what is equal here is equal at run time.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Size<'a> {
    Known(i64),
    Given(Value<'a>),
    Of(Value<'a>, usize),
}

impl<'a> Nest<'a> {
    pub(super) fn of(op: Op<'a>) -> Option<Self> {
        if !op.is("linalg.generic") || op.result_count() == 0 {
            return None;
        }
        let maps = op.attr("indexing_maps")?.as_array()?;
        let mut ins: Vec<_> = op.operands().into_iter().zip(maps).collect();
        let outs = ins.split_off(ins.len().checked_sub(op.result_count())?);
        let kinds = op.attr("iterator_types")?.as_array()?;
        let reduced = kinds
            .into_iter()
            .map(|kind| kind.to_string().contains("reduction"))
            .collect();
        Some(Self {
            op,
            ins,
            outs,
            reduced,
        })
    }

    pub(super) fn operands(&self) -> impl Iterator<Item = Operand<'a>> {
        self.ins.iter().chain(&self.outs).copied()
    }

    /// What is known of the number of trips of each loop.
    pub(super) fn trips(&self) -> Vec<Vec<Size<'a>>> {
        let mut trips = vec![vec![]; self.reduced.len()];
        for (array, map) in self.operands() {
            for (dimension, place) in places(map).into_iter().enumerate() {
                if let Some(trips) = loop_of(&place).and_then(|place| trips.get_mut(place)) {
                    trips.push(size(array, dimension));
                }
            }
        }
        trips
    }

    /// Whether each trip gives another element of this result, all of them together all elements.
    pub(super) fn gives_each_once(&self, result: usize) -> bool {
        let mut found: Vec<_> = places(self.outs[result].1);
        found.sort();
        found.dedup();
        found.len() == self.reduced.len() && found.iter().all(|place| loop_of(place).is_some())
    }

    /// Whether several trips take an element, for sums of products: such nests have ways of their own to be fast.
    pub(super) fn is_contraction(&self) -> bool {
        let again = |(_, map): &Operand<'a>| places(*map).len() < self.reduced.len();
        self.ins.len() > 1 && self.reduced.contains(&true) && self.ins.iter().any(again)
    }

    /// The array of which this one is a copy in another shape, and where in it each element is from.
    pub(super) fn view(&self) -> Option<(Value<'a>, Vec<String>)> {
        let (&[(from, map)], &[(_, to)]) = (self.ins.as_slice(), self.outs.as_slice()) else {
            return None;
        };
        let body = self.op.region(0).first()?;
        let end = body.first()?;
        let is_copy = end.is("linalg.yield") && end.operands() == [body.arg(0)];
        let mut order = places(to).into_iter().enumerate();
        let in_order = order.all(|(number, place)| place == format!("d{number}"));
        (is_copy && in_order).then(|| (from, places(map)))
    }
}

/// The size of a dimension, as far back as it can be told.
pub(crate) fn size(array: Value<'_>, dimension: usize) -> Size<'_> {
    let known = shape(array.ty());
    if let Some(Some(size)) = known.get(dimension) {
        return Size::Known(*size);
    }
    let here = Size::Of(array, dimension);
    let Some(op) = array.defining_op() else {
        return here;
    };
    let before = known.iter().take(dimension);
    let before = before.filter(|size| size.is_none()).count();
    match op.name() {
        "tensor.empty" => given(op.operand(before)),
        "tensor.splat" => given(op.operand(before + 1)),
        "nd.broadcast" if !op.operand(0).ty().is_array() => given(op.operand(before + 1)),
        "tensor.insert" => size(op.operand(1), dimension),
        "linalg.generic" => match (Nest::of(op), array.result_index()) {
            (Some(nest), Some(result)) => size(nest.outs[result].0, dimension),
            _ => here,
        },
        _ => here,
    }
}

fn given(value: Value<'_>) -> Size<'_> {
    let Some(op) = value.defining_op() else {
        return Size::Given(value);
    };
    let number = |value: Value<'_>| {
        let op = value.defining_op().filter(|op| op.is_constant())?;
        op.attr("value")?.as_int()
    };
    if let Some(known) = number(value) {
        return Size::Known(known);
    }
    if op.is("tensor.dim")
        && let Some(dimension) = number(op.operand(1))
        && let Ok(dimension) = usize::try_from(dimension)
        && dimension < shape(op.operand(0).ty()).len()
    {
        return size(op.operand(0), dimension);
    }
    Size::Given(value)
}

/// The size that an op asks for, `tensor.dim` of an array.
pub(super) fn asked<'a>(op: Op<'a>) -> Size<'a> {
    given(op.result(0))
}
