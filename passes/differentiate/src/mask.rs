//! The conditions under which a lazy product counts.

use crate::{emitter::Emitter, monomial::E};
use pullback_functional::{build::matching, constructors, ops};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};
use std::collections::HashMap;

/// So many conditions of one product are kept apart.
const MOST: usize = 3;

/// A condition, and what it is where the product counts.
pub(crate) type Condition<'a> = (Value<'a>, bool);

/// The conditions under which a product counts, the one that was met first in front; elsewhere it is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Mask<'a> {
    conditions: [Option<Condition<'a>>; MOST],
    /// So many, from the front, need not be applied: the value is zero without.
    done: usize,
    /// What is done stays so where a factor comes in: only a quotient may be infinite where the value is zero.
    gentle: bool,
}

impl<'a> Mask<'a> {
    /// Of a value that is zero where this condition is not met.
    fn of_zero(condition: Condition<'a>, gentle: bool) -> Self {
        let mut mask = Self::default();
        mask.conditions[0] = Some(condition);
        mask.done = 1;
        mask.gentle = gentle;
        mask
    }

    pub(crate) fn is_none(&self) -> bool {
        self.conditions[0].is_none()
    }

    fn len(&self) -> usize {
        self.conditions.iter().flatten().count()
    }

    /// The conditions, whether they are done or not.
    pub(crate) fn conditions(&self) -> [Option<Condition<'a>>; MOST] {
        self.conditions
    }

    /// Whether some must be applied.
    pub(crate) fn is_open(&self) -> bool {
        self.open().next().is_some()
    }

    /// `new` takes the place of `old`.
    pub(crate) fn replace(&mut self, old: Value<'a>, new: Value<'a>) {
        let values = self.conditions.iter_mut().flatten();
        for (value, _) in values.filter(|(value, _)| *value == old) {
            *value = new;
        }
    }

    /// Those that must be applied.
    fn open(&self) -> impl Iterator<Item = Condition<'a>> + use<'a> {
        self.conditions.into_iter().flatten().skip(self.done)
    }

    /// All but the last condition, and that.
    pub(crate) fn split_last(&self) -> Option<(Self, Condition<'a>)> {
        let last = self.len().checked_sub(1)?;
        let mut rest = *self;
        let condition = rest.conditions[last].take()?;
        rest.done = rest.done.min(last);
        Some((rest, condition))
    }

    /// The same conditions, of which only those are done that are done in both.
    pub(crate) fn and_done(mut self, other: &Self) -> Self {
        self.done = self.done.min(other.done);
        self.gentle &= other.gentle;
        self
    }

    /// After a multiplication by what may be infinite.
    pub(crate) fn multiplied(mut self) -> Self {
        if !self.gentle {
            self.done = 0;
        }
        self
    }

    /// After a division, or a multiplication by what may be infinite although no primal value is.
    pub(crate) fn divided(mut self) -> Self {
        self.done = 0;
        self
    }

    /// The conditions that all of these masks have.
    pub(crate) fn common(masks: impl IntoIterator<Item = Self>) -> Option<Self> {
        masks.into_iter().reduce(|some, other| {
            let shared = some.conditions.into_iter().flatten();
            Self::from_conditions(
                shared.filter(|one| other.conditions.contains(&Some(*one))),
                0,
            )
        })
    }

    /// The conditions that all of these masks have, if each is one bit, of values to which they have been applied.
    pub(crate) fn applied(masks: impl IntoIterator<Item = Self>) -> Self {
        let mut gentle = true;
        let masks = masks.into_iter().inspect(|mask| gentle &= mask.gentle);
        let mut mask = Self::common(masks).unwrap_or_default();
        let mut conditions = mask.conditions.into_iter().flatten();
        if !conditions.all(|(condition, _)| condition.ty().bit_width() == Some(1)) {
            return Self::default();
        }
        mask.done = mask.len();
        mask.gentle = gentle;
        mask
    }

    /// The conditions that another mask does not have.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let left = |one: &Condition<'a>| !other.conditions.contains(&Some(*one));
        let all = || self.conditions.into_iter().flatten();
        let done = all().take(self.done).filter(left).count();
        let mut rest = Self::from_conditions(all().filter(left), done);
        rest.gentle = self.gentle;
        rest
    }

    /// The other conditions.
    pub(crate) fn without_one(&self, condition: Condition<'a>) -> Self {
        self.without(&Self::from_conditions(std::iter::once(condition), 0))
    }

    /// The conditions alone.
    pub(crate) fn undone(&self) -> Self {
        Self::from_conditions(self.conditions.into_iter().flatten(), 0)
    }

    /// Each condition, with the conditions alone of the mask where that one is the other way round.
    pub(crate) fn complements(&self) -> impl Iterator<Item = (Condition<'a>, Self)> + use<'a> {
        let undone = self.undone();
        let all = self.conditions.into_iter().flatten().enumerate();
        all.map(move |(slot, (condition, on))| {
            let mut other = undone;
            other.conditions[slot] = Some((condition, !on));
            ((condition, on), other)
        })
    }

    fn from_conditions(all: impl Iterator<Item = Condition<'a>>, done: usize) -> Self {
        let mut mask = Self::default();
        for (slot, condition) in mask.conditions.iter_mut().zip(all) {
            *slot = Some(condition);
        }
        mask.done = done;
        mask
    }

    /// One condition that stands for all; `None` where there is none, or a vector of them.
    pub(crate) fn as_one(&self, emitter: &Emitter<'a>) -> Option<Condition<'a>> {
        let bit = Type::int(emitter.builder().context(), 1);
        let mut conditions = self.conditions.into_iter().flatten();
        if !conditions.all(|(condition, _)| condition.ty() == bit) {
            return None;
        }
        let mut conditions = self.conditions.into_iter().flatten();
        let first = conditions.next()?;
        Some(conditions.fold(first, |all, next| {
            let both = [emitter.holds(all), emitter.holds(next)];
            (emitter.pure("arith.andi", &both, &[], bit), true)
        }))
    }

    /// A condition that is met where one of the masks' is; `None` where a mask has none, or a vector of them.
    pub(crate) fn any(
        masks: impl Iterator<Item = Self>,
        emitter: &Emitter<'a>,
    ) -> Option<Condition<'a>> {
        let bit = Type::int(emitter.builder().context(), 1);
        let mut conditions = Vec::new();
        for mask in masks {
            let condition = mask.as_one(emitter)?;
            if !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        conditions.into_iter().reduce(|some, other| {
            let both = [emitter.holds(some), emitter.holds(other)];
            (emitter.pure("arith.ori", &both, &[], bit), true)
        })
    }
}

impl<'a> Emitter<'a> {
    /// Whether a condition is met, as a value.
    fn holds(&self, (condition, on): Condition<'a>) -> Value<'a> {
        if on {
            return condition;
        }
        self.pure(
            "arith.xori",
            &[condition, self.bit(true)],
            &[],
            condition.ty(),
        )
    }

    /// Whether a product counts, as a value; where there is none, it does not.
    pub(crate) fn counts(&self, term: Option<E<'a, '_>>) -> Value<'a> {
        let Some(term) = term else {
            return self.bit(false);
        };
        let condition = term.mask.as_one(self);
        condition.map_or_else(|| self.bit(true), |condition| self.holds(condition))
    }

    fn bit(&self, value: bool) -> Value<'a> {
        let ty = Type::int(self.builder().context(), 1);
        let attrs = [("value", Attr::int(ty, i64::from(value)))];
        self.pure("arith.constant", &[], &attrs, ty)
    }

    /// The condition that a branch runs one of these regions, for each entry; `None` where it always or never does.
    pub(crate) fn conditions(
        &self,
        branch: Op<'a>,
        sides: &[Vec<usize>],
    ) -> Vec<Option<Condition<'a>>> {
        let mut known: HashMap<&[usize], Option<Condition<'a>>> = HashMap::new();
        let mut find = |sides| {
            let condition = || self.runs_one_of(branch, sides);
            *known.entry(sides).or_insert_with(condition)
        };
        sides.iter().map(|sides| find(sides.as_slice())).collect()
    }

    fn runs_one_of(&self, branch: Op<'a>, sides: &[usize]) -> Option<Condition<'a>> {
        let all = branch.region_count();
        if sides.is_empty() || sides.len() == all {
            return None;
        }
        let value = branch.operands().first().copied()?;
        let builder = self.builder();
        let bit = Type::int(builder.context(), 1);
        match branch.name() {
            "scf.if" => Some((value, sides[0] == 0)),
            "scf.index_switch" => {
                // The default comes first, and has no number.
                let default = sides.contains(&0);
                let numbers = branch.attr("cases")?.as_i64s()?;
                let numbered = (1..all).filter(|side| sides.contains(side) != default);
                let equal = Attr::int(Type::int(builder.context(), 64), 0);
                let is = |side: usize| {
                    let number = [("value", Attr::int(value.ty(), numbers[side - 1]))];
                    let number = self.pure("arith.constant", &[], &number, value.ty());
                    let predicate = [("predicate", equal)];
                    self.pure("arith.cmpi", &[value, number], &predicate, bit)
                };
                let either = |some, other| self.pure("arith.ori", &[some, other], &[], bit);
                Some((numbered.map(is).reduce(either)?, !default))
            }
            ops::MATCH => {
                let constructors = constructors(branch, value.ty())?;
                let cases = branch.attr(ops::CASES)?.as_array()?;
                let runs = |index: usize| {
                    let name = Some(constructors[index].name);
                    let side = cases.iter().position(|case| case.as_str() == name);
                    side.is_some_and(|side| sides.contains(&side))
                };
                let case = |inside: &Builder<'a>, index: usize, _: Block<'a>| {
                    vec![inside.int(bit, i64::from(runs(index)))]
                };
                let which = matching(builder, value, &constructors, &[bit], case);
                Some((which.result(0), true))
            }
            _ => None,
        }
    }
}

impl<'a, 'e> E<'a, 'e> {
    /// Zero unless `condition` is `on`. The mask stays outside of all that is multiplied to the product, so
    /// that an infinite partial derivative of the branch not taken is cut, not multiplied by zero.
    pub fn masked(self, condition: Value<'a>, on: bool) -> Self {
        let new = Some((condition, on));
        if self.mask.conditions.contains(&new) {
            return self;
        }
        let mut out = self;
        if self.mask.len() == MOST {
            out = self.emitter.with_flags(self.value(), self.flags);
            out.place = self.place;
        }
        let next = out.mask.len();
        out.mask.conditions[next] = new;
        out
    }

    /// A value that is zero unless `condition` is `on`: what is multiplied to it is masked, too.
    pub fn zero_unless(mut self, condition: Value<'a>, on: bool) -> Self {
        if self.mask.is_none() {
            self.mask = Mask::of_zero((condition, on), false);
        }
        self
    }

    /// The same, where it is enough to mask quotients.
    pub fn gently_zero_unless(mut self, condition: Value<'a>, on: bool) -> Self {
        if self.mask.is_none() {
            self.mask = Mask::of_zero((condition, on), true);
        }
        self
    }

    /// The product, which has a factor that may be infinite although no primal value is.
    pub fn wild(mut self) -> Self {
        self.mask = self.mask.divided();
        self
    }

    pub(crate) fn unmasked(self) -> Self {
        self.under(Mask::default())
    }

    pub(crate) fn under(mut self, mask: Mask<'a>) -> Self {
        self.mask = mask;
        self
    }

    /// The value of what is masked, with the mask applied.
    pub(crate) fn apply_mask(&self, value: Value<'a>) -> Value<'a> {
        self.mask.open().fold(value, |value, (condition, on)| {
            let zero = self.emitter.filled(self.ty, 0.0, self.like);
            let (yes, no) = if on { (value, zero) } else { (zero, value) };
            self.emitter.select(condition, yes, no)
        })
    }
}
