//! Where function values stay what they are.

use super::{Flow, Place};
use crate::scan::{Scope, is_first_order, named};
use petgraph::{Direction, graph::NodeIndex};
use pullback_functional::ops;
use pullback_ir::Op;
use std::collections::{HashMap, HashSet};

impl<'a> Flow<'a> {
    /// The places that are open by themselves.
    pub(super) fn seeds(&mut self, scope: &Scope<'a>, operators: bool) -> Vec<NodeIndex> {
        let mut seeds = Vec::new();
        let holders: HashSet<Op<'a>> = scope
            .ops
            .iter()
            .filter(|op| !operators && ops::DERIVATIVES.contains(&op.name()))
            .filter_map(|op| op.ancestor("func.func"))
            .collect();
        let mut held = false;
        for &op in &scope.ops {
            if op.is("func.func") {
                held = holders.contains(&op);
            }
            // Branches between blocks are not followed.
            for region in op.regions() {
                for block in region.blocks().into_iter().skip(1) {
                    for value in block.args() {
                        seeds.extend(self.nodes_of_value(value));
                    }
                }
            }
            let is_operator = ops::DERIVATIVES.contains(&op.name());
            if is_operator && !held {
                seeds.extend(self.nodes_of_value(op.result(0)));
                if !is_first_order(op.operand(0).ty()) {
                    seeds.extend(self.nodes_of_value(op.operand(0)));
                }
            } else if held || !is_understood(op, scope) {
                let regions = op.regions().into_iter();
                let arguments =
                    regions.flat_map(|region| region.blocks().into_iter().flat_map(|b| b.args()));
                let values: Vec<_> = [op.operands(), op.results(), arguments.collect()].concat();
                for value in values {
                    seeds.extend(self.nodes_of_value(value));
                }
            }
        }
        seeds
    }

    /// What is connected to an open place is open.
    pub(super) fn spread(&mut self, mut pending: Vec<NodeIndex>, scope: &Scope<'a>) {
        let tied = self.ties(scope);
        while let Some(node) = pending.pop() {
            if !self.open.insert(node) {
                continue;
            }
            pending.extend(self.graph.neighbors_directed(node, Direction::Outgoing));
            pending.extend(self.graph.neighbors_directed(node, Direction::Incoming));
            pending.extend(tied.get(&node).into_iter().flatten());
        }
    }

    /// A function value that stays has a type that stays, and so have its arguments and results.
    fn ties(&mut self, scope: &Scope<'a>) -> HashMap<NodeIndex, Vec<NodeIndex>> {
        let mut ties: HashMap<_, Vec<_>> = HashMap::new();
        for &op in &scope.ops {
            match op.name() {
                ops::LAMBDA => {
                    let body = op.region(0).entry();
                    let node = self.node(Place::Value(op.result(0)), Vec::new());
                    for value in [body.args(), body.terminator().operands()].concat() {
                        let nodes = self.nodes_of_value(value);
                        ties.entry(node).or_default().extend(nodes);
                    }
                }
                ops::REF => {
                    let node = self.node(Place::Value(op.result(0)), Vec::new());
                    let Some(function) = named(op).and_then(|name| scope.function(name)) else {
                        continue;
                    };
                    let (_, results) = function.function_type().unwrap_or_default();
                    for (index, ty) in results.into_iter().enumerate() {
                        let nodes = self.nodes_of(Place::Result(function, index), ty);
                        ties.entry(node).or_default().extend(nodes);
                    }
                    for value in function.region(0).entry().args() {
                        let nodes = self.nodes_of_value(value);
                        ties.entry(node).or_default().extend(nodes);
                    }
                }
                ops::PARTIAL => {
                    let node = self.node(Place::Value(op.result(0)), Vec::new());
                    let callee = self.node(Place::Value(op.operand(0)), Vec::new());
                    ties.entry(callee).or_default().push(node);
                    for value in op.operands() {
                        let nodes = self.nodes_of_value(value);
                        ties.entry(node).or_default().extend(nodes);
                    }
                }
                ops::APPLY => {
                    let callee = self.node(Place::Value(op.operand(0)), Vec::new());
                    for value in [op.operands().split_off(1), op.results()].concat() {
                        let nodes = self.nodes_of_value(value);
                        ties.entry(callee).or_default().extend(nodes);
                    }
                }
                _ => {}
            }
        }
        ties
    }
}

/// The ops through which function values flow in a way that is known.
const KNOWN: [&str; 23] = [
    "func.func",
    "func.return",
    ops::LAMBDA,
    ops::APPLY,
    ops::PARTIAL,
    ops::TUPLE,
    ops::GET,
    ops::RETURN,
    ops::CONSTRUCT,
    ops::MATCH,
    ops::YIELD,
    ops::STACK,
    ops::PUSH,
    ops::POP,
    "arith.select",
    "ub.poison",
    "scf.if",
    "scf.yield",
    "scf.for",
    "scf.while",
    "scf.condition",
    "scf.index_switch",
    "scf.execute_region",
];

fn is_understood(op: Op<'_>, scope: &Scope<'_>) -> bool {
    match op.name() {
        "func.call" | ops::REF => {
            let function = named(op).and_then(|name| scope.function(name));
            // A reference to a function that is elsewhere is known if it takes and gives data.
            function.is_some() || op.is(ops::REF) && is_first_order(op.result(0).ty())
        }
        "scf.yield" => op.parent().is_some_and(|parent| {
            matches!(
                parent.name(),
                "scf.if" | "scf.for" | "scf.while" | "scf.index_switch" | "scf.execute_region"
            )
        }),
        name => KNOWN.contains(&name),
    }
}
