//! `functional-split-closures`.

mod branches;
mod choice;
mod component;
mod cut;
mod halves;
mod notes;
mod poison;
mod stacks;

use crate::scan::has_function_field;
use branches::hoist;
use component::Component;
pub(crate) use cut::inputs;
use halves::{Halves, Parts};
pub(crate) use notes::Half;
use petgraph::{algo::kosaraju_scc, graph::DiGraph};
use pullback_functional::fn_signature;
use pullback_ir::{Attr, Block, Op, Type, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Marks a function that gives function values and cannot be split: `functional-simplify` inlines it
/// wherever it is called, however large it is.
pub const UNSPLITTABLE: &str = "functional.unsplittable";

/// Turns calls of functions that give closures into calls that give what the closures capture.
///
/// `@f : (A) -> (R, fn<(B) -> C>)` becomes `@f$fwd : (A) -> (R, T...)`, where `T...` is the *tape*, and
/// `@f$bwd : (T..., B) -> C`. A call of `@f` becomes a call of `@f$fwd`, and an application of the function
/// it gave a call of `@f$bwd`. What is on the tape is decided by a minimum cut between the arguments of `@f`
/// and the captures. With this a large derivative is compiled once, however often it is called.
///
/// Functions that call each other in a circle, as derivatives of recursive functions do, are split together; what
/// their forward halves hand over, apart from arguments and results, is then one value of a data type `@f$tape`.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-split-closures",
    on = "builtin.module",
    dialects = ["arith", "cf", "func", "functional", "math", "scf", "ub"]
)]
pub struct SplitClosures;

impl Pass for SplitClosures {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        loop {
            let (split, marked) = Module::of(root.op()).split();
            root.count("functions split", split);
            root.count("functions that cannot be split", marked);
            if marked == 0 {
                return Ok(());
            }
            // Inlining them may show what the closures of their callers are made of. Each round marks a
            // function that was not marked before, so this ends.
            root.run_pipeline("functional-simplify")?;
        }
    }
}

/// What the pass knows of a module.
struct Module<'a> {
    functions: Vec<Op<'a>>,
    symbols: BTreeSet<String>,
    /// The calls of each function.
    calls: HashMap<&'a str, Vec<Op<'a>>>,
    /// How often each function is named, calls included; `None` if that is unknown.
    uses: Option<HashMap<&'a str, usize>>,
}

impl<'a> Module<'a> {
    fn of(op: Op<'a>) -> Self {
        let mut calls: HashMap<_, Vec<_>> = HashMap::new();
        let mut uses = Some(HashMap::new());
        let mut symbols = BTreeSet::new();
        let blocks = op.regions().into_iter().flat_map(|region| region.blocks());
        for user in blocks.flat_map(Block::ops) {
            symbols.extend(user.symbol_name().map(str::to_owned));
            match (user.symbol_uses(), &mut uses) {
                (Some(names), Some(uses)) => {
                    names
                        .into_iter()
                        .for_each(|name| *uses.entry(name).or_default() += 1);
                }
                _ => uses = None,
            }
        }
        let functions = op.functions();
        for &function in &functions {
            for inner in function.walk(WalkOrder::Pre) {
                // What a nested module calls are its own functions.
                let is_here = || inner.ancestor("func.func") == Some(function);
                if let Some(name) = callee(inner).filter(|_| is_here()) {
                    calls.entry(name).or_default().push(inner);
                }
            }
        }
        Self {
            functions,
            symbols,
            calls,
            uses,
        }
    }

    /// Splits what can be split, callees first, and marks what cannot; says how many of each.
    fn split(mut self) -> (u64, u64) {
        let (mut split, mut marked) = (0, 0);
        for component in self.components() {
            let is_split = |function: &&Op<'a>| {
                let name = function.symbol_name().unwrap_or_default();
                is_candidate(**function) && self.calls.contains_key(name)
            };
            let candidates: Vec<_> = component
                .functions
                .iter()
                .filter(is_split)
                .copied()
                .collect();
            if component.is_recursive {
                split += self.split_together(&candidates);
            }
            // Of what was split in a circle there are halves by now, and what is on stacks is handed on between them.
            let halves: &[Op<'a>] = if component.is_recursive {
                &candidates
            } else {
                &[]
            };
            let whole = component.functions.iter().filter(|op| !halves.contains(op));
            whole.for_each(|&function| stacks::open(function));
            if component.is_recursive {
                continue;
            }
            for function in candidates {
                hoist(function);
                match Parts::of(function) {
                    Some(parts) => {
                        self.replace(function, parts);
                        split += 1;
                    }
                    // Closures of what is about to be inlined, or is elsewhere, may be seen through later.
                    None if waits(function, &self.functions) => {}
                    None => {
                        function.set_attr(UNSPLITTABLE, Attr::unit(function.context()));
                        marked += 1;
                    }
                }
            }
        }
        (split, marked)
    }

    /// Splits functions that call each other in a circle; what they give otherwise is left as it is.
    fn split_together(&mut self, functions: &[Op<'a>]) -> u64 {
        if functions.is_empty() {
            return 0;
        }
        let mut symbols = self.symbols.clone();
        let component = Component::of(functions, |function| {
            let name = free_name(&symbols, function);
            symbols.insert(format!("{name}$fwd"));
            name
        });
        let Some(component) = component else {
            return 0;
        };
        // The calls from elsewhere; those among the functions are the component's own matter.
        let calls: HashMap<&str, Vec<Op<'a>>> = functions
            .iter()
            .filter_map(|function| function.symbol_name())
            .map(|name| {
                let mut calls = self.calls.get(name).cloned().unwrap_or_default();
                calls.retain(|call| {
                    let caller = call.ancestor("func.func");
                    caller.is_none_or(|caller| !functions.contains(&caller))
                });
                (name, calls)
            })
            .collect();
        let Some(halves) = component.split() else {
            return 0;
        };
        let count = halves.len() as u64;
        for (function, halves) in halves {
            let name = function.symbol_name().unwrap_or_default();
            self.retire(function, &halves, &calls[name]);
        }
        count
    }

    /// The functions, callees first.
    fn components(&self) -> Vec<Circle<'a>> {
        let mut graph = DiGraph::<Op<'a>, ()>::new();
        let mut nodes = HashMap::new();
        for &function in &self.functions {
            if let Some(name) = function.symbol_name() {
                nodes.insert(name, graph.add_node(function));
            }
        }
        let mut recursive = HashSet::new();
        for (callee, calls) in &self.calls {
            let Some(&callee) = nodes.get(callee) else {
                continue;
            };
            for call in calls {
                let caller = call.ancestor("func.func").and_then(Op::symbol_name);
                if let Some(&caller) = caller.and_then(|name| nodes.get(name)) {
                    graph.update_edge(caller, callee, ());
                    if caller == callee {
                        recursive.insert(caller);
                    }
                }
            }
        }
        let components = kosaraju_scc(&graph).into_iter();
        components
            .map(|component| Circle {
                is_recursive: component.len() > 1 || recursive.contains(&component[0]),
                functions: component.into_iter().map(|node| graph[node]).collect(),
            })
            .collect()
    }

    /// Makes the parts functions, and calls those where the function was called.
    fn replace(&mut self, function: Op<'a>, parts: Parts<'a>) {
        let name = function.symbol_name().unwrap_or_default();
        let halves = parts.build(function, &free_name(&self.symbols, name));
        let calls = self.calls.get(name).cloned().unwrap_or_default();
        self.retire(function, &halves, &calls);
    }

    /// Calls the parts of a function where it is called: here, and nowhere else where it has not been done.
    fn retire(&mut self, function: Op<'a>, halves: &Halves<'a>, here: &[Op<'a>]) {
        let name = function.symbol_name().unwrap_or_default();
        self.symbols.extend(halves.symbols());
        let calls = self.calls.remove(name).unwrap_or_default();
        for &call in here {
            halves.call(call);
        }
        let uses = self.uses.as_ref().and_then(|uses| uses.get(name));
        let is_private = function
            .attr("sym_visibility")
            .is_some_and(|visibility| visibility.as_str() == Some("private"));
        if is_private && uses == Some(&calls.len()) {
            function.erase();
        } else {
            halves.wrap(function);
        }
    }
}

/// Functions that call each other in a circle, or one that does not.
struct Circle<'a> {
    functions: Vec<Op<'a>>,
    is_recursive: bool,
}

/// What the names of the parts of a function begin with: a pure function of its name, as long as no other function
/// of that name was split before.
fn free_name(symbols: &BTreeSet<String>, function: &str) -> String {
    let taken = |name: &String| {
        ["fwd", "bwd", "both", "tape"].into_iter().any(|part| {
            let prefix = format!("{name}${part}");
            let mut from = symbols.range(prefix.clone()..);
            from.next()
                .is_some_and(|symbol| symbol.starts_with(&prefix))
        })
    };
    let others = (1..).map(|k| format!("{function}${k}"));
    let mut names = std::iter::once(function.to_owned()).chain(others);
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The function that an op calls.
pub(crate) fn callee(op: Op<'_>) -> Option<&str> {
    let callee = op.is("func.call").then(|| op.attr("callee"));
    callee.flatten()?.as_symbol()
}

/// Whether a function gives first-order closures and takes none.
fn is_candidate(function: Op<'_>) -> bool {
    let (inputs, results) = function.function_type().unwrap_or_default();
    let blocks = function.region(0).blocks();
    function.attr(UNSPLITTABLE).is_none()
        && blocks.len() == 1
        && blocks[0]
            .try_terminator()
            .is_some_and(|end| end.is("func.return"))
        && !inputs.into_iter().any(has_function_field)
        && results.iter().any(|&ty| has_function_field(ty))
        && results
            .into_iter()
            .filter(|&ty| has_function_field(ty))
            .all(is_first_order)
}

/// Whether a type is that of functions from data to data.
fn is_first_order(ty: Type<'_>) -> bool {
    fn_signature(ty.to_melior()).is_some_and(|(inputs, results)| {
        let types = inputs.into_iter().chain(results);
        !types.map(Type::from_melior).any(has_function_field)
    })
}

/// Whether a function gets function values from one that is a declaration or cannot be split.
fn waits(function: Op<'_>, functions: &[Op<'_>]) -> bool {
    let hidden: HashSet<_> = functions
        .iter()
        .filter(|function| function.block().is_some())
        .filter(|function| function.region(0).is_empty() || function.attr(UNSPLITTABLE).is_some())
        .filter_map(|function| function.symbol_name())
        .collect();
    function.walk(WalkOrder::Pre).into_iter().any(|op| {
        callee(op).is_some_and(|name| hidden.contains(name))
            && op.result_types().into_iter().any(has_function_field)
    })
}
