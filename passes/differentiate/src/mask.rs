//! The conditions under which a lazy product counts.

use crate::{emitter::Emitter, monomial::E};
use pullback_ir::{Attr, Type, Value};

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
        let positive = |(condition, on): Condition<'a>| {
            if on {
                return condition;
            }
            let one = [("value", Attr::int(bit, 1))];
            let one = emitter.pure("arith.constant", &[], &one, bit);
            emitter.pure("arith.xori", &[condition, one], &[], bit)
        };
        Some(conditions.fold(first, |all, next| {
            let both = [positive(all), positive(next)];
            (emitter.pure("arith.andi", &both, &[], bit), true)
        }))
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
            let zero = self.emitter.constant(self.ty, 0.0);
            let (yes, no) = if on { (value, zero) } else { (zero, value) };
            self.emitter.select(condition, yes, no)
        })
    }
}
