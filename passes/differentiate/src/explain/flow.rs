//! Which part of which value is computed of which, in one function.
//!
//! An edge is smooth where a derivative flows, and cut where the value flows without it. What a loop carries is a
//! node, so that loops are cycles and every question is reachability.

use super::{
    parts::{Part, components, offset, parts},
    summary::Summaries,
};
use crate::{
    arrays::Functional,
    rules::{Rule, rule},
};
use petgraph::{
    graph::{DiGraph, NodeIndex},
    visit::{Dfs, EdgeFiltered, EdgeRef, Reversed, Visitable, Walker},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Block, Op, Value};
use pullback_pass::Error;
use std::{collections::HashMap, rc::Rc};

/// How a part depends on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependence<'a> {
    /// A derivative flows.
    Smooth,
    /// Only the value flows; these ops, in the order of the text, have the derivative zero or none. No op where
    /// the part that is depended on has no derivatives itself.
    Cut(Rc<[Op<'a>]>),
}

/// The graph of a function.
pub struct Flow<'a, 's> {
    graph: DiGraph<Part<'a>, Dependence<'a>>,
    nodes: HashMap<Part<'a>, NodeIndex>,
    differentiable: HashMap<Value<'a>, Rc<[bool]>>,
    summaries: &'s Summaries<'a>,
}

impl<'a, 's> Flow<'a, 's> {
    /// Reads the body of a function.
    pub fn of(body: Block<'a>, summaries: &'s Summaries<'a>) -> Result<Self, Error> {
        let mut flow = Self {
            graph: DiGraph::new(),
            nodes: HashMap::new(),
            differentiable: HashMap::new(),
            summaries,
        };
        flow.block(body)?;
        Ok(flow)
    }

    /// How each of `results` depends on `part`, in their order; `None` where it does not.
    pub fn dependences(
        &mut self,
        part: Part<'a>,
        results: &[Part<'a>],
    ) -> Vec<Option<Dependence<'a>>> {
        let start = self.node(part);
        let results: Vec<_> = results.iter().map(|&result| self.node(result)).collect();
        let smooth_edges = EdgeFiltered::from_fn(&self.graph, |edge| {
            matches!(edge.weight(), Dependence::Smooth)
        });
        let mut smooth = self.graph.visit_map();
        if self.is_differentiable(part) {
            for node in Dfs::new(&smooth_edges, start).iter(&smooth_edges) {
                smooth.insert(node.index());
            }
        }
        let mut all = self.graph.visit_map();
        for node in Dfs::new(&self.graph, start).iter(&self.graph) {
            all.insert(node.index());
        }
        let depends = |result: NodeIndex| match () {
            () if smooth.contains(result.index()) => Some(Dependence::Smooth),
            () if all.contains(result.index()) => {
                let mut reaches = self.graph.visit_map();
                let reversed = Reversed(&self.graph);
                for node in Dfs::new(reversed, result).iter(reversed) {
                    reaches.insert(node.index());
                }
                let mut cuts: Vec<Op<'a>> = Vec::new();
                for edge in self.graph.edge_references() {
                    if let Dependence::Cut(ops) = edge.weight()
                        && smooth.contains(edge.source().index())
                        && reaches.contains(edge.target().index())
                    {
                        cuts.extend(
                            ops.iter()
                                .filter(|op| !cuts.contains(op))
                                .copied()
                                .collect::<Vec<_>>(),
                        );
                    }
                }
                Some(Dependence::Cut(cuts.into()))
            }
            () => None,
        };
        results.into_iter().map(depends).collect()
    }

    fn node(&mut self, part: Part<'a>) -> NodeIndex {
        let Self { graph, nodes, .. } = self;
        *nodes.entry(part).or_insert_with(|| graph.add_node(part))
    }

    fn is_differentiable(&self, (value, part): Part<'a>) -> bool {
        match self.differentiable.get(&value) {
            Some(known) => known[part],
            None => components(value.ty())[part].is_differentiable(),
        }
    }

    /// `to` is computed of `from` by `op`: smoothly where both have derivatives.
    fn link(&mut self, from: Part<'a>, to: Part<'a>, op: Op<'a>) {
        if self.is_differentiable(from) && self.is_differentiable(to) {
            self.edge(from, to, Dependence::Smooth);
        } else {
            self.cut(from, to, op);
        }
    }

    /// `to` is computed of `from` by `op`, which has no derivative by it.
    fn cut(&mut self, from: Part<'a>, to: Part<'a>, op: Op<'a>) {
        let ops: &[Op<'a>] = match self.is_differentiable(from) {
            true => &[op],
            false => &[],
        };
        self.edge(from, to, Dependence::Cut(ops.into()));
    }

    fn edge(&mut self, from: Part<'a>, to: Part<'a>, dependence: Dependence<'a>) {
        let (from, to) = (self.node(from), self.node(to));
        self.graph.add_edge(from, to, dependence);
    }

    /// `to` is `from`, value by value.
    fn copies(&mut self, from: &[Value<'a>], to: &[Value<'a>], op: Op<'a>) {
        for (&from, &to) in from.iter().zip(to) {
            for (from, to) in parts(&[from]).into_iter().zip(parts(&[to])) {
                self.link(from, to, op);
            }
        }
    }

    /// Everything in `to` is computed of everything in `from`.
    fn links(&mut self, from: &[Value<'a>], to: &[Value<'a>], op: Op<'a>) {
        for &from in &parts(from) {
            for &to in &parts(to) {
                self.link(from, to, op);
            }
        }
    }

    /// As [`Self::links`], but no derivative flows.
    fn cuts(&mut self, from: &[Value<'a>], to: &[Value<'a>], op: Op<'a>) {
        for &from in &parts(from) {
            for &to in &parts(to) {
                self.cut(from, to, op);
            }
        }
    }

    fn block(&mut self, block: Block<'a>) -> Result<(), Error> {
        for op in block.ops() {
            for value in op.results() {
                let known = components(value.ty());
                let known = known.iter().map(|part| part.is_differentiable()).collect();
                self.differentiable.insert(value, known);
            }
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'a>) -> Result<(), Error> {
        let (operands, results) = (op.operands(), op.results());
        for block in op.regions().into_iter().flat_map(|region| region.blocks()) {
            self.block(block)?;
        }
        let yields = |region: usize| op.region(region).entry().terminator().operands();
        let arguments = |region: usize| op.region(region).entry().args();
        match op.name() {
            "func.call" => self.call(op),
            "scf.for" => {
                let (bounds, initial) = operands.split_at(3);
                let (counter, carried) = (&arguments(0)[..1], &arguments(0)[1..]);
                self.cuts(bounds, counter, op);
                for from in [initial, &yields(0)] {
                    self.copies(from, carried, op);
                    self.copies(from, &results, op);
                }
                self.cuts(bounds, &results, op);
            }
            "scf.while" => {
                let condition = op.region(0).entry().terminator();
                let (choice, forwarded) = (&yields(0)[..1], &yields(0)[1..]);
                self.copies(&operands, &arguments(0), op);
                self.copies(&yields(1), &arguments(0), op);
                for to in [&arguments(1), &results] {
                    self.copies(forwarded, to, op);
                    self.cuts(choice, to, condition);
                }
            }
            "nd.map" | "nd.reduce" | "nd.scan" => {
                let parts = Functional::of(op);
                let inside = arguments(0);
                let (elements, carried) = inside.split_at(parts.inputs);
                self.copies(&parts.arrays(), elements, op);
                self.copies(&yields(0), &results, op);
                if parts.carried > 0 {
                    for from in [parts.rest(), yields(0)] {
                        self.copies(&from, carried, op);
                    }
                    self.copies(carried, &results, op);
                }
            }
            "tensor.pad" | "tensor.generate" => {
                self.links(&operands[..operands.len().min(1)], &results, op);
                self.copies(&yields(0), &results, op);
            }
            "scf.if" | "scf.index_switch" | "scf.execute_region" | ops::MATCH => {
                for region in op.regions() {
                    let Some(block) = region.first() else {
                        continue;
                    };
                    // The fields of a match's value.
                    self.links(&operands, &block.args(), op);
                    self.copies(&block.terminator().operands(), &results, op);
                }
                self.cuts(&operands, &results, op);
            }
            ops::TUPLE => {
                for (index, &field) in operands.iter().enumerate() {
                    let start = offset(results[0].ty(), index);
                    for (place, from) in parts(&[field]).into_iter().enumerate() {
                        self.link(from, (results[0], start + place), op);
                    }
                }
            }
            ops::GET => {
                let index = op.attr(ops::INDEX).and_then(Attr::as_int).unwrap_or(0);
                let start = offset(operands[0].ty(), index as usize);
                for (place, to) in parts(&results).into_iter().enumerate() {
                    self.link((operands[0], start + place), to, op);
                }
            }
            "arith.select" => {
                self.cuts(&operands[..1], &results, op);
                self.copies(&operands[1..2], &results, op);
                self.copies(&operands[2..], &results, op);
            }
            name => match rule(name) {
                Some(Rule::Elementwise(entries)) => {
                    for (index, &operand) in operands.iter().enumerate() {
                        match entries.iter().any(|entry| entry.operand == index) {
                            true => self.links(&[operand], &results, op),
                            false => self.cuts(&[operand], &results, op),
                        }
                    }
                }
                Some(Rule::Array(_)) => {
                    for &operand in &operands {
                        match operand.ty().element().is_float() {
                            true => self.links(&[operand], &results, op),
                            false => self.cuts(&[operand], &results, op),
                        }
                    }
                }
                Some(Rule::Convert | Rule::Structural) => self.links(&operands, &results, op),
                Some(Rule::Eliminated(why)) => {
                    return Err(Error::at(
                        op,
                        format!(
                            "'{name}' is left where first-order code is needed: {why}; run functional-differentiate and functional-to-first-order first"
                        ),
                    ));
                }
                Some(Rule::Zero | Rule::Unsupported(_)) => self.cuts(&operands, &results, op),
                None => {
                    let inputs = [operands, op.captures()].concat();
                    self.cuts(&inputs, &results, op);
                    for block in op.regions().into_iter().flat_map(|region| region.blocks()) {
                        self.cuts(&inputs, &block.args(), op);
                    }
                }
            },
        }
        Ok(())
    }

    fn call(&mut self, op: Op<'a>) {
        let summary = self.summaries.callee(op);
        let results = parts(&op.results());
        for (argument, from) in parts(&op.operands()).into_iter().enumerate() {
            for (result, &to) in results.iter().enumerate() {
                match summary.map(|summary| summary.dependence(argument, result)) {
                    Some(Some(dependence)) => self.edge(from, to, dependence.clone()),
                    Some(None) => {}
                    None => self.cut(from, to, op),
                }
            }
        }
    }
}
