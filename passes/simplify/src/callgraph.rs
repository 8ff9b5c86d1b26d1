//! Who calls or refers to whom among the functions of a module.

use crate::walk;
use petgraph::{algo::kosaraju_scc, graph::DiGraph};
use pullback_functional::ops::{REF, SYMBOL};
use pullback_ir::Op;
use std::collections::HashMap;

/// A function of the module.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function<'a> {
    /// The `func.func`.
    pub(crate) op: Op<'a>,
    /// Whether it may come back to itself by calls and references.
    pub(crate) recursive: bool,
    /// How many calls and references there are.
    pub(crate) uses: usize,
}

/// The functions of a module in an order in which callees come first, recursion aside.
#[derive(Debug)]
pub(crate) struct CallGraph<'a> {
    functions: HashMap<&'a str, Function<'a>>,
    /// Components of mutual recursion, callees first.
    components: Vec<Vec<&'a str>>,
}

/// The function that a call or a reference names.
pub(crate) fn callee(op: Op<'_>) -> Option<&str> {
    match op.name() {
        "func.call" => op.attr("callee")?.as_symbol(),
        "func.constant" => op.attr("value")?.as_symbol(),
        REF => op.attr(SYMBOL)?.as_symbol(),
        _ => None,
    }
}

impl<'a> CallGraph<'a> {
    /// Reads the graph off a module.
    pub(crate) fn of(module: Op<'a>) -> Self {
        let mut graph = DiGraph::<&str, ()>::new();
        let mut functions = HashMap::new();
        let mut nodes = HashMap::new();
        for op in module.functions() {
            if let Some(name) = op.symbol_name() {
                nodes.insert(name, graph.add_node(name));
                let function = Function {
                    op,
                    recursive: false,
                    uses: 0,
                };
                functions.insert(name, function);
            }
        }
        for caller in graph.node_indices() {
            for inner in walk::ops_of(functions[graph[caller]].op) {
                if let Some(name) = callee(inner)
                    && let Some(&to) = nodes.get(name)
                    && let Some(function) = functions.get_mut(name)
                {
                    function.uses += 1;
                    function.recursive |= to == caller;
                    graph.update_edge(caller, to, ());
                }
            }
        }
        // Kosaraju's algorithm, as petgraph's other one recurses and a chain of calls may be long.
        let components: Vec<Vec<&str>> = kosaraju_scc(&graph)
            .into_iter()
            .map(|component| component.into_iter().map(|node| graph[node]).collect())
            .collect();
        for component in components.iter().filter(|component| component.len() > 1) {
            for name in component {
                if let Some(function) = functions.get_mut(name) {
                    function.recursive = true;
                }
            }
        }
        Self {
            functions,
            components,
        }
    }

    /// The function of this name.
    pub(crate) fn get(&self, name: &str) -> Option<Function<'a>> {
        self.functions.get(name).copied()
    }

    /// The components of mutual recursion, callees first.
    pub(crate) fn components(&self) -> impl Iterator<Item = Vec<Function<'a>>> {
        self.components
            .iter()
            .map(|names| names.iter().filter_map(|name| self.get(name)).collect())
    }
}
