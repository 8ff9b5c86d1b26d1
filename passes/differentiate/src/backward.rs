//! The reverse sweep: cotangents flow from results to operands.

use crate::{
    derive::rule_for,
    emitter::Emitter,
    functions::{apply, holds_function},
    leaves::{field_offset, leaves},
    monomial::E,
    record::{Leaf, Pullback, get_offset},
    rules::{At, Entry, Rule},
    threading::add_results,
};
use pullback_ir::{Block, Op, Type, Value};
use pullback_pass::Error;
use std::collections::{HashMap, HashSet};

/// The state of the sweep.
pub struct Backward<'a, 'e, 's> {
    /// Emits into the backpropagator.
    pub emitter: &'e Emitter<'a>,
    /// Leaves that need a cotangent.
    pub varied: &'s HashSet<Leaf<'a>>,
    /// Pullbacks of calls.
    pub pullbacks: &'s HashMap<Op<'a>, Pullback<'a>>,
    /// Contributions to each leaf's cotangent; one map a nested branch, innermost last.
    pub adjoints: Vec<HashMap<Leaf<'a>, Vec<E<'a, 'e>>>>,
}

impl<'a, 'e> Backward<'a, 'e, '_> {
    /// Adds a contribution to a leaf's cotangent; dropped if the leaf is not varied.
    pub fn add(&mut self, leaf: Leaf<'a>, term: E<'a, 'e>) {
        if self.varied.contains(&leaf)
            && let Some(scope) = self.adjoints.last_mut()
        {
            scope.entry(leaf).or_default().push(term);
        }
    }

    /// Takes the contributions to a leaf's cotangent.
    pub fn take(&mut self, leaf: Leaf<'a>) -> Vec<E<'a, 'e>> {
        self.adjoints
            .last_mut()
            .and_then(|scope| scope.remove(&leaf))
            .unwrap_or_default()
    }

    /// The cotangent of a leaf, if anything has contributed.
    fn cotangent(&mut self, leaf: Leaf<'a>) -> Option<E<'a, 'e>> {
        let terms = self.take(leaf);
        self.emitter.total(&terms)
    }

    /// The cotangents of an op's results, leaf by leaf; `None` if nothing has contributed to any.
    fn cotangents(&mut self, op: Op<'a>) -> Option<Vec<Vec<Option<E<'a, 'e>>>>> {
        let cotangents: Vec<Vec<Option<E<'a, 'e>>>> = op
            .results()
            .into_iter()
            .map(|result| {
                (0..leaves(result.ty()).len())
                    .map(|leaf| self.cotangent((result, leaf)))
                    .collect()
            })
            .collect();
        let any = cotangents.iter().flatten().any(Option::is_some);
        any.then_some(cotangents)
    }

    /// Sweeps over a block, last op first.
    pub fn block(&mut self, block: Block<'a>) -> Result<(), Error> {
        for op in block.ops().into_iter().rev() {
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'a>) -> Result<(), Error> {
        if op.is_terminator() || op.result_count() == 0 {
            return Ok(());
        }
        self.emitter.enter_op(op, "reverse");
        match op.name() {
            "scf.if" => return self.branch(op),
            "func.call" => {
                self.call(op);
                return Ok(());
            }
            "functional.tuple" => {
                let tuple = op.result(0);
                for (index, field) in op.operands().into_iter().enumerate() {
                    let offset = field_offset(tuple.ty(), index);
                    for leaf in 0..leaves(field.ty()).len() {
                        for term in self.take((tuple, offset + leaf)) {
                            self.add((field, leaf), term);
                        }
                    }
                }
                return Ok(());
            }
            "functional.get" => {
                let offset = get_offset(op);
                for leaf in 0..leaves(op.result(0).ty()).len() {
                    for term in self.take((op.result(0), leaf)) {
                        self.add((op.operand(0), offset + leaf), term);
                    }
                }
                return Ok(());
            }
            _ => {}
        }
        let Some(cotangents) = self.cotangents(op) else {
            return Ok(());
        };
        if op.is("arith.select") {
            self.select(op, &cotangents[0]);
            return Ok(());
        }
        match rule_for(op, true)? {
            Some(Rule::Elementwise(entries)) => {
                let each: Vec<Option<E<'a, 'e>>> = cotangents
                    .iter()
                    .map(|leaves| leaves.first().copied().flatten())
                    .collect();
                self.elementwise(op, entries, &each);
            }
            Some(Rule::Convert) => {
                if let Some(d) = cotangents[0][0] {
                    let back = d.convert(op.operand(0).ty());
                    self.add((op.operand(0), 0), back);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn elementwise(&mut self, op: Op<'a>, entries: &[Entry], cotangents: &[Option<E<'a, 'e>>]) {
        let operands = op.operands();
        let x = floats(self.emitter, &operands);
        let y: Vec<E<'a, 'e>> = op
            .results()
            .into_iter()
            .map(|value| self.emitter.of(value))
            .collect();
        for entry in entries {
            let operand = operands[entry.operand];
            let Some(d) = cotangents[entry.result] else {
                continue;
            };
            if self.varied.contains(&(operand, 0)) {
                let term = (entry.partial)(At {
                    d,
                    x: &x,
                    y: &y,
                    operands: &operands,
                });
                self.add((operand, 0), term.stamped());
            }
        }
    }

    fn select(&mut self, op: Op<'a>, cotangents: &[Option<E<'a, 'e>>]) {
        let condition = op.operand(0);
        for (leaf, cotangent) in cotangents.iter().enumerate() {
            let Some(d) = *cotangent else { continue };
            self.add((op.operand(1), leaf), d.masked(condition, true));
            self.add((op.operand(2), leaf), d.masked(condition, false));
        }
    }

    fn call(&mut self, op: Op<'a>) {
        let Some(pullback) = self.pullbacks.get(&op) else {
            return;
        };
        let results: Vec<Value<'a>> = op
            .results()
            .into_iter()
            .filter(|result| !holds_function(result.ty()))
            .collect();
        let mut cotangents = Vec::new();
        let mut any = false;
        for result in results {
            for (leaf, ty) in leaves(result.ty()).into_iter().enumerate() {
                let cotangent = self.cotangent((result, leaf));
                any |= cotangent.is_some();
                cotangents.push((ty, cotangent));
            }
        }
        if !any {
            return;
        }
        let seeds: Vec<Value<'a>> = cotangents
            .into_iter()
            .map(|(ty, term)| term.map_or_else(|| self.emitter.constant(ty, 0.0), E::value))
            .collect();
        let given = apply(self.emitter.builder(), pullback.function, &seeds);
        for (leaf, value) in pullback.gives.iter().zip(given) {
            let term = self.emitter.with_flags(value, None);
            self.add(*leaf, term);
        }
    }

    /// The reverse of a branch is a branch on the same condition; what both need from outside is its results.
    fn branch(&mut self, op: Op<'a>) -> Result<(), Error> {
        let Some(cotangents) = self.cotangents(op) else {
            return Ok(());
        };
        let emitter = self.emitter;
        let location = emitter.builder().location();
        let shell = emitter
            .builder()
            .op("scf.if")
            .operands(&[op.operand(0)])
            .results(&[])
            .regions(2)
            .build();
        let mut outward: Vec<HashMap<Leaf<'a>, Vec<E<'a, 'e>>>> = Vec::new();
        let mut order: Vec<Leaf<'a>> = Vec::new();
        for side in 0..2 {
            let block = shell.region(side).append_block(&[], location);
            let source = op.region(side).entry();
            self.adjoints.push(HashMap::new());
            emitter.inside(block, || -> Result<(), Error> {
                for (value, leaves) in source.terminator().operands().into_iter().zip(&cotangents) {
                    for (leaf, cotangent) in leaves.iter().enumerate() {
                        if let Some(d) = cotangent {
                            self.add((value, leaf), *d);
                        }
                    }
                }
                self.block(source)
            })?;
            let scope = self.adjoints.pop().unwrap_or_default();
            let mut leaves: Vec<Leaf<'a>> = scope.keys().copied().collect();
            leaves.retain(|(value, _)| !value.is_inside(op));
            outward.push(scope);
            order.extend(leaves);
        }
        sort_leaves(op, &mut order);
        order.dedup();
        let types: Vec<Type<'a>> = order
            .iter()
            .map(|(value, leaf)| leaves(value.ty())[*leaf])
            .collect();
        let mut yields: [Vec<Value<'a>>; 2] = [Vec::new(), Vec::new()];
        for side in 0..2 {
            let block = shell.region(side).entry();
            emitter.inside(block, || {
                for (leaf, ty) in order.iter().zip(&types) {
                    let terms = outward[side].remove(leaf).unwrap_or_default();
                    yields[side].push(emitter.sum(*ty, &terms));
                }
                emitter.builder().op("scf.yield").results(&[]).build();
            });
        }
        let new = add_results(shell, &types, [&yields[0], &yields[1]]);
        for (leaf, value) in order.into_iter().zip(new.results()) {
            let term = emitter.with_flags(value, None);
            self.add(leaf, term);
        }
        Ok(())
    }
}

/// The float operands as lazy products.
pub fn floats<'a, 'e>(emitter: &'e Emitter<'a>, operands: &[Value<'a>]) -> Vec<Option<E<'a, 'e>>> {
    operands
        .iter()
        .map(|value| {
            let ty = value.ty();
            ty.element().is_float().then(|| emitter.of(*value))
        })
        .collect()
}

/// An order that depends on the program only: arguments and ops before `op`, as they stand in the text.
fn sort_leaves<'a>(op: Op<'a>, leaves: &mut [Leaf<'a>]) {
    let Some(function) = op.ancestor("func.func") else {
        return;
    };
    let mut positions: HashMap<Value<'a>, usize> = HashMap::new();
    for inner in function.walk(pullback_ir::WalkOrder::Pre) {
        for region in inner.regions() {
            for block in region.blocks() {
                for argument in block.args() {
                    let next = positions.len();
                    positions.insert(argument, next);
                }
            }
        }
        for result in inner.results() {
            let next = positions.len();
            positions.insert(result, next);
        }
    }
    leaves.sort_by_key(|(value, leaf)| (positions.get(value).copied(), *leaf));
}
