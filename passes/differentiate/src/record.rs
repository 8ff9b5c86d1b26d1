//! The forward sweep of reverse mode: which leaves are varied, and calls that hand back their pullbacks.

use crate::{
    derive::rule_for,
    functions::{call, fn_type},
    leaves::{field_offset, leaves},
    names::{Key, Mode},
    rules::Rule,
};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};
use pullback_pass::Error;
use std::collections::{HashMap, HashSet};

/// A float leaf of a value.
pub type Leaf<'a> = (Value<'a>, usize);

/// The forward sweep over the clone: which leaves are varied, and calls that hand back a pullback.
pub struct Forward<'a, 'n> {
    /// The leaves that depend on a varied argument.
    pub varied: HashSet<Leaf<'a>>,
    /// The pullback of each call that was replaced by its derivative.
    pub pullbacks: HashMap<Op<'a>, Pullback<'a>>,
    /// Where keys of derivatives go that are called.
    pub needs: &'n mut dyn FnMut(Key),
}

/// A call's pullback and the operands' leaves whose cotangents it gives.
pub struct Pullback<'a> {
    /// The function value.
    pub function: Value<'a>,
    /// The operands' leaves whose cotangents it gives.
    pub gives: Vec<Leaf<'a>>,
}

impl<'a> Forward<'a, '_> {
    fn is_varied(&self, value: Value<'a>) -> bool {
        (0..leaves(value.ty()).len()).any(|leaf| self.varied.contains(&(value, leaf)))
    }

    /// Sweeps over a block.
    pub fn block(&mut self, block: Block<'a>) -> Result<(), Error> {
        for op in block.ops() {
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'a>) -> Result<(), Error> {
        let mut inputs = op.operands();
        if op.region_count() > 0 && !op.is("scf.if") {
            inputs.extend(op.captures());
        }
        let varied = inputs.into_iter().any(|value| self.is_varied(value));
        let Some(rule) = rule_for(op, varied)? else {
            return Ok(());
        };
        match (rule, op.name()) {
            (Rule::Structural, "scf.if") => {
                for region in op.regions() {
                    if let Some(block) = region.first() {
                        self.block(block)?;
                        let yields = block.terminator().operands();
                        for (result, value) in op.results().into_iter().zip(yields) {
                            self.flow(value, 0, result, 0);
                        }
                    }
                }
            }
            (Rule::Structural, "func.call") if varied => self.call(op),
            (Rule::Structural, "functional.tuple") => {
                for (index, value) in op.operands().into_iter().enumerate() {
                    let offset = field_offset(op.result(0).ty(), index);
                    self.flow(value, 0, op.result(0), offset);
                }
            }
            (Rule::Structural, "functional.get") => {
                let offset = get_offset(op);
                self.flow(op.operand(0), offset, op.result(0), 0);
            }
            (Rule::Structural, "arith.select") => {
                self.flow(op.operand(1), 0, op.result(0), 0);
                self.flow(op.operand(2), 0, op.result(0), 0);
            }
            (Rule::Elementwise(entries), _) => {
                for entry in entries {
                    if self.is_varied(op.operand(entry.operand)) {
                        self.varied.insert((op.result(entry.result), 0));
                    }
                }
            }
            (Rule::Convert, _) if varied => {
                self.varied.insert((op.result(0), 0));
            }
            _ => {}
        }
        Ok(())
    }

    /// Leaves of `from` from `start` on flow into those of `to` from `offset` on, as many as both have.
    fn flow(&mut self, from: Value<'a>, start: usize, to: Value<'a>, offset: usize) {
        let sources = start..leaves(from.ty()).len();
        let targets = offset..leaves(to.ty()).len();
        for (source, target) in sources.zip(targets) {
            if self.varied.contains(&(from, source)) {
                self.varied.insert((to, target));
            }
        }
    }

    fn call(&mut self, op: Op<'a>) {
        let callee = op
            .attr("callee")
            .and_then(Attr::as_symbol)
            .unwrap_or_default();
        let mut mask = Vec::new();
        let mut gives = Vec::new();
        for operand in op.operands() {
            for leaf in 0..leaves(operand.ty()).len() {
                let varied = self.varied.contains(&(operand, leaf));
                mask.push(varied);
                if varied {
                    gives.push((operand, leaf));
                }
            }
        }
        let results = op.result_types();
        let key = Key::new(callee, Mode::Reverse, mask, &results);
        let builder = Builder::before(op);
        let cotangents: Vec<Type<'a>> = results.iter().flat_map(|ty| leaves(*ty)).collect();
        let gradients: Vec<Type<'a>> = gives
            .iter()
            .map(|(value, leaf)| leaves(value.ty())[*leaf])
            .collect();
        let mut types = results;
        types.push(fn_type(op.context(), &cotangents, &gradients));
        let values = call(&builder, &key.name(), &op.operands(), &types);
        let (pullback, primal) = values.split_last().expect("the pullback is a result");
        for value in primal {
            for leaf in 0..leaves(value.ty()).len() {
                self.varied.insert((*value, leaf));
            }
        }
        let new = pullback.defining_op().expect("just made");
        self.pullbacks.insert(
            new,
            Pullback {
                function: *pullback,
                gives,
            },
        );
        op.replace_with(primal);
        (self.needs)(key);
    }
}

/// Where the leaves that a `functional.get` reads start.
pub fn get_offset(op: Op<'_>) -> usize {
    let index = op.attr("index").and_then(Attr::as_int).unwrap_or(0) as usize;
    field_offset(op.operand(0).ty(), index)
}
