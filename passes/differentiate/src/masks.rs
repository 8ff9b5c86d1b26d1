//! Masks of what is kept on tapes.
//!
//! The cotangent of `where(x > 0, sqrt x, 0)` is `where(x > 0, d / (2 y), 0)` with `y = sqrt x`. At the next order the
//! cotangent of `y` is masked in turn, but where `y` comes off a tape it goes to the `sqrt` through another one, which
//! knows no mask: at 0 that is `0 / 0`. So what is only used under a mask is kept under it, as
//! `where(x > 0, y, 0)`, whose derivative is a mask again.

use crate::{emitter::zero, threading::replace_uses_in};
use pullback_ir::{Builder, Op, Type, Value, WalkOrder};
use std::collections::{HashMap, HashSet};

/// A condition, and what it is where a value is used.
type Mask<'a> = (Value<'a>, bool);

/// The masks of all uses of values in a reverse region.
pub struct Masks<'a>(HashMap<Value<'a>, Vec<Mask<'a>>>);

impl<'a> Masks<'a> {
    /// For what `user` uses of the forward code, itself or in ops of the forward code that are done again there.
    pub fn of(user: Op<'a>, again: &HashSet<Op<'a>>, places: &HashMap<Op<'a>, usize>) -> Self {
        let mut masks = Self(HashMap::new());
        let ops = user.walk(WalkOrder::Pre);
        if !ops.iter().any(|op| op.is("arith.select")) {
            return masks;
        }
        let mut again: Vec<Op<'a>> = again.iter().copied().collect();
        again.sort_by_key(|op| places.get(op));
        // Users are looked at before what they use.
        for op in ops.into_iter().rev().chain(again.into_iter().rev()) {
            masks.used_by(op);
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

    /// Lets `user` use masked values of the forward code: of those that it uses, the floats under masks.
    pub fn apply(&self, values: &[Value<'a>], user: Op<'a>) {
        for &value in values {
            let masks = self.0.get(&value).into_iter().flatten();
            let masks = masks.filter(|(condition, _)| !condition.is_inside(user));
            let mut kept = value;
            for &(condition, on) in masks {
                kept = masked(kept, condition, on).unwrap_or(kept);
            }
            if kept != value {
                replace_uses_in(value, kept, user);
            }
        }
    }
}

fn both<'a>(mut some: Vec<Mask<'a>>, others: &[Mask<'a>]) -> Vec<Mask<'a>> {
    some.retain(|mask| others.contains(mask));
    some
}

/// The value where the condition is as given, zero elsewhere, made where both are there first; `None` if that is not
/// where the value is made.
fn masked<'a>(value: Value<'a>, condition: Value<'a>, on: bool) -> Option<Value<'a>> {
    let bit = Type::int(value.ty().context(), 1);
    let fits = condition.ty() == bit || condition.ty() == value.ty().with_element(bit);
    if !value.ty().element().is_float() || !fits {
        return None;
    }
    let block = value.block()?;
    let maker = value.defining_op();
    let other = condition.defining_op();
    let last = match (maker, other.filter(|op| op.block() == Some(block))) {
        (Some(one), Some(other)) if one.is_before(other) => Some(other),
        (None, Some(other)) => Some(other),
        (maker, _) => maker,
    };
    // A condition of a block around this one is there if it comes before.
    let mut at = std::iter::successors(Some(block.terminator()), |op| op.parent());
    let around = at.find(|op| op.block() == condition.block())?;
    let is_there =
        other.is_none_or(|other| other.block() == Some(block) || other.is_before(around));
    if !is_there {
        return None;
    }
    let builder = match last {
        Some(op) => Builder::after(op),
        None => Builder::at_start(block, block.terminator().location()),
    };
    let zero = zero(&builder, value.ty());
    let (yes, no) = if on { (value, zero) } else { (zero, value) };
    let select = builder.op("arith.select").operands(&[condition, yes, no]);
    Some(select.results(&[value.ty()]).build().result(0))
}
