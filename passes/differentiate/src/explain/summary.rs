//! How the results of functions depend on their arguments, callees first.

use super::{
    flow::{Dependence, Flow},
    parts::{components, parts},
};
use crate::custom::Rules;
use petgraph::{algo::tarjan_scc, graph::DiGraph};
use pullback_ir::{Attr, Op, Type, WalkOrder};
use pullback_pass::Error;
use std::{collections::HashMap, rc::Rc};

/// How the parts of a function's results depend on those of its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary<'a> {
    /// One row an argument's part.
    rows: Vec<Vec<Option<Dependence<'a>>>>,
}

impl<'a> Summary<'a> {
    /// How part `result` of the results depends on part `argument` of the arguments.
    pub fn dependence(&self, argument: usize, result: usize) -> Option<&Dependence<'a>> {
        self.rows.get(argument)?.get(result)?.as_ref()
    }

    fn of(function: Op<'a>, summaries: &Summaries<'a>) -> Result<Self, Error> {
        let body = function.region(0).entry();
        let mut flow = Flow::of(body, summaries)?;
        let results = parts(&body.terminator().operands());
        let arguments = parts(&body.args()).into_iter();
        let rows = arguments.map(|part| flow.dependences(part, &results));
        Ok(Self {
            rows: rows.collect(),
        })
    }

    /// What is known of a function by its type and its rule alone.
    fn by_type(function: Op<'a>) -> Self {
        let (inputs, results) = function.function_type().unwrap_or_default();
        let differentiable = |types: &[Type<'a>]| -> Vec<bool> {
            let all = types.iter().flat_map(|&ty| components(ty));
            all.map(|part| part.is_differentiable()).collect()
        };
        let has_rule = Rules::of(function).is_some();
        let results = differentiable(&results);
        let entry = |argument: bool, result: bool| match (argument, has_rule && result) {
            (true, true) => Dependence::Smooth,
            (true, false) => Dependence::Cut([function].into()),
            (false, _) => Dependence::Cut(Rc::new([])),
        };
        let row = |argument: bool| {
            let results = results.iter();
            results
                .map(|&result| Some(entry(argument, result)))
                .collect()
        };
        Self {
            rows: differentiable(&inputs).into_iter().map(row).collect(),
        }
    }
}

/// The summaries of a module's functions.
#[derive(Debug, Default)]
pub struct Summaries<'a> {
    known: HashMap<&'a str, Summary<'a>>,
}

impl<'a> Summaries<'a> {
    /// Of functions of a module, and of all that these call.
    pub fn of(module: Op<'a>, entries: &[Op<'a>]) -> Result<Self, Error> {
        let mut graph = DiGraph::new();
        let mut nodes = HashMap::new();
        let mut pending = entries.to_vec();
        let mut calls = Vec::new();
        while let Some(function) = pending.pop() {
            let name = function.symbol_name().unwrap_or_default();
            if nodes.contains_key(name) {
                continue;
            }
            nodes.insert(name, graph.add_node(function));
            // A rule stands for the body.
            if Rules::of(function).is_some() {
                continue;
            }
            for op in function.walk(WalkOrder::Pre) {
                let callee = callee(op).and_then(|name| module.symbol(name));
                calls.extend(
                    callee
                        .and_then(|op| op.symbol_name())
                        .map(|callee| (name, callee)),
                );
                pending.extend(callee);
            }
        }
        for (caller, callee) in calls {
            graph.update_edge(nodes[caller], nodes[callee], ());
        }
        let mut summaries = Self::default();
        for component in tarjan_scc(&graph) {
            let functions: Vec<_> = component.into_iter().map(|node| graph[node]).collect();
            summaries.add(&functions)?;
        }
        Ok(summaries)
    }

    /// Of functions that call each other: dependences are added until there are no more.
    fn add(&mut self, functions: &[Op<'a>]) -> Result<(), Error> {
        for function in functions {
            let name = function.symbol_name().unwrap_or_default();
            self.known.insert(name, Summary::default());
        }
        loop {
            let mut changed = false;
            for &function in functions {
                let name = function.symbol_name().unwrap_or_default();
                let summary = self.summarise(function)?;
                changed |= self.known.get(name) != Some(&summary);
                self.known.insert(name, summary);
            }
            if !changed {
                return Ok(());
            }
        }
    }

    fn summarise(&self, function: Op<'a>) -> Result<Summary<'a>, Error> {
        let body = function.region(0);
        if body.is_empty() || Rules::of(function).is_some() {
            return Ok(Summary::by_type(function));
        }
        if body.blocks().len() > 1 {
            let name = function.symbol_name().unwrap_or_default();
            return Err(Error::at(
                function,
                format!("@{name} has unstructured control flow (cf); run lift-cf-to-scf first"),
            ));
        }
        Summary::of(function, self)
    }

    /// Of the function that an op calls.
    pub fn callee(&self, op: Op<'a>) -> Option<&Summary<'a>> {
        self.known.get(callee(op)?)
    }

    /// Of a function.
    pub fn function(&self, function: Op<'a>) -> Option<&Summary<'a>> {
        self.known.get(function.symbol_name()?)
    }
}

fn callee(op: Op<'_>) -> Option<&str> {
    op.is("func.call")
        .then(|| op.attr("callee").and_then(Attr::as_symbol))?
}
