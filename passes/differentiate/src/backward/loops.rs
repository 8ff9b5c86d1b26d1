//! The reverse of a loop is a loop that runs the other way. It carries the cotangents of what the loop carries, and
//! sums those of what the loop's body uses from outside.

use super::Backward;
use crate::{
    activity::Leaf,
    loops::{append, chosen, extend_for, is_plain, trips},
    monomial::E,
};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};
use pullback_pass::Error;
use std::collections::HashMap;

/// Leaves of a list of values: which value, which leaf, and its type.
type Chosen<'a> = Vec<(usize, usize, Type<'a>)>;

impl<'a> Backward<'a, '_, '_> {
    /// `scf.for`: the same bounds, and the induction variable the other way.
    pub(super) fn count(&mut self, op: Op<'a>) -> Result<(), Error> {
        let body = op.region(0).entry();
        let carried = body.args().split_off(1);
        let (active, Some(inits)) = self.incoming(&carried, &op.results()) else {
            return Ok(());
        };
        let bounds = [op.operand(0), op.operand(1), op.operand(2)];
        let last = trips(self.emitter.builder(), op).1;
        let unsigned = op.attr("unsignedCmp");
        let given = self.backwards(op, bounds, unsigned, &inits, |this, block| {
            let builder = this.emitter.builder();
            let minus = |a: Value<'a>, b: Value<'a>| {
                let op = builder.op("arith.subi").operands(&[a, b]);
                op.results(&[a.ty()]).build().result(0)
            };
            let mirrored = minus(last, minus(block.arg(0), bounds[0]));
            this.twins.add(body, block);
            this.twins.rename(body.arg(0), mirrored, block);
            this.twins.start_after(block, mirrored);
            this.seed(&body.terminator().operands(), &active, &block.args()[1..]);
            this.block(body)?;
            Ok(this.outgoing(&carried, &active))
        })?;
        self.seed(&op.operands()[3..], &active, &given);
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
            let (active, Some(inits)) = self.incoming(&arguments, results) else {
                return Ok(());
            };
            let bounds = [builder.int(index, 0), trips, builder.int(index, 1)];
            let given = self.backwards(op, bounds, None, &inits, |this, block| {
                this.twins.add(after, block);
                this.seed(&after.terminator().operands(), &active, &block.args()[1..]);
                this.block(after)?;
                Ok(this.outgoing(&after.args(), &active))
            })?;
            self.seed(&op.operands(), &active, &given);
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
        let Some(seeds) = self.values(results, &given) else {
            return Ok(());
        };
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
                Ok(this.outgoing(&forwarded, &given))
            })?;
            this.twins.add(before, block);
            let condition = before.terminator();
            this.seed(&condition.operands()[1..], &given, &cotangents);
            this.block(before)?;
            Ok(this.outgoing(&arguments, &active))
        })?;
        self.seed(&op.operands(), &active, &outer);
        Ok(())
    }

    /// The active leaves that a loop carries, and the cotangents of its results; `None` if nothing has contributed.
    fn incoming(
        &mut self,
        carried: &[Value<'a>],
        results: &[Value<'a>],
    ) -> (Chosen<'a>, Option<Vec<Value<'a>>>) {
        let active = chosen(carried, |leaf| self.activity.is_active(leaf));
        let values = self.values(results, &active);
        (active, values)
    }

    /// The cotangents of leaves of results, zeros where there are none; `None` if there is none at all.
    fn values(&mut self, results: &[Value<'a>], chosen: &Chosen<'a>) -> Option<Vec<Value<'a>>> {
        let cotangents: Vec<Option<E<'a, '_>>> = chosen
            .iter()
            .map(|&(index, leaf, _)| self.cotangent((*results.get(index)?, leaf)))
            .collect();
        if !cotangents.iter().any(Option::is_some) {
            return None;
        }
        let value =
            |(cotangent, &(index, leaf, _)): (Option<E<'a, '_>>, &(usize, usize, Type<'a>))| {
                cotangent.map_or_else(|| self.emitter.zero((results[index], leaf)), E::value)
            };
        Some(cotangents.into_iter().zip(chosen).map(value).collect())
    }

    /// The values contribute to the cotangents of leaves.
    fn seed(&mut self, of: &[Value<'a>], chosen: &Chosen<'a>, values: &[Value<'a>]) {
        for (&(index, leaf, _), &value) in chosen.iter().zip(values) {
            let term = self.emitter.with_flags(value, None);
            self.add((of[index], leaf), term);
        }
    }

    /// Takes the cotangents of leaves.
    fn outgoing(&mut self, of: &[Value<'a>], chosen: &Chosen<'a>) -> Vec<Value<'a>> {
        let take = |&(index, leaf, _): &(usize, usize, Type<'a>)| {
            let leaf = (of[index], leaf);
            let terms = self.take(leaf);
            self.emitter.sum(leaf, &terms)
        };
        chosen.iter().map(take).collect()
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
