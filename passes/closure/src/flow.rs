//! Which functions each value may be: a graph whose edges say where function values flow.
//!
//! A node is a place: a value, or a component of a tuple. It holds a set of *elements*: lambdas, functions
//! of the module and partial applications. Most edges are known from the text; those into a lambda's
//! parameters and out of its results appear when the lambda reaches a call.

use crate::scan::function_paths;
use petgraph::graph::{DiGraph, NodeIndex};
use pullback_functional::ops;
use pullback_ir::{Attr, Op, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The functions that a value may be, by their positions in [`Flow::elements`].
pub(crate) type Set = BTreeSet<usize>;

/// One function that a value may be.
#[derive(Clone, Debug)]
pub(crate) struct Element<'a> {
    /// The `lambda`, `ref` or `partial` that makes it; the first `ref` of several to one function.
    pub op: Op<'a>,
    /// The values that it keeps: what a lambda captures; the operands of a `partial`.
    pub keeps: Vec<Value<'a>>,
}

/// A value that becomes an operand's, a result or a block argument somewhere else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer<'a> {
    /// The op that uses the value.
    pub op: Op<'a>,
    /// As which operand.
    pub index: usize,
    /// What it becomes.
    pub to: Value<'a>,
}

/// A call that waits for the functions that may be called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Site<'a> {
    callee: NodeIndex,
    arguments: Vec<Value<'a>>,
    results: Vec<Value<'a>>,
}

/// The functions that reach every place of a function.
#[derive(Default)]
pub(crate) struct Flow<'a> {
    /// The elements, in the order of the text.
    pub elements: Vec<Element<'a>>,
    /// Where the text moves values from operands elsewhere.
    pub transfers: Vec<Transfer<'a>>,
    graph: DiGraph<Set, ()>,
    nodes: HashMap<(Value<'a>, Vec<usize>), NodeIndex>,
    sites: Vec<Site<'a>>,
    known_sites: HashSet<Site<'a>>,
    sites_of: HashMap<NodeIndex, Vec<usize>>,
    met: HashSet<(usize, usize)>,
    changed: Vec<NodeIndex>,
}

impl<'a> Flow<'a> {
    /// Analyses the ops of a function, which stand in the text's order.
    pub fn of(ops: &[Op<'a>]) -> Self {
        let mut flow = Self::default();
        let mut references = HashMap::new();
        for &op in ops {
            flow.element(op, &mut references);
        }
        for &op in ops {
            flow.edges(op);
        }
        flow.solve();
        flow
    }

    /// The functions that may be at a place.
    pub fn set(&self, value: Value<'a>, path: &[usize]) -> Set {
        self.nodes
            .get(&(value, path.to_vec()))
            .map(|&node| self.graph[node].clone())
            .unwrap_or_default()
    }

    fn element(&mut self, op: Op<'a>, references: &mut HashMap<&'a str, usize>) {
        let keeps = match op.name() {
            ops::LAMBDA => op.captures(),
            ops::PARTIAL => op.operands(),
            ops::REF => Vec::new(),
            _ => return,
        };
        let mut index = self.elements.len();
        if let Some(symbol) = op.attr(ops::SYMBOL).and_then(Attr::as_symbol) {
            index = *references.entry(symbol).or_insert(index);
        }
        if index == self.elements.len() {
            self.elements.push(Element { op, keeps });
        }
        let node = self.node(op.result(0), Vec::new());
        self.graph[node].insert(index);
        self.changed.push(node);
    }

    fn node(&mut self, value: Value<'a>, path: Vec<usize>) -> NodeIndex {
        let graph = &mut self.graph;
        *self
            .nodes
            .entry((value, path))
            .or_insert_with(|| graph.add_node(Set::new()))
    }

    /// `from` flows into `to`, which is of the same type.
    fn edge(&mut self, from: Value<'a>, to: Value<'a>) {
        self.edge_between((from, &[]), (to, &[]));
    }

    /// Part of a value flows into part of another; the paths lead to parts of one type.
    fn edge_between(&mut self, from: (Value<'a>, &[usize]), to: (Value<'a>, &[usize])) {
        for path in function_paths(from.0.ty()) {
            let Some(rest) = path.strip_prefix(from.1) else {
                continue;
            };
            let target = self.node(to.0, [to.1, rest].concat());
            let source = self.node(from.0, path);
            self.graph.update_edge(source, target, ());
            self.changed.push(source);
        }
    }

    fn transfer(&mut self, op: Op<'a>, index: usize, to: Value<'a>) {
        self.edge(op.operand(index), to);
        if crate::scan::holds_function(to.ty()) {
            self.transfers.push(Transfer { op, index, to });
        }
    }

    /// The edges that an op's text says.
    fn edges(&mut self, op: Op<'a>) {
        match op.name() {
            ops::TUPLE => {
                for (index, operand) in op.operands().into_iter().enumerate() {
                    self.edge_between((operand, &[]), (op.result(0), &[index]));
                }
            }
            ops::GET => {
                let index = op.attr(ops::INDEX).and_then(Attr::as_int);
                if let Some(index) = index.and_then(|index| usize::try_from(index).ok()) {
                    self.edge_between((op.operand(0), &[index]), (op.result(0), &[]));
                }
            }
            ops::APPLY => {
                let operands = op.operands();
                let callee = self.node(operands[0], Vec::new());
                self.site(Site {
                    callee,
                    arguments: operands[1..].to_vec(),
                    results: op.results(),
                });
            }
            "arith.select" => {
                self.transfer(op, 1, op.result(0));
                self.transfer(op, 2, op.result(0));
            }
            "scf.yield" => self.yielded(op),
            "scf.condition" => self.condition(op),
            "scf.for" => self.loop_values(op, 3, op.region(0).entry().args().split_off(1)),
            "scf.while" => {
                let before = op.region(0).entry().args();
                for (index, to) in before.into_iter().enumerate() {
                    self.transfer(op, index, to);
                }
            }
            _ => {}
        }
    }

    /// What a loop carries: an operand or a block argument, and the result, which is represented in the
    /// same way.
    fn loop_values(&mut self, op: Op<'a>, first: usize, arguments: Vec<Value<'a>>) {
        for (index, (argument, result)) in arguments.into_iter().zip(op.results()).enumerate() {
            self.transfer(op, first + index, argument);
            self.edge(argument, result);
            self.edge(result, argument);
        }
    }

    fn yielded(&mut self, op: Op<'a>) {
        let Some(parent) = op.parent() else { return };
        let targets = match parent.name() {
            "scf.if" | "scf.index_switch" => parent.results(),
            "scf.for" => parent.region(0).entry().args().split_off(1),
            "scf.while" => parent.region(0).entry().args(),
            _ => return,
        };
        for (index, to) in targets.into_iter().enumerate() {
            self.transfer(op, index, to);
        }
    }

    fn condition(&mut self, op: Op<'a>) {
        let Some(parent) = op.parent() else { return };
        let after = parent.region(1).entry().args();
        for (index, (argument, result)) in after.into_iter().zip(parent.results()).enumerate() {
            self.transfer(op, index + 1, argument);
            self.edge(argument, result);
            self.edge(result, argument);
        }
    }

    fn site(&mut self, site: Site<'a>) {
        if self.known_sites.insert(site.clone()) {
            let callee = site.callee;
            self.sites_of
                .entry(callee)
                .or_default()
                .push(self.sites.len());
            self.sites.push(site);
            self.changed.push(callee);
        }
    }

    /// Lets sets flow until nothing changes. Sets only grow, and a call makes sites of ever smaller
    /// types, so this ends.
    fn solve(&mut self) {
        while let Some(node) = self.changed.pop() {
            let set = self.graph[node].clone();
            let targets: Vec<_> = self.graph.neighbors(node).collect();
            for target in targets {
                let before = self.graph[target].len();
                self.graph[target].extend(&set);
                if self.graph[target].len() > before {
                    self.changed.push(target);
                }
            }
            for site in self.sites_of.get(&node).cloned().unwrap_or_default() {
                for &element in &set {
                    if self.met.insert((site, element)) {
                        self.call(site, element);
                    }
                }
            }
        }
    }

    /// An element reaches a call.
    fn call(&mut self, site: usize, element: usize) {
        let Site {
            arguments, results, ..
        } = self.sites[site].clone();
        let op = self.elements[element].op;
        match op.name() {
            ops::LAMBDA => {
                let body = op.region(0).entry();
                for (argument, parameter) in arguments.into_iter().zip(body.args()) {
                    self.edge(argument, parameter);
                }
                for (returned, result) in body.terminator().operands().into_iter().zip(results) {
                    self.edge(returned, result);
                }
            }
            ops::PARTIAL => {
                let operands = op.operands();
                let callee = self.node(operands[0], Vec::new());
                let arguments = [&operands[1..], &arguments].concat();
                self.site(Site {
                    callee,
                    arguments,
                    results,
                });
            }
            // A function of the module is first-order: nothing flows.
            _ => {}
        }
    }
}
