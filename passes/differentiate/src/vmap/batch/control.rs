//! Choices, branches and counted loops of all lanes together.

use super::Batcher;
use crate::arrays::{build, shape_of};
use pullback_ir::{Op, Type, Value};

impl<'a> Batcher<'a, '_> {
    pub(super) fn select(&mut self, op: Op<'a>) -> Option<()> {
        let (condition, sides) = (op.operand(0), op.operands().split_off(1));
        let sides = self.all_lifted(&sides)?;
        let condition = self.condition(condition, sides[0])?;
        self.again(op, &[&[condition], sides.as_slice()].concat(), &[]);
        Some(())
    }

    /// What chooses between arrays like this one.
    fn condition(&self, condition: Value<'a>, like: Value<'a>) -> Option<Value<'a>> {
        let ty = like.ty();
        let scalar = !condition.ty().is_shaped();
        match self.has_lanes(condition) {
            false if scalar => Some(self.mapping.apply(condition)),
            true if scalar && shape_of(ty).len() > 1 => {
                let unknown = (1..shape_of(ty).len()).filter(|&at| shape_of(ty)[at].is_none());
                let unknown: Vec<Value<'a>> = unknown
                    .map(|at| build::size(self.builder, like, at))
                    .collect();
                let condition = self.lifted(condition)?;
                let operands = [vec![condition], self.lanes(), unknown].concat();
                let attrs = [("dimensions", build::list(self.builder, &[0]))];
                let ty = ty.with_element(condition.ty().element());
                Some(build::one(
                    self.builder,
                    "nd.broadcast",
                    &operands,
                    &attrs,
                    ty,
                ))
            }
            _ => self.lifted(condition),
        }
    }

    /// A branch. Where lanes differ in the condition, both sides are computed, if that does no harm.
    pub(super) fn branch(&mut self, op: Op<'a>) -> Option<()> {
        let condition = op.operand(0);
        let sides = [op.region(0).first()?, op.region(1).first()?];
        if self.has_lanes(condition) {
            let mut ops = sides.iter().flat_map(|side| side.ops());
            if !ops.all(|op| op.is_terminator() || (op.region_count() == 0 && op.is_speculatable()))
            {
                return None;
            }
            let mut ends = Vec::new();
            for side in sides {
                let side = self.block(side)?;
                ends.push(self.all_lifted(&side)?);
            }
            for (at, result) in op.results().into_iter().enumerate() {
                let condition = self.condition(condition, ends[0][at])?;
                let operands = [condition, ends[0][at], ends[1][at]];
                let ty = self.with_lanes(result.ty());
                let chosen = build::one(self.builder, "arith.select", &operands, &[], ty);
                self.batched.insert(result, chosen);
            }
            return Some(());
        }
        let condition = self.mapping.apply(condition);
        let types: Vec<Type<'a>> = op
            .result_types()
            .into_iter()
            .map(|ty| self.with_lanes(ty))
            .collect();
        let new = self
            .builder
            .op("scf.if")
            .operands(&[condition])
            .results(&types)
            .regions(2)
            .build();
        let point = self.builder.save();
        for (at, side) in sides.into_iter().enumerate() {
            let block = new.region(at).append_block(&[], op.location());
            self.builder.set_end(block);
            let ends = self.block(side)?;
            let ends = self.all_lifted(&ends)?;
            self.builder
                .op("scf.yield")
                .operands(&ends)
                .results(&[])
                .build();
        }
        self.builder.restore(point);
        self.batched
            .extend(op.results().into_iter().zip(new.results()));
        Some(())
    }

    /// A counted loop with the same trips in all lanes. What it carries has lanes where it starts from or becomes something that has.
    pub(super) fn repeat(&mut self, op: Op<'a>) -> Option<()> {
        let operands = op.operands();
        let bounds = self.same(&operands[..3])?;
        let inits = &operands[3..];
        let body = op.region(0).first()?;
        let own = &body.args()[1..];
        let mut lanes: Vec<bool> = inits.iter().map(|&init| self.has_lanes(init)).collect();
        loop {
            let mut given = bounds.clone();
            for (&init, &lanes) in inits.iter().zip(&lanes) {
                given.push(match lanes {
                    true => self.lifted(init)?,
                    false => self.mapping.apply(init),
                });
            }
            let types: Vec<Type<'a>> = given[3..].iter().map(|value| value.ty()).collect();
            let mut new = self
                .builder
                .op("scf.for")
                .operands(&given)
                .results(&types)
                .regions(1);
            for (name, attr) in op.attrs() {
                new = new.attr(name, attr);
            }
            let new = new.build();
            let arguments = [&[body.arg(0).ty()], types.as_slice()].concat();
            let block = new.region(0).append_block(&arguments, op.location());
            self.forget(body);
            self.mapping.insert(body.arg(0), block.arg(0));
            for ((&own, argument), &lanes) in own.iter().zip(&block.args()[1..]).zip(&lanes) {
                match lanes {
                    true => {
                        self.batched.insert(own, *argument);
                    }
                    false => {
                        self.batched.remove(&own);
                        self.mapping.insert(own, *argument);
                    }
                }
            }
            let point = self.builder.save();
            self.builder.set_end(block);
            let ends = self.block(body)?;
            let more: Vec<bool> = ends.iter().map(|&end| self.has_lanes(end)).collect();
            if more
                .iter()
                .zip(&lanes)
                .any(|(&more, &lanes)| more && !lanes)
            {
                self.builder.restore(point);
                new.erase();
                for (lanes, more) in lanes.iter_mut().zip(more) {
                    *lanes |= more;
                }
                continue;
            }
            let mut yields = Vec::new();
            for (&end, &lanes) in ends.iter().zip(&lanes) {
                yields.push(match lanes {
                    true => self.lifted(end)?,
                    false => self.mapping.apply(end),
                });
            }
            self.builder
                .op("scf.yield")
                .operands(&yields)
                .results(&[])
                .build();
            self.builder.restore(point);
            for ((old, new), lanes) in op.results().into_iter().zip(new.results()).zip(lanes) {
                match lanes {
                    true => {
                        self.batched.insert(old, new);
                    }
                    false => {
                        self.batched.remove(&old);
                        self.mapping.insert(old, new);
                    }
                }
            }
            return Some(());
        }
    }
}
