//! The reverse sweep: cotangents flow from results to operands.

mod arrays;
mod branches;
mod calls;
mod data;
mod elements;
mod folds;
mod loops;

use crate::{
    activity::{Activity, Leaf, get_offset},
    derive::{Needs, rule_for},
    emitter::Emitter,
    leaves::{field_offset, leaves},
    monomial::E,
    record::Pullback,
    rules::{At, Entry, Rule},
    tape::Twins,
};
use pullback_functional::ops;
use pullback_ir::{Block, Op, Value, WalkOrder};
use pullback_pass::Error;
use std::collections::HashMap;

/// Contributions to the cotangents of leaves.
type Adjoints<'a, 'e> = HashMap<Leaf<'a>, Vec<E<'a, 'e>>>;

/// The state of the sweep.
pub struct Backward<'a, 'e, 's> {
    /// Emits into the backpropagator.
    emitter: &'e Emitter<'a>,
    /// Which leaves need a cotangent.
    activity: Activity<'a>,
    /// Pullbacks of calls.
    pullbacks: HashMap<Op<'a>, Pullback<'a>>,
    /// The derivatives that are asked for.
    needs: &'s mut Needs,
    function: Op<'a>,
    /// Contributions to each leaf's cotangent; one map a nested region, innermost last.
    adjoints: Vec<Adjoints<'a, 'e>>,
    /// Where values stand in the text: an order that depends on the program only.
    places: HashMap<Value<'a>, usize>,
    /// Which region is the reverse of which.
    twins: Twins<'a>,
}

impl<'a, 'e, 's> Backward<'a, 'e, 's> {
    /// Before the sweep over `function`.
    pub fn new(
        emitter: &'e Emitter<'a>,
        function: Op<'a>,
        activity: Activity<'a>,
        pullbacks: HashMap<Op<'a>, Pullback<'a>>,
        needs: &'s mut Needs,
    ) -> Self {
        Self {
            emitter,
            activity,
            pullbacks,
            needs,
            function,
            adjoints: vec![HashMap::new()],
            places: places(function),
            twins: Twins::default(),
        }
    }

    /// Asks for the derivatives of what is called; which region is the reverse of which.
    pub fn finish(self) -> Twins<'a> {
        for op in self.function.walk(WalkOrder::Pre) {
            if let Some(pullback) = self.pullbacks.get(&op) {
                self.needs.ask(pullback.key.clone());
            }
        }
        self.twins
    }

    /// Adds a contribution to a leaf's cotangent; dropped if the leaf is not varied.
    pub fn add(&mut self, leaf: Leaf<'a>, term: E<'a, 'e>) {
        if self.activity.is_active(leaf)
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
            "scf.if" | "scf.index_switch" | ops::MATCH => return self.branch(op),
            "scf.for" | "scf.while" | "func.call" => return self.under_mask(op),
            "nd.map" | "nd.reduce" | "nd.scan" => return self.functional(op),
            ops::PUSH => {
                self.push(op);
                return Ok(());
            }
            ops::POP => {
                self.pop(op);
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
        match op.name() {
            "arith.select" => {
                self.select(op, &cotangents[0]);
                return Ok(());
            }
            ops::CONSTRUCT => {
                self.construct(op, &cotangents[0]);
                return Ok(());
            }
            ops::ADD => {
                for (leaf, cotangent) in cotangents[0].iter().enumerate() {
                    if let Some(d) = *cotangent {
                        self.add((op.operand(0), leaf), d);
                        self.add((op.operand(1), leaf), d);
                    }
                }
                return Ok(());
            }
            _ => {}
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
            Some(Rule::Array(rule)) => self.array(op, &rule, &cotangents),
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
            if self.activity.is_active((operand, 0)) {
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

/// Arguments before ops, as they stand in the text.
fn places(function: Op<'_>) -> HashMap<Value<'_>, usize> {
    let mut places = HashMap::new();
    for op in function.walk(WalkOrder::Pre) {
        let blocks = op.regions().into_iter().flat_map(|region| region.blocks());
        let arguments = blocks.flat_map(Block::args);
        for value in arguments.chain(op.results()) {
            let next = places.len();
            places.insert(value, next);
        }
    }
    places
}
