//! The reverse of a branch is a branch on the same condition; what its regions need from outside is its results.

use super::Backward;
use crate::{
    activity::Leaf, functions::holds_function, leaves::leaves, mask::Mask, threading::add_results,
};
use pullback_functional::{build::construct, ops};
use pullback_ir::{Attr, Block, Op, Type, Value};
use pullback_pass::Error;
use std::collections::HashMap;

impl<'a> Backward<'a, '_, '_> {
    /// A call or a loop. Where the cotangents of all its results are under a mask, so is its reverse: inside of it, where
    /// no mask is known, an infinite partial derivative would meet their zeros.
    pub(super) fn under_mask(&mut self, op: Op<'a>) -> Result<(), Error> {
        let results = op.results().into_iter();
        let results = results.filter(|result| !holds_function(result.ty()));
        let mut cotangents = Vec::new();
        for result in results {
            for leaf in 0..leaves(result.ty()).len() {
                let cotangent = self.cotangent((result, leaf));
                cotangents.extend(cotangent.map(|cotangent| ((result, leaf), cotangent)));
            }
        }
        let masks = cotangents.iter().map(|(_, cotangent)| cotangent.mask);
        let Some(mask) = Mask::common(masks) else {
            return Ok(());
        };
        let condition = mask.as_one(self.emitter);
        let Some((condition, on)) = condition else {
            for (leaf, cotangent) in cotangents {
                self.add(leaf, cotangent);
            }
            return self.sweep(op);
        };
        let shell = self.emitter.builder().op("scf.if").operands(&[condition]);
        let shell = shell.results(&[]).regions(2).build();
        self.alternatives(op, shell, &[], |this, side, _| {
            if (side == 0) == on {
                for (leaf, cotangent) in &cotangents {
                    let rest = cotangent.mask.without(&mask);
                    this.add(*leaf, cotangent.under(rest));
                }
                this.sweep(op)?;
            }
            Ok(Vec::new())
        })?;
        Ok(())
    }

    fn sweep(&mut self, op: Op<'a>) -> Result<(), Error> {
        match op.name() {
            "scf.for" => self.count(op),
            "scf.while" => self.repeat(op),
            _ => {
                self.call(op);
                Ok(())
            }
        }
    }

    pub(super) fn branch(&mut self, op: Op<'a>) -> Result<(), Error> {
        let Some(cotangents) = self.cotangents(op) else {
            return Ok(());
        };
        let mut shell = self
            .emitter
            .builder()
            .op(op.name())
            .operands(&op.operands())
            .results(&[])
            .regions(op.region_count());
        for (name, attr) in op.attrs() {
            shell = shell.attr(name, attr);
        }
        let shell = shell.build();
        self.alternatives(op, shell, &[], |this, side, block| {
            let source = op.region(side).entry();
            for argument in source.args() {
                let field = block.add_arg(argument.ty(), source.terminator().location());
                this.twins.rename(argument, field, block);
            }
            this.twins.add(source, block);
            for (value, leaves) in source.terminator().operands().into_iter().zip(&cotangents) {
                for (leaf, cotangent) in leaves.iter().enumerate() {
                    if let Some(d) = cotangent {
                        this.add((value, leaf), *d);
                    }
                }
            }
            this.block(source)?;
            if op.is(ops::MATCH) {
                this.fields(op, side, source);
            }
            Ok(Vec::new())
        })?;
        Ok(())
    }

    /// The cotangent of what is matched on, from those of a case's fields.
    fn fields(&mut self, op: Op<'a>, case: usize, source: Block<'a>) {
        let mut any = false;
        let mut fields = Vec::new();
        for argument in source.args() {
            for leaf in 0..leaves(argument.ty()).len() {
                let terms = self.take((argument, leaf));
                any |= !terms.is_empty();
                fields.push(((argument, leaf), terms));
            }
        }
        if !any || !self.activity.is_active((op.operand(0), 0)) {
            return;
        }
        let fields: Vec<Value<'a>> = fields
            .into_iter()
            .map(|(leaf, terms)| self.emitter.sum(leaf, &terms))
            .collect();
        let names = op.attr(ops::CASES).and_then(Attr::as_array);
        let name = names.and_then(|names| names[case].as_str());
        let ty = leaves(op.operand(0).ty())[0];
        let builder = self.emitter.builder();
        let cotangent = construct(builder, ty, name.unwrap_or_default(), &fields);
        let cotangent = self.emitter.with_flags(cotangent, None);
        self.add((op.operand(0), 0), cotangent);
    }

    /// Fills the regions of `shell`, a branch without results. `emit` emits a region's code, and gives values of the
    /// types `given`, which are the results handed back. What the regions contribute to the cotangents of values
    /// outside of `op` is added to them; under a mask, where not all regions do.
    pub(super) fn alternatives(
        &mut self,
        op: Op<'a>,
        shell: Op<'a>,
        given: &[Type<'a>],
        mut emit: impl FnMut(&mut Self, usize, Block<'a>) -> Result<Vec<Value<'a>>, Error>,
    ) -> Result<Vec<Value<'a>>, Error> {
        let emitter = self.emitter;
        let location = emitter.builder().location();
        let mut yields: Vec<Vec<Value<'a>>> = Vec::new();
        let mut scopes = Vec::new();
        for side in 0..shell.region_count() {
            let block = shell.region(side).append_block(&[], location);
            self.adjoints.push(HashMap::new());
            yields.push(emitter.inside(block, || emit(self, side, block))?);
            scopes.push(self.adjoints.pop().unwrap_or_default());
        }
        let mut order: Vec<Leaf<'a>> = Vec::new();
        for scope in &scopes {
            order.extend(scope.keys().filter(|(value, _)| !value.is_inside(op)));
        }
        self.sort(&mut order);
        order.dedup();
        let outward: Vec<Type<'a>> = order.iter().map(|&leaf| leaf_type(leaf)).collect();
        let end = if shell.is(ops::MATCH) {
            ops::YIELD
        } else {
            "scf.yield"
        };
        let sides: Vec<Vec<usize>> = order
            .iter()
            .map(|leaf| {
                let side = |side: &usize| scopes[*side].contains_key(leaf);
                (0..scopes.len()).filter(side).collect()
            })
            .collect();
        for (side, mut scope) in scopes.into_iter().enumerate() {
            emitter.inside(shell.region(side).entry(), || {
                for leaf in &order {
                    let terms = scope.remove(leaf).unwrap_or_default();
                    yields[side].push(emitter.sum(*leaf, &terms));
                }
                emitter.builder().op(end).results(&[]).build();
            });
        }
        let new = add_results(shell, &[given, &outward].concat(), &yields);
        let results = new.results();
        emitter.accumulators.add(&results[given.len()..]);
        let conditions = emitter.conditions(new, &sides);
        let values = results[given.len()..].iter().zip(conditions);
        for (leaf, (&value, condition)) in order.into_iter().zip(values) {
            let term = emitter.with_flags(value, None);
            let term = match condition {
                Some((condition, on)) => term.zero_unless(condition, on),
                None => term,
            };
            self.add(leaf, term);
        }
        Ok(results[..given.len()].to_vec())
    }

    /// By the place in the text.
    pub(super) fn sort(&self, leaves: &mut [Leaf<'a>]) {
        leaves.sort_by_key(|(value, leaf)| (self.places.get(value).copied(), *leaf));
    }
}

/// The type of a leaf's cotangent.
fn leaf_type((value, leaf): Leaf<'_>) -> Type<'_> {
    leaves(value.ty())[leaf]
}
