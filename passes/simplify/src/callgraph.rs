//! Who names whom among the functions of a module.

use petgraph::{algo::kosaraju_scc, graph::DiGraph};
use pullback_ir::{Block, Op, Region};
use std::collections::HashMap;

/// A function of the module.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function<'a> {
    /// The `func.func`.
    pub(crate) op: Op<'a>,
    /// Whether it may come back to itself by calls, references or other symbol uses.
    pub(crate) recursive: bool,
    /// How many symbol uses there are in the module.
    pub(crate) uses: usize,
    /// Whether it may name functions of the module.
    pub(crate) names_any: bool,
}

/// The functions of a module in an order in which callees come first, recursion aside.
#[derive(Debug)]
pub(crate) struct CallGraph<'a> {
    functions: HashMap<&'a str, Function<'a>>,
    /// Components of mutual recursion, callees first.
    components: Vec<Vec<&'a str>>,
}

/// The function that an op calls.
pub(crate) fn callee(op: Op<'_>) -> Option<&str> {
    op.is("func.call")
        .then(|| op.attr("callee"))
        .flatten()?
        .as_symbol()
}

/// More uses than can be counted down.
const MANY: usize = usize::MAX;

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
                    names_any: false,
                };
                functions.insert(name, function);
            }
        }
        let ops = module
            .regions()
            .into_iter()
            .flat_map(Region::blocks)
            .flat_map(Block::ops);
        for user in ops.chain([module]) {
            let Some(names) = user.symbol_uses() else {
                // What an unregistered op names is unknown: nothing is used by what is seen alone.
                for function in functions.values_mut() {
                    function.uses = MANY;
                    function.names_any = true;
                }
                continue;
            };
            let caller = user.symbol_name();
            let caller = caller.and_then(|name| Some((name, *nodes.get(name)?)));
            for name in names {
                let (Some(&to), Some(function)) = (nodes.get(name), functions.get_mut(name)) else {
                    continue;
                };
                function.uses = function.uses.saturating_add(1);
                if let Some((caller, from)) = caller {
                    function.recursive |= to == from;
                    graph.update_edge(from, to, ());
                    if let Some(caller) = functions.get_mut(caller) {
                        caller.names_any = true;
                    }
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
    pub(crate) fn components(&self) -> impl DoubleEndedIterator<Item = Vec<Function<'a>>> {
        self.components
            .iter()
            .map(|names| names.iter().filter_map(|name| self.get(name)).collect())
    }

    /// Notes the uses in code that was copied.
    pub(crate) fn add_uses(&mut self, copy: Op<'a>) {
        match copy.symbol_uses() {
            Some(names) => {
                for name in names {
                    if let Some(function) = self.functions.get_mut(name) {
                        function.uses = function.uses.saturating_add(1);
                    }
                }
            }
            None => self
                .functions
                .values_mut()
                .for_each(|function| function.uses = MANY),
        }
    }

    /// Notes that a use of a function is gone. If it was the last use of a private function, erases that
    /// function, and in turn those that only it used.
    pub(crate) fn remove_use(&mut self, name: &'a str) {
        let mut gone = vec![name];
        while let Some(name) = gone.pop() {
            let Some(function) = self.functions.get_mut(name).filter(|f| f.uses != MANY) else {
                continue;
            };
            function.uses -= 1;
            if function.uses == 0 && is_private(function.op) {
                let op = function.op;
                self.functions.remove(name);
                gone.extend(op.symbol_uses().unwrap_or_default());
                op.erase();
            }
        }
    }
}

/// Whether nothing outside the module can name the function.
pub(crate) fn is_private(function: Op<'_>) -> bool {
    function
        .attr("sym_visibility")
        .is_some_and(|visibility| visibility.as_str() == Some("private"))
}
