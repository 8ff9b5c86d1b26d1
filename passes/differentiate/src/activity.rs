//! Which leaves take part in a derivative: those that depend on a varied argument, and that a result depends on.
//!
//! One graph: an edge from a leaf to each leaf that is computed of it. What a loop carries is a node, so that loops
//! are cycles, and both questions are reachability.

use crate::{
    arrays::Functional,
    derive::rule_for,
    leaves::{field_offset, leaves},
    rules::{Rule, rule},
};
use petgraph::{
    graph::{DiGraph, NodeIndex},
    visit::{Dfs, Reversed, VisitMap},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Block, Op, Value, WalkOrder};
use pullback_pass::Error;
use std::collections::{HashMap, HashSet};

/// A leaf of a value.
pub type Leaf<'a> = (Value<'a>, usize);

/// The leaves of a function's values that matter to its derivative.
#[derive(Debug, Default)]
pub struct Activity<'a> {
    varied: HashSet<Leaf<'a>>,
    useful: HashSet<Leaf<'a>>,
}

impl<'a> Activity<'a> {
    /// Looks at the body of a function, whose arguments' leaves `arguments` vary. One entry of `useful` for each leaf of the
    /// results says whether that is asked for.
    pub fn of(body: Block<'a>, arguments: &[Leaf<'a>], useful: &[bool]) -> Self {
        let mut flow = Flow::default();
        flow.block(body);
        let results = flow.leaves_of(&body.terminator().operands()).into_iter();
        let results = results.zip(useful).filter(|(_, useful)| **useful);
        let results = results.map(|(leaf, _)| leaf).collect();
        let arguments = arguments.iter().map(|&leaf| flow.node(leaf)).collect();
        let mut forwards = Dfs::empty(&flow.graph);
        forwards.stack = arguments;
        let mut activity = Self::default();
        while let Some(node) = forwards.next(&flow.graph) {
            activity.varied.extend(flow.graph[node]);
        }
        let mut backwards = Dfs::empty(Reversed(&flow.graph));
        backwards.stack = results;
        while let Some(node) = backwards.next(Reversed(&flow.graph)) {
            activity.useful.extend(flow.graph[node]);
        }
        activity
    }

    /// Whether the leaf depends on a varied argument.
    pub fn is_varied(&self, leaf: Leaf<'a>) -> bool {
        self.varied.contains(&leaf)
    }

    /// Whether a result depends on the leaf.
    pub fn is_useful(&self, leaf: Leaf<'a>) -> bool {
        self.useful.contains(&leaf)
    }

    /// Whether the leaf depends on a varied argument, and a result on it.
    pub fn is_active(&self, leaf: Leaf<'a>) -> bool {
        self.varied.contains(&leaf) && self.useful.contains(&leaf)
    }

    /// Whether a leaf of the value is active.
    pub fn has_active(&self, value: Value<'a>) -> bool {
        (0..leaves(value.ty()).len()).any(|leaf| self.is_active((value, leaf)))
    }

    /// Whether a leaf of the value is varied.
    fn has_varied(&self, value: Value<'a>) -> bool {
        (0..leaves(value.ty()).len()).any(|leaf| self.is_varied((value, leaf)))
    }

    /// `new` takes the place of `old`.
    pub fn replace(&mut self, old: Value<'a>, new: Value<'a>) {
        for set in [&mut self.varied, &mut self.useful] {
            for leaf in 0..leaves(old.ty()).len() {
                if set.contains(&(old, leaf)) {
                    set.insert((new, leaf));
                }
            }
        }
    }

    /// An error where an op that varied values reach has no rule.
    pub fn check(&self, function: Op<'a>) -> Result<(), Error> {
        for op in function.walk(WalkOrder::Pre).into_iter().skip(1) {
            let mut inputs = op.operands();
            if op.region_count() > 0 && !matches!(rule(op.name()), Some(Rule::Structural)) {
                inputs.extend(op.captures());
            }
            let varied = inputs.into_iter().any(|value| self.has_varied(value));
            rule_for(op, varied)?;
        }
        Ok(())
    }
}

/// For each leaf of `from`, on which leaves of `to` it has an influence in a block.
pub fn influence<'a>(block: Block<'a>, from: &[Leaf<'a>], to: &[Leaf<'a>]) -> Vec<Vec<bool>> {
    let mut flow = Flow::default();
    flow.block(block);
    let to: Vec<NodeIndex> = to.iter().map(|&leaf| flow.node(leaf)).collect();
    let from: Vec<NodeIndex> = from.iter().map(|&leaf| flow.node(leaf)).collect();
    let reached = |start: NodeIndex| {
        let mut search = Dfs::new(&flow.graph, start);
        while search.next(&flow.graph).is_some() {}
        to.iter()
            .map(|node| search.discovered.is_visited(node))
            .collect()
    };
    from.into_iter().map(reached).collect()
}

/// The graph of leaves.
#[derive(Default)]
struct Flow<'a> {
    /// `None` for a node that only joins many.
    graph: DiGraph<Option<Leaf<'a>>, ()>,
    nodes: HashMap<Leaf<'a>, NodeIndex>,
}

impl<'a> Flow<'a> {
    fn node(&mut self, leaf: Leaf<'a>) -> NodeIndex {
        let Self { graph, nodes } = self;
        *nodes
            .entry(leaf)
            .or_insert_with(|| graph.add_node(Some(leaf)))
    }

    fn leaves_of(&mut self, values: &[Value<'a>]) -> Vec<NodeIndex> {
        let leaf =
            |&value: &Value<'a>| (0..leaves(value.ty()).len()).map(move |leaf| (value, leaf));
        let found: Vec<Leaf<'a>> = values.iter().flat_map(leaf).collect();
        found.into_iter().map(|leaf| self.node(leaf)).collect()
    }

    fn edge(&mut self, from: Leaf<'a>, to: Leaf<'a>) {
        let (from, to) = (self.node(from), self.node(to));
        self.graph.add_edge(from, to, ());
    }

    /// Leaves of `from` from `start` on become those of `to` from `offset` on, as many as both have.
    fn copy(&mut self, from: Value<'a>, start: usize, to: Value<'a>, offset: usize) {
        let sources = start..leaves(from.ty()).len();
        let targets = offset..leaves(to.ty()).len();
        for (source, target) in sources.zip(targets) {
            self.edge((from, source), (to, target));
        }
    }

    fn copies(&mut self, from: &[Value<'a>], to: &[Value<'a>]) {
        for (&from, &to) in from.iter().zip(to) {
            self.copy(from, 0, to, 0);
        }
    }

    /// All leaves of `from` are in all of `to`.
    fn mix(&mut self, from: &[Value<'a>], to: &[Value<'a>]) {
        let (from, to) = (self.leaves_of(from), self.leaves_of(to));
        // A node between them keeps the number of edges linear.
        if let ([_, _, ..], [_, _, ..]) = (from.as_slice(), to.as_slice()) {
            let between = self.graph.add_node(None);
            for &node in &from {
                self.graph.add_edge(node, between, ());
            }
            for &node in &to {
                self.graph.add_edge(between, node, ());
            }
            return;
        }
        for &source in &from {
            for &target in &to {
                self.graph.add_edge(source, target, ());
            }
        }
    }

    fn block(&mut self, block: Block<'a>) {
        for op in block.ops() {
            self.op(op);
        }
    }

    fn op(&mut self, op: Op<'a>) {
        let (operands, results) = (op.operands(), op.results());
        match op.name() {
            "scf.for" => {
                let body = op.region(0).entry();
                self.block(body);
                let carried = &body.args()[1..];
                self.copies(&operands[3..], carried);
                self.copies(&body.terminator().operands(), carried);
                self.copies(carried, &results);
            }
            "scf.while" => {
                let (before, after) = (op.region(0).entry(), op.region(1).entry());
                self.block(before);
                self.block(after);
                self.copies(&operands, &before.args());
                let forwarded = &before.terminator().operands()[1..];
                self.copies(forwarded, &after.args());
                self.copies(forwarded, &results);
                self.copies(&after.terminator().operands(), &before.args());
            }
            "nd.map" | "nd.reduce" | "nd.scan" => {
                let parts = Functional::of(op);
                self.block(parts.body);
                let arguments = parts.body.args();
                let (elements, carried) = arguments.split_at(parts.inputs);
                let yields = parts.yields();
                self.copies(&parts.arrays(), elements);
                self.copies(&yields, &results);
                if parts.carried > 0 {
                    self.copies(&parts.rest(), carried);
                    self.copies(&yields, carried);
                    self.copies(carried, &results);
                }
            }
            "scf.if" | "scf.index_switch" | "scf.execute_region" | ops::MATCH => {
                for block in op.regions().into_iter().filter_map(|region| region.first()) {
                    self.block(block);
                    if op.is(ops::MATCH) {
                        self.mix(&operands, &block.args());
                    }
                    self.copies(&block.terminator().operands(), &results);
                }
            }
            ops::TUPLE => {
                for (index, &field) in operands.iter().enumerate() {
                    let offset = field_offset(results[0].ty(), index);
                    self.copy(field, 0, results[0], offset);
                }
            }
            ops::GET => self.copy(operands[0], get_offset(op), results[0], 0),
            "arith.select" => {
                self.copy(operands[1], 0, results[0], 0);
                self.copy(operands[2], 0, results[0], 0);
            }
            ops::ADD => {
                self.copy(operands[0], 0, results[0], 0);
                self.copy(operands[1], 0, results[0], 0);
            }
            name => match rule(name) {
                Some(Rule::Zero) => {}
                Some(Rule::Elementwise(entries)) => {
                    for entry in entries {
                        self.edge((operands[entry.operand], 0), (results[entry.result], 0));
                    }
                }
                _ => self.mix(&operands, &results),
            },
        }
    }
}

/// Where the leaves that a `functional.get` reads start.
pub fn get_offset(op: Op<'_>) -> usize {
    field_offset(op.operand(0).ty(), get_index(op))
}

/// The field that a `functional.get` reads.
pub fn get_index(op: Op<'_>) -> usize {
    op.attr("index").and_then(Attr::as_int).unwrap_or(0) as usize
}
