//! The reverse of a loop is a loop that runs the other way. It carries the cotangents of what the loop carries, and
//! sums those of what the loop's body uses from outside.

use super::Backward;
use crate::{
    activity::{Leaf, influence},
    loops::{append, chosen, extend_for, is_plain, trips},
    mask::Mask,
    monomial::E,
};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};
use pullback_pass::Error;
use std::collections::HashMap;

/// Leaves of a list of values: which value, which leaf, and its type.
type Chosen<'a> = Vec<(usize, usize, Type<'a>)>;

/// What the reverse of a loop starts with.
struct Start<'a> {
    /// The cotangents of what is carried; then, if they are `guarded`, whether each counts.
    inits: Vec<Value<'a>>,
    /// The masks under which the cotangents are in all trips.
    masks: Vec<Mask<'a>>,
    /// So where the cotangents of results are under masks that do not last, since others reach the same leaf.
    guarded: bool,
}

/// The masks of carried leaves that last: a leaf's cotangent is made of those of the leaves that it has an influence on.
fn lasting<'a>(own: Vec<Option<Mask<'a>>>, influence: &[Vec<bool>]) -> Vec<Mask<'a>> {
    let mut masks: Vec<Option<Mask<'a>>> = own;
    loop {
        let next: Vec<Option<Mask<'a>>> = (0..masks.len())
            .map(|leaf| {
                let reached = influence[leaf].iter().zip(&masks);
                let reached = reached.filter(|(reached, _)| **reached);
                let reached = reached.filter_map(|(_, mask)| *mask);
                Mask::common(masks[leaf].into_iter().chain(reached))
            })
            .collect();
        let same = |(a, b): (&Option<Mask<'a>>, &Option<Mask<'a>>)| match (a, b) {
            (Some(a), Some(b)) => a.conditions() == b.conditions(),
            (a, b) => a.is_none() == b.is_none(),
        };
        let done = next.iter().zip(&masks).all(same);
        masks = next;
        if done {
            return masks.into_iter().map(Mask::applied).collect();
        }
    }
}

impl<'a, 'e> Backward<'a, 'e, '_> {
    /// `scf.for`: the same bounds, and the induction variable the other way.
    pub(super) fn count(&mut self, op: Op<'a>) -> Result<(), Error> {
        let body = op.region(0).entry();
        let carried = body.args().split_off(1);
        let active = chosen(&carried, |leaf| self.activity.is_active(leaf));
        let Some(start) = self.incoming(&op.results(), body, &carried, &active) else {
            return Ok(());
        };
        let bounds = [op.operand(0), op.operand(1), op.operand(2)];
        let last = trips(self.emitter.builder(), op).1;
        let unsigned = op.attr("unsignedCmp");
        let given = self.backwards(op, bounds, unsigned, &start.inits, |this, block| {
            let builder = this.emitter.builder();
            let minus = |a: Value<'a>, b: Value<'a>| {
                let op = builder.op("arith.subi").operands(&[a, b]);
                op.results(&[a.ty()]).build().result(0)
            };
            let mirrored = minus(last, minus(block.arg(0), bounds[0]));
            this.twins.add(body, block);
            this.twins.rename(body.arg(0), mirrored, block);
            this.twins.start_after(block, mirrored);
            let ends = body.terminator().operands();
            this.seed_under(&start.masks, &ends, &active, &block.args()[1..]);
            this.block(body)?;
            Ok(this.outgoing(&carried, &active, start.guarded))
        })?;
        self.seed_under(&start.masks, &op.operands()[3..], &active, &given);
        Ok(())
    }

    /// `scf.while`: counted by `loops::count_trips`.
    pub(super) fn repeat(&mut self, op: Op<'a>) -> Result<(), Error> {
        let results = op.results();
        let Some((&trips, results)) = results.split_last() else {
            return Ok(());
        };
        let (before, after) = (op.region(0).entry(), op.region(1).entry());
        let arguments = before.args();
        let builder = self.emitter.builder();
        let index = Type::index(builder.context());
        if is_plain(op) {
            let active = chosen(&arguments, |leaf| self.activity.is_active(leaf));
            let carried = after.args();
            let Some(start) = self.incoming(results, after, &carried, &active) else {
                return Ok(());
            };
            let bounds = [builder.int(index, 0), trips, builder.int(index, 1)];
            let given = self.backwards(op, bounds, None, &start.inits, |this, block| {
                this.twins.add(after, block);
                let ends = after.terminator().operands();
                this.seed_under(&start.masks, &ends, &active, &block.args()[1..]);
                this.block(after)?;
                Ok(this.outgoing(&carried, &active, start.guarded))
            })?;
            self.seed_under(&start.masks, &op.operands(), &active, &given);
            return Ok(());
        }
        // The first region runs once more than the second: the reverse of the second is left out the first time.
        let forwarded = after.args();
        let given = chosen(&forwarded, |(value, leaf)| {
            let index = value.block_argument().map_or(0, |(_, index)| index);
            self.activity.is_active((value, leaf))
                || results
                    .get(index)
                    .is_some_and(|&result| self.activity.is_active((result, leaf)))
        });
        let Some(seeds) = self.cotangents_of(results, &given) else {
            return Ok(());
        };
        let seeds = self.flat(seeds, results, &given, false);
        let builder = self.emitter.builder();
        let (zero, one) = (builder.int(index, 0), builder.int(index, 1));
        let count = builder.op("arith.addi").operands(&[trips, one]);
        let bounds = [zero, count.results(&[index]).build().result(0), one];
        let active = chosen(&arguments, |leaf| self.activity.is_active(leaf));
        let inits: Vec<Value<'a>> = active
            .iter()
            .map(|&(index, leaf, _)| self.emitter.zero((op.operand(index), leaf)))
            .collect();
        let types: Vec<Type<'a>> = given.iter().map(|&(_, _, ty)| ty).collect();
        let outer = self.backwards(op, bounds, None, &inits, |this, block| {
            let carried = block.args().split_off(1);
            let builder = this.emitter.builder();
            let bit = Type::int(builder.context(), 1);
            let different = Attr::int(Type::int(builder.context(), 64), 1);
            let again = builder
                .op("arith.cmpi")
                .operands(&[block.arg(0), zero])
                .attr("predicate", different)
                .results(&[bit])
                .build();
            let shell = builder.op("scf.if").operands(&again.results());
            let shell = shell.results(&[]).regions(2).build();
            let cotangents = this.alternatives(op, shell, &types, |this, side, inner| {
                if side == 1 {
                    return Ok(seeds.clone());
                }
                this.twins.add(after, inner);
                this.seed(&after.terminator().operands(), &active, &carried);
                this.block(after)?;
                Ok(this.outgoing(&forwarded, &given, false))
            })?;
            this.twins.add(before, block);
            let condition = before.terminator();
            this.seed(&condition.operands()[1..], &given, &cotangents);
            this.block(before)?;
            Ok(this.outgoing(&arguments, &active, false))
        })?;
        self.seed(&op.operands(), &active, &outer);
        Ok(())
    }

    /// What the reverse of a loop starts with, for the leaves that its body takes as `carried`; `None` if nothing has
    /// contributed.
    fn incoming(
        &mut self,
        results: &[Value<'a>],
        body: Block<'a>,
        carried: &[Value<'a>],
        active: &Chosen<'a>,
    ) -> Option<Start<'a>> {
        let cotangents = self.cotangents_of(results, active)?;
        let own: Vec<Option<Mask<'a>>> = cotangents
            .iter()
            .map(|cotangent| cotangent.map(|cotangent| cotangent.mask))
            .collect();
        let mut masks = vec![Mask::default(); active.len()];
        if own.iter().flatten().any(|mask| !mask.is_none()) {
            let leaves = |of: &[Value<'a>]| -> Vec<Leaf<'a>> {
                let leaf = |&(index, leaf, _): &(usize, usize, Type<'a>)| (of[index], leaf);
                active.iter().map(leaf).collect()
            };
            let ends = body.terminator().operands();
            masks = lasting(
                own.clone(),
                &influence(body, &leaves(carried), &leaves(&ends)),
            );
        }
        let lost = own.iter().zip(&masks);
        let mut lost = lost.filter_map(|(own, mask)| Some(own.as_ref()?.without(mask)));
        let guarded = lost.any(|mask| mask.as_one(self.emitter).is_some());
        Some(Start {
            inits: self.flat(cotangents, results, active, guarded),
            masks,
            guarded,
        })
    }

    /// The cotangents of leaves of results; `None` if there is none at all.
    fn cotangents_of(
        &mut self,
        results: &[Value<'a>],
        chosen: &Chosen<'a>,
    ) -> Option<Vec<Option<E<'a, 'e>>>> {
        let cotangent = |&(index, leaf, _): &_| self.cotangent((*results.get(index)?, leaf));
        let cotangents: Vec<Option<E<'a, 'e>>> = chosen.iter().map(cotangent).collect();
        let any = cotangents.iter().any(Option::is_some);
        any.then_some(cotangents)
    }

    /// Cotangents of leaves as values, zeros where there are none; then, if they are `guarded`, whether each counts.
    fn flat(
        &self,
        cotangents: Vec<Option<E<'a, 'e>>>,
        of: &[Value<'a>],
        chosen: &Chosen<'a>,
        guarded: bool,
    ) -> Vec<Value<'a>> {
        let emitter = self.emitter;
        let each = cotangents.iter().zip(chosen);
        let mut values: Vec<Value<'a>> = each
            .map(|(term, &(index, leaf, _))| {
                term.map_or_else(|| emitter.zero((of[index], leaf)), E::value)
            })
            .collect();
        if guarded {
            values.extend(cotangents.into_iter().map(|term| emitter.counts(term)));
        }
        values
    }

    /// The values contribute to the cotangents of leaves.
    fn seed(&mut self, of: &[Value<'a>], chosen: &Chosen<'a>, values: &[Value<'a>]) {
        let masks = vec![Mask::default(); chosen.len()];
        self.seed_under(&masks, of, chosen, values);
    }

    /// The same, each under a mask that has been applied; where they are guarded, under that condition, too.
    fn seed_under(
        &mut self,
        masks: &[Mask<'a>],
        of: &[Value<'a>],
        chosen: &Chosen<'a>,
        values: &[Value<'a>],
    ) {
        for (position, (&(index, leaf, _), &value)) in chosen.iter().zip(values).enumerate() {
            let term = self.emitter.with_flags(value, None).under(masks[position]);
            let term = match values.get(chosen.len() + position) {
                Some(&counts) => term.zero_unless(counts, true),
                None => term,
            };
            self.add((of[index], leaf), term);
        }
    }

    /// Takes the cotangents of leaves.
    fn outgoing(&mut self, of: &[Value<'a>], chosen: &Chosen<'a>, guarded: bool) -> Vec<Value<'a>> {
        let (mut values, mut counts) = (Vec::new(), Vec::new());
        for &(index, leaf, _) in chosen {
            let term = self.cotangent((of[index], leaf));
            values.push(term.map_or_else(|| self.emitter.zero((of[index], leaf)), E::value));
            counts.extend(guarded.then(|| self.emitter.counts(term)));
        }
        values.extend(counts);
        values
    }

    /// An `scf.for` over `bounds` that carries `inits`. `emit` emits its body, and gives what is carried on. What the
    /// body contributes to the cotangents of values outside of `op` is summed.
    fn backwards(
        &mut self,
        op: Op<'a>,
        bounds: [Value<'a>; 3],
        unsigned: Option<Attr<'a>>,
        inits: &[Value<'a>],
        emit: impl FnOnce(&mut Self, Block<'a>) -> Result<Vec<Value<'a>>, Error>,
    ) -> Result<Vec<Value<'a>>, Error> {
        let emitter = self.emitter;
        let location = emitter.builder().location();
        let types: Vec<Type<'a>> = inits.iter().map(|value| value.ty()).collect();
        let shell = emitter
            .builder()
            .op("scf.for")
            .operands(&bounds)
            .operands(inits)
            .results(&types)
            .maybe_attr("unsignedCmp", unsigned)
            .regions(1)
            .build();
        let arguments = [&[bounds[0].ty()], types.as_slice()].concat();
        let block = shell.region(0).append_block(&arguments, location);
        self.adjoints.push(HashMap::new());
        let yielded = emitter.inside(block, || emit(self, block))?;
        let mut scope = self.adjoints.pop().unwrap_or_default();
        Builder::at_end(block, location)
            .op("scf.yield")
            .operands(&yielded)
            .results(&[])
            .build();
        let mut order: Vec<Leaf<'a>> = scope.keys().copied().collect();
        order.retain(|(value, _)| !value.is_inside(op));
        self.sort(&mut order);
        let zeros: Vec<Value<'a>> = order.iter().map(|&leaf| emitter.zero(leaf)).collect();
        // The zeros were made after the loop.
        let made = shell.block().map(Block::ops).unwrap_or_default();
        if let Some(&last) = made.last().filter(|&&last| last != shell) {
            shell.move_after(last);
        }
        let extended = extend_for(shell, &zeros);
        let end = block.terminator();
        emitter.inside(block, || {
            emitter.builder().set_before(end);
            for (leaf, &sum) in order.iter().zip(&extended.arguments) {
                let mut terms = vec![emitter.with_flags(sum, None)];
                terms.extend(scope.remove(leaf).unwrap_or_default());
                append(end, &[emitter.sum(*leaf, &terms)]);
            }
        });
        let results = extended.op.results();
        emitter.accumulators.add(&results[inits.len()..]);
        for (&leaf, &value) in order.iter().zip(&results[inits.len()..]) {
            self.add(leaf, emitter.with_flags(value, None));
        }
        Ok(results[..inits.len()].to_vec())
    }
}
