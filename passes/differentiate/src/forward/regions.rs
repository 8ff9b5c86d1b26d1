//! Forward mode of control flow: what it hands on, it hands on with its tangent.

use super::{Pusher, leaves_of};
use crate::{
    activity::Leaf,
    loops::{append, chosen, extend_for, extend_while_by},
    mask::Mask,
    threading::add_results,
};
use pullback_functional::ops;
use pullback_ir::{Block, Op, Type, Value};
use pullback_pass::Error;

/// Leaves of a list of values: which value, which leaf, and its type.
type Chosen<'a> = [(usize, usize, Type<'a>)];

impl<'a> Pusher<'a, '_, '_> {
    /// One of several regions: each yields the tangents of what it yields.
    pub(super) fn branch(&mut self, op: Op<'a>) -> Result<(), Error> {
        for (index, region) in op.regions().into_iter().enumerate() {
            let Some(block) = region.first() else {
                continue;
            };
            if op.is(ops::MATCH) {
                self.fields(op, index, block);
            }
            self.nested(block)?;
        }
        let active = chosen(&op.results(), |leaf| self.activity.is_active(leaf));
        if active.is_empty() {
            return Ok(());
        }
        let ends = op.regions().into_iter();
        let ends: Vec<Op<'a>> = ends.map(|region| region.entry().terminator()).collect();
        let sides: Vec<Vec<usize>> = active
            .iter()
            .map(|&(index, leaf, _)| {
                let has = |side: &usize| {
                    self.tangents
                        .contains_key(&(ends[*side].operand(index), leaf))
                };
                (0..ends.len()).filter(has).collect()
            })
            .collect();
        let yields: Vec<Vec<Value<'a>>> = ends
            .iter()
            .map(|end| self.tangents_before(*end, &end.operands(), &active))
            .collect();
        let types: Vec<Type<'a>> = active.iter().map(|&(_, _, ty)| ty).collect();
        let next = op.next().expect("a branch is no terminator");
        let old = op.results();
        let new = add_results(op, &types, &yields);
        let results = new.results();
        self.replaced(&old, &results);
        self.emitter.builder().set_before(next);
        let none = Mask::default();
        self.hand_on(&results, &results[old.len()..], &active, none);
        let conditions = self.emitter.conditions(new, &sides);
        for (&(index, leaf, _), condition) in active.iter().zip(conditions) {
            if let Some((condition, on)) = condition
                && let Some(tangent) = self.tangents.get_mut(&(results[index], leaf))
            {
                *tangent = tangent.gently_zero_unless(condition, on);
            }
        }
        Ok(())
    }

    /// `scf.for`.
    pub(super) fn count(&mut self, op: Op<'a>) -> Result<(), Error> {
        let body = op.region(0).entry();
        let carried = body.args().split_off(1);
        let active = chosen(&carried, |leaf| self.activity.is_active(leaf));
        if active.is_empty() {
            return self.nested(body);
        }
        let mask = self.mask_of(op);
        let inits = self.tangents_before(op, &op.operands()[3..], &active);
        let next = op.next().expect("a loop is no terminator");
        let old = op.results();
        let new = extend_for(op, &inits);
        let results = new.op.results();
        self.replaced(&old, &results);
        self.hand_on(&carried, &new.arguments, &active, mask);
        self.nested(body)?;
        let end = body.terminator();
        let tangents = self.tangents_before(end, &end.operands(), &active);
        append(end, &tangents);
        self.emitter.builder().set_before(next);
        self.hand_on(&results, &new.results(), &active, mask);
        Ok(())
    }

    /// `scf.while`.
    pub(super) fn repeat(&mut self, op: Op<'a>) -> Result<(), Error> {
        let (before, after) = (op.region(0).entry(), op.region(1).entry());
        let (arguments, forwarded) = (before.args(), after.args());
        let results = op.results();
        let carried = chosen(&arguments, |leaf| self.activity.is_active(leaf));
        // What the condition forwards is the argument of the second region, and a result.
        let position = |value: Value<'a>| value.block_argument().map_or(0, |(_, index)| index);
        let given = chosen(&forwarded, |(value, leaf)| {
            self.activity.is_active((value, leaf))
                || self.activity.is_active((results[position(value)], leaf))
        });
        if carried.is_empty() && given.is_empty() {
            self.nested(before)?;
            return self.nested(after);
        }
        let mask = self.mask_of(op);
        let inits = self.tangents_before(op, &op.operands(), &carried);
        let types: Vec<Type<'a>> = given.iter().map(|&(_, _, ty)| ty).collect();
        let next = op.next().expect("a loop is no terminator");
        let new = extend_while_by(op, &inits, &types);
        let new_results = new.op.results();
        self.replaced(&results, &new_results);
        self.hand_on(&arguments, &new.arguments, &carried, mask);
        self.nested(before)?;
        let end = before.terminator();
        let tangents = self.tangents_before(end, &end.operands()[1..], &given);
        append(end, &tangents);
        self.hand_on(&forwarded, &new.after, &given, mask);
        self.nested(after)?;
        let end = after.terminator();
        let tangents = self.tangents_before(end, &end.operands(), &carried);
        append(end, &tangents);
        self.emitter.builder().set_before(next);
        self.hand_on(&new_results, &new.results(), &given, mask);
        Ok(())
    }

    pub(super) fn nested(&mut self, block: Block<'a>) -> Result<(), Error> {
        let emitter = self.emitter;
        emitter.inside(block, || self.block(block))
    }

    fn replaced(&mut self, old: &[Value<'a>], new: &[Value<'a>]) {
        for (&old, &new) in old.iter().zip(new) {
            self.activity.replace(old, new);
        }
    }

    /// The tangents of leaves of `values`, made before `op`.
    fn tangents_before(
        &mut self,
        op: Op<'a>,
        values: &[Value<'a>],
        active: &Chosen<'a>,
    ) -> Vec<Value<'a>> {
        let emitter = self.emitter;
        let make = |&(index, leaf, _): &(usize, usize, Type<'a>)| {
            self.tangent_or_zero((values[index], leaf))
        };
        let block = op.block().expect("the op is in a block");
        if op.is_terminator() {
            // The tables of the block's values are gone.
            return emitter.inside(block, || {
                emitter.builder().set_before(op);
                active.iter().map(make).collect()
            });
        }
        emitter.builder().set_before(op);
        active.iter().map(make).collect()
    }

    /// The mask under which all tangents are that a loop gets: then so is what it makes of them.
    fn mask_of(&self, op: Op<'a>) -> Mask<'a> {
        let values = [op.operands(), op.captures()].concat();
        let leaves = leaves_of(&values).into_iter();
        let tangents = leaves.filter_map(|(value, leaf, _)| self.tangents.get(&(value, leaf)));
        Mask::applied(tangents.map(|tangent| tangent.mask))
    }

    /// The values that are the tangents of leaves of `values`, under a mask that has been applied.
    fn hand_on(
        &mut self,
        values: &[Value<'a>],
        tangents: &[Value<'a>],
        active: &Chosen<'a>,
        mask: Mask<'a>,
    ) {
        for (&(index, leaf, _), &tangent) in active.iter().zip(tangents) {
            let leaf: Leaf<'a> = (values[index], leaf);
            let tangent = self.emitter.with_flags(tangent, None).under(mask);
            self.tangents.insert(leaf, tangent);
        }
    }
}
