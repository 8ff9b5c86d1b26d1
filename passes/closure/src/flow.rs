//! Which functions each place of a module may hold: a graph whose edges say where function values flow.
//!
//! A node is a place, or a component of a tuple or of a stack's entries there. It holds a set of *elements*: lambdas, functions of the
//! module and partial applications. Most edges are known from the text; those into a lambda's parameters and
//! out of its results appear when the lambda reaches a call.
//!
//! Some places are *open*: their function values stay as they are, because they meet an op that is not
//! understood, or a derivative that is not there yet. What is connected to an open place is open.

mod open;

use crate::scan::{Scope, function_paths, holds_function, is_on_stack, named};
use petgraph::graph::{DiGraph, NodeIndex};
use pullback_functional::ops;
use pullback_ir::{Op, Type, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The functions that a place may hold, by their positions in [`Flow::elements`].
pub(crate) type Set = BTreeSet<usize>;

/// Where a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place<'a> {
    /// A value in the text.
    Value(Value<'a>),
    /// What a function of the module gives.
    Result(Op<'a>, usize),
    /// A field of a constructor of a data type.
    Field(Op<'a>, usize, usize),
}

/// One function that a value may be.
#[derive(Clone, Debug)]
pub(crate) struct Element<'a> {
    /// The `lambda`, `ref` or `partial` that makes it; the first `ref` of several to one function.
    pub op: Op<'a>,
    /// The values that it keeps: what a lambda captures; the operands of a `partial`.
    pub keeps: Vec<Value<'a>>,
}

/// An operand that becomes what is at another place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer<'a> {
    /// The op that uses the value.
    pub op: Op<'a>,
    /// As which operand.
    pub index: usize,
    /// Where it goes.
    pub to: Place<'a>,
}

/// A call that waits for the functions that may be called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Site<'a> {
    /// The function value.
    pub callee: Value<'a>,
    /// With what it is called.
    pub arguments: Vec<Value<'a>>,
    /// What comes back.
    pub results: Vec<Value<'a>>,
}

/// The functions that reach every place of a module.
#[derive(Default)]
pub(crate) struct Flow<'a> {
    /// The elements, in the order of the text.
    pub elements: Vec<Element<'a>>,
    /// Where the text moves values from operands elsewhere.
    pub transfers: Vec<Transfer<'a>>,
    /// The functions behind the elements that are references.
    pub functions: HashMap<usize, Op<'a>>,
    /// The calls, and those that partial applications make of them.
    pub sites: Vec<Site<'a>>,
    graph: DiGraph<Set, ()>,
    nodes: HashMap<(Place<'a>, Vec<usize>), NodeIndex>,
    paths: HashMap<Type<'a>, Vec<Vec<usize>>>,
    known_sites: HashSet<Site<'a>>,
    sites_of: HashMap<NodeIndex, Vec<usize>>,
    met: HashSet<(usize, usize)>,
    changed: Vec<NodeIndex>,
    open: HashSet<NodeIndex>,
}

impl<'a> Flow<'a> {
    /// Analyses the functions that take part. `operators`: whether what derivative operators are applied to takes
    /// part as well; if not, functions that hold an operator are left as they are.
    pub fn of(scope: &Scope<'a>, operators: bool) -> Self {
        let mut flow = Self::default();
        let mut references = HashMap::new();
        for &op in &scope.ops {
            flow.element(op, scope, &mut references);
        }
        for &op in &scope.ops {
            flow.edges(op, scope);
        }
        flow.solve(scope);
        let seeds = flow.seeds(scope, operators);
        flow.spread(seeds, scope);
        flow
    }

    /// The functions that may be at a place.
    pub fn set(&self, place: Place<'a>, path: &[usize]) -> Set {
        self.nodes
            .get(&(place, path.to_vec()))
            .map(|&node| self.graph[node].clone())
            .unwrap_or_default()
    }

    /// Whether function values at a place stay what they are.
    pub fn is_open(&self, place: Place<'a>, path: &[usize]) -> bool {
        self.nodes
            .get(&(place, path.to_vec()))
            .is_some_and(|node| self.open.contains(node))
    }

    /// The sets of all places that are not open.
    pub fn sets(&self) -> BTreeSet<Set> {
        self.graph
            .node_indices()
            .filter(|node| !self.open.contains(node))
            .map(|node| self.graph[node].clone())
            .collect()
    }

    fn element(&mut self, op: Op<'a>, scope: &Scope<'a>, references: &mut HashMap<&'a str, usize>) {
        let keeps = match op.name() {
            ops::LAMBDA => op.captures(),
            ops::PARTIAL if op.operand_count() > 1 => op.operands(),
            ops::REF => Vec::new(),
            _ => return,
        };
        let mut index = self.elements.len();
        if op.is(ops::REF)
            && let Some(symbol) = named(op)
        {
            index = *references.entry(symbol).or_insert(index);
            let function = scope.function(symbol).map(|function| (index, function));
            self.functions.extend(function);
        }
        if index == self.elements.len() {
            self.elements.push(Element { op, keeps });
        }
        let node = self.node(Place::Value(op.result(0)), Vec::new());
        self.graph[node].insert(index);
        self.changed.push(node);
    }

    fn node(&mut self, place: Place<'a>, path: Vec<usize>) -> NodeIndex {
        let graph = &mut self.graph;
        *self
            .nodes
            .entry((place, path))
            .or_insert_with(|| graph.add_node(Set::new()))
    }

    fn paths(&mut self, ty: Type<'a>) -> Vec<Vec<usize>> {
        self.paths
            .entry(ty)
            .or_insert_with(|| function_paths(ty))
            .clone()
    }

    /// All nodes of a place of this type.
    fn nodes_of(&mut self, place: Place<'a>, ty: Type<'a>) -> Vec<NodeIndex> {
        let paths = self.paths(ty);
        let node = |path| self.node(place, path);
        paths.into_iter().map(node).collect()
    }

    fn nodes_of_value(&mut self, value: Value<'a>) -> Vec<NodeIndex> {
        self.nodes_of(Place::Value(value), value.ty())
    }

    /// What is at a place of this type flows to another place of the same type.
    fn edge(&mut self, from: Place<'a>, to: Place<'a>, ty: Type<'a>) {
        self.edge_between((from, &[]), (to, &[]), ty);
    }

    fn edge_of_values(&mut self, from: Value<'a>, to: Value<'a>) {
        self.edge(Place::Value(from), Place::Value(to), from.ty());
    }

    /// Part of a value of this type flows into part of another; the paths lead to parts of one type.
    fn edge_between(
        &mut self,
        from: (Place<'a>, &[usize]),
        to: (Place<'a>, &[usize]),
        ty: Type<'a>,
    ) {
        for path in self.paths(ty) {
            let Some(rest) = path.strip_prefix(from.1) else {
                continue;
            };
            let is_on_stack = is_on_stack(ty, &path, from.1.len());
            let target = self.node(to.0, [to.1, rest].concat());
            let source = self.node(from.0, path);
            self.graph.update_edge(source, target, ());
            self.changed.push(source);
            // A stack stays as it is represented: no entry is changed where it goes.
            if is_on_stack {
                self.graph.update_edge(target, source, ());
                self.changed.push(target);
            }
        }
    }

    fn transfer(&mut self, op: Op<'a>, index: usize, to: Place<'a>) {
        let operand = op.operand(index);
        self.edge(Place::Value(operand), to, operand.ty());
        if holds_function(operand.ty()) {
            self.transfers.push(Transfer { op, index, to });
        }
    }

    fn transfers_to(&mut self, op: Op<'a>, first: usize, to: &[Value<'a>]) {
        for (index, &to) in to.iter().enumerate() {
            self.transfer(op, first + index, Place::Value(to));
        }
    }

    /// The edges that an op's text says.
    fn edges(&mut self, op: Op<'a>, scope: &Scope<'a>) {
        match op.name() {
            ops::TUPLE => {
                for (index, operand) in op.operands().into_iter().enumerate() {
                    let to = (Place::Value(op.result(0)), &[index][..]);
                    self.edge_between((Place::Value(operand), &[]), to, operand.ty());
                }
            }
            ops::GET => {
                let index = op.attr(ops::INDEX).and_then(|index| index.as_int());
                if let Some(index) = index.and_then(|index| usize::try_from(index).ok()) {
                    let tuple = op.operand(0);
                    let to = (Place::Value(op.result(0)), &[][..]);
                    self.edge_between((Place::Value(tuple), &[index]), to, tuple.ty());
                }
            }
            ops::APPLY => {
                let operands = op.operands();
                self.site(Site {
                    callee: operands[0],
                    arguments: operands[1..].to_vec(),
                    results: op.results(),
                });
            }
            // One that binds nothing is the function itself.
            ops::PARTIAL if op.operand_count() == 1 => self.transfers_to(op, 0, &op.results()),
            "arith.select" => {
                self.transfers_to(op, 1, &op.results());
                self.transfers_to(op, 2, &op.results());
            }
            "scf.yield" | ops::YIELD => self.yielded(op),
            "scf.condition" => self.condition(op),
            "scf.for" => {
                let carried = op.region(0).entry().args().split_off(1);
                self.transfers_to(op, 3, &carried);
                self.same(&carried, &op.results());
            }
            "scf.while" => self.transfers_to(op, 0, &op.region(0).entry().args()),
            "func.call" => self.call_of_function(op, scope),
            "func.return" => {
                let Some(function) = op.parent() else { return };
                for index in 0..op.operand_count() {
                    self.transfer(op, index, Place::Result(function, index));
                }
            }
            ops::PUSH => self.entry(op.result(0), &op.operands()),
            ops::POP => self.entry(op.operand(0), &op.results()),
            ops::CONSTRUCT => self.construct(op, scope),
            ops::MATCH => self.matched(op, scope),
            _ => {}
        }
    }

    /// Places that are represented in the same way.
    fn same(&mut self, some: &[Value<'a>], others: &[Value<'a>]) {
        for (&one, &other) in some.iter().zip(others) {
            self.edge_of_values(one, other);
            self.edge_of_values(other, one);
        }
    }

    /// A stack after a push or before a pop, the one on the other side, and the entry.
    fn entry(&mut self, stack: Value<'a>, others: &[Value<'a>]) {
        let Some((&rest, entry)) = others.split_first() else {
            return;
        };
        self.edge_of_values(stack, rest);
        for (index, &value) in entry.iter().enumerate() {
            let slot = (Place::Value(stack), &[index][..]);
            self.edge_between(slot, (Place::Value(value), &[]), stack.ty());
            self.edge_between((Place::Value(value), &[]), slot, value.ty());
        }
    }

    fn yielded(&mut self, op: Op<'a>) {
        let Some(parent) = op.parent() else { return };
        let targets = match parent.name() {
            "scf.if" | "scf.index_switch" | "scf.execute_region" | ops::MATCH => parent.results(),
            "scf.for" => parent.region(0).entry().args().split_off(1),
            "scf.while" => parent.region(0).entry().args(),
            _ => return,
        };
        self.transfers_to(op, 0, &targets);
    }

    fn condition(&mut self, op: Op<'a>) {
        let Some(parent) = op.parent() else { return };
        let after = parent.region(1).entry().args();
        self.transfers_to(op, 1, &after);
        self.same(&after, &parent.results());
    }

    fn call_of_function(&mut self, op: Op<'a>, scope: &Scope<'a>) {
        let Some(function) = named(op).and_then(|name| scope.function(name)) else {
            return;
        };
        self.transfers_to(op, 0, &function.region(0).entry().args());
        for (index, result) in op.results().into_iter().enumerate() {
            self.edge(
                Place::Result(function, index),
                Place::Value(result),
                result.ty(),
            );
        }
    }

    fn construct(&mut self, op: Op<'a>, scope: &Scope<'a>) {
        let constructor = op.attr(ops::CONSTRUCTOR).and_then(|name| name.as_str());
        let Some(declaration) = scope.data.of_op(op) else {
            return;
        };
        let Some(position) = constructor.and_then(|name| declaration.position(name)) else {
            return;
        };
        for index in 0..op.operand_count() {
            self.transfer(op, index, Place::Field(declaration.op, position, index));
        }
    }

    fn matched(&mut self, op: Op<'a>, scope: &Scope<'a>) {
        let Some(declaration) = scope.data.of_op(op) else {
            return;
        };
        for (case, region) in op.regions().into_iter().enumerate() {
            for (index, field) in region.entry().args().into_iter().enumerate() {
                let from = Place::Field(declaration.op, case, index);
                self.edge(from, Place::Value(field), field.ty());
            }
        }
    }

    fn site(&mut self, site: Site<'a>) {
        if self.known_sites.insert(site.clone()) {
            let callee = self.node(Place::Value(site.callee), Vec::new());
            self.sites_of
                .entry(callee)
                .or_default()
                .push(self.sites.len());
            self.sites.push(site);
            self.changed.push(callee);
        }
    }

    /// Lets sets flow until nothing changes. Sets only grow, and a partial application makes sites with more
    /// arguments of ever more of the program's finitely many types, so this ends.
    fn solve(&mut self, scope: &Scope<'a>) {
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
                        self.call(site, element, scope);
                    }
                }
            }
        }
    }

    /// An element reaches a call.
    fn call(&mut self, site: usize, element: usize, scope: &Scope<'a>) {
        let Site {
            arguments, results, ..
        } = self.sites[site].clone();
        let op = self.elements[element].op;
        match op.name() {
            ops::LAMBDA => {
                let body = op.region(0).entry();
                for (argument, parameter) in arguments.into_iter().zip(body.args()) {
                    self.edge_of_values(argument, parameter);
                }
                for (returned, result) in body.terminator().operands().into_iter().zip(results) {
                    self.edge_of_values(returned, result);
                }
            }
            ops::PARTIAL => {
                let operands = op.operands();
                let arguments = [&operands[1..], &arguments].concat();
                self.site(Site {
                    callee: operands[0],
                    arguments,
                    results,
                });
            }
            _ => {
                let Some(function) = named(op).and_then(|name| scope.function(name)) else {
                    return;
                };
                for (argument, parameter) in
                    arguments.into_iter().zip(function.region(0).entry().args())
                {
                    self.edge_of_values(argument, parameter);
                }
                for (index, result) in results.into_iter().enumerate() {
                    self.edge(
                        Place::Result(function, index),
                        Place::Value(result),
                        result.ty(),
                    );
                }
            }
        }
    }
}
