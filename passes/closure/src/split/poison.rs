//! Where a value may be poison, as the residuals of branches are where another branch was taken.
//!
//! Such a value is not used there, but the derivative of an op that is not in the branch any more would use it: of `a * u`
//! outside, with `u` poison, the cotangent of `a` is `0 * u`.

use super::branches::is_conditional;
use pullback_ir::{Op, Value};
use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// The places where a value is poison: sides of conditions; of what is not followed so far, the value itself.
type Places<'a> = Rc<HashSet<(Value<'a>, usize)>>;

/// More places are one of their own.
const MOST: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Poison<'a> {
    known: HashMap<Value<'a>, Places<'a>>,
}

impl<'a> Poison<'a> {
    /// Whether an op, done where its operands are but where its result is not needed, keeps derivatives: each of its
    /// operands but constants is poison in the same places.
    pub fn allows(&mut self, op: Op<'a>) -> bool {
        let operands = op.operands().into_iter();
        let mut places = operands
            .filter(|value| !value.defining_op().is_some_and(Op::is_constant))
            .map(|value| self.of(value));
        let Some(first) = places.next() else {
            return true;
        };
        places.all(|places| places == first)
    }

    fn of(&mut self, value: Value<'a>) -> Places<'a> {
        if let Some(places) = self.known.get(&value) {
            return places.clone();
        }
        // What goes around a loop is looked at once.
        self.known.insert(value, Rc::default());
        let mut places = HashSet::new();
        if let Some(op) = value.defining_op() {
            let index = value.result_index().unwrap_or(0);
            if is_poison(value) {
                places.insert((value, 0));
            } else if is_conditional(op) {
                for (side, region) in op.regions().into_iter().enumerate() {
                    let yielded = region.entry().terminator().operand(index);
                    if is_poison(yielded) {
                        places.insert((op.operand(0), side));
                    } else {
                        places.extend(self.of(yielded).iter());
                    }
                }
            } else {
                for operand in op.operands() {
                    places.extend(self.of(operand).iter());
                }
                let regions = op.regions().into_iter();
                let blocks = regions.filter_map(|region| region.first());
                let ends: Vec<Op<'a>> = blocks.filter_map(|block| block.try_terminator()).collect();
                let given = ends.into_iter().flat_map(Op::operands);
                if given.into_iter().any(|given| !self.of(given).is_empty()) {
                    places.insert((value, 0));
                }
            }
        }
        if places.len() > MOST {
            places = HashSet::from([(value, 0)]);
        }
        let places = Rc::new(places);
        self.known.insert(value, places.clone());
        places
    }
}

pub(super) fn is_poison(value: Value<'_>) -> bool {
    value.defining_op().is_some_and(|op| op.is("ub.poison"))
}
