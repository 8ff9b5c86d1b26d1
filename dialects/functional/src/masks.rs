//! Under which conditions values are used, and values that are kept under them.
//!
//! The cotangent of `where(x > 0, sqrt x, 0)` is `where(x > 0, d / (2 y), 0)` with `y = sqrt x`. At the next order the
//! cotangent of `y` is masked in turn, but where `y` comes off a tape it goes to the `sqrt` through another one, which
//! knows no mask: at 0 that is `0 / 0`. So what is only used under a mask is kept under it, as
//! `where(x > 0, y, 0)`, whose derivative is a mask again.

use pullback_ir::{Attr, Builder, Op, Type, Value};
use std::collections::HashMap;

/// A condition, and what it is where a value is used.
type Mask<'a> = (Value<'a>, bool);

/// The conditions of `arith.select` that hold wherever values are used.
#[derive(Debug, Default)]
pub struct Masks<'a>(HashMap<Value<'a>, Vec<Mask<'a>>>);

impl<'a> Masks<'a> {
    /// For what these ops use, each of which stands after those whose results it uses.
    pub fn of(ops: &[Op<'a>]) -> Self {
        let mut masks = Self::default();
        if ops.iter().any(|op| op.is("arith.select")) {
            for &op in ops.iter().rev() {
                masks.used_by(op);
            }
        }
        masks
    }

    fn used_by(&mut self, op: Op<'a>) {
        let passes_on = matches!(op.dialect(), "arith" | "math") && op.region_count() == 0;
        let results = op.results().into_iter().filter(|_| passes_on);
        let common = results.filter_map(|result| self.0.get(&result).cloned());
        let common = common.reduce(|some, others| both(some, &others));
        let common = common.unwrap_or_default();
        for (index, operand) in op.operands().into_iter().enumerate() {
            let mut masks = common.clone();
            if op.is("arith.select") && index > 0 {
                let mask = (op.operand(0), index == 1);
                if !masks.contains(&mask) {
                    masks.push(mask);
                }
            }
            let known = self.0.remove(&operand);
            let masks = known.map_or(masks.clone(), |known| both(known, &masks));
            self.0.insert(operand, masks);
        }
    }

    /// What may be kept instead of a value: a float under the masks of its uses, as far as their conditions are there
    /// where it is made.
    pub fn keep(&self, value: Value<'a>) -> Value<'a> {
        let masks = self.0.get(&value).into_iter().flatten();
        masks.fold(value, |kept, &(condition, on)| {
            masked(kept, condition, on).unwrap_or(kept)
        })
    }
}

fn both<'a>(mut some: Vec<Mask<'a>>, others: &[Mask<'a>]) -> Vec<Mask<'a>> {
    some.retain(|mask| others.contains(mask));
    some
}

/// The value where the condition is as given, zero elsewhere; made in the value's block, where both are there.
fn masked<'a>(value: Value<'a>, condition: Value<'a>, on: bool) -> Option<Value<'a>> {
    let bit = Type::int(value.ty().context(), 1);
    let fits = condition.ty() == bit || condition.ty() == value.ty().with_element(bit);
    if !value.ty().element().is_float() || !fits {
        return None;
    }
    let block = value.block()?;
    let end = block.try_terminator()?;
    // The op of the condition's block that is the value's block's end, or that it is in.
    let mut around = std::iter::successors(Some(end), |op| op.parent());
    let around = around.find(|op| op.block() == condition.block())?;
    let decides = condition.defining_op();
    // What a branch gave together is masked in there.
    if decides.is_some_and(|op| op.region_count() > 0 && value.defining_op() == Some(op)) {
        return None;
    }
    if decides.is_some_and(|op| !op.is_before(around)) {
        return None;
    }
    let here = decides.filter(|op| op.block() == Some(block));
    let last = match (value.defining_op(), here) {
        (Some(maker), Some(here)) if maker.is_before(here) => Some(here),
        (maker, here) => maker.or(here),
    };
    let builder = match last {
        Some(op) => Builder::after(op),
        None => Builder::at_start(block, end.location()),
    };
    let zero = Attr::float(value.ty(), 0.0)?;
    let zero = builder
        .op("arith.constant")
        .attr("value", zero)
        .results(&[value.ty()])
        .build()
        .result(0);
    let (yes, no) = if on { (value, zero) } else { (zero, value) };
    let select = builder.op("arith.select").operands(&[condition, yes, no]);
    Some(select.results(&[value.ty()]).build().result(0))
}
