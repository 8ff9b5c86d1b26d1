//! The fixpoint.

use crate::{
    algebra, beta, callgraph::CallGraph, cases, dead, inline, known_branch, letrec, limits::Limits,
    select, tuple, walk,
};
use pullback_ir::Op;
use pullback_pass::{CANONICALIZE, Error, Pass, Root};

/// Rounds after which the pass stops even if something could still be done.
const ROUNDS: usize = 64;

/// How often sums and products are regrouped.
const REGROUPINGS: usize = 4;

/// Inlines, beta-reduces, splits tuples and applies exact algebra, with canonicalize and cse, to a fixpoint.
#[derive(Pass)]
#[pass(name = "functional-simplify", on = "builtin.module", dialects = ["arith", "cf", "func", "functional", "math", "scf", "ub"])]
pub struct Simplify {
    /// Inline and beta-reduce bodies of up to so many ops.
    #[option(default = 64)]
    pub inline_threshold: usize,
    /// Let a function grow by so many ops; after that, only higher-order calls are specialised.
    #[option(default = 20000)]
    pub budget: usize,
}

impl Pass for Simplify {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut limits = Limits::new(self.inline_threshold, self.budget);
        let mut regroupings = REGROUPINGS;
        for _ in 0..ROUNDS {
            root.run_pipeline(&format!("func.func({CANONICALIZE})"))?;
            let before = walk::size_up_to(root.op(), usize::MAX);
            root.run_pipeline("func.func(cse)")?;
            let shared = walk::size_up_to(root.op(), usize::MAX) < before;
            let mut done = round(root, &mut limits);
            if done.changes > 0 {
                continue;
            }
            // What `cse` made equal, a loop may carry no more.
            if shared {
                root.run_pipeline(&format!("func.func({CANONICALIZE})"))?;
                done = round(root, &mut limits);
                if done.changes > 0 {
                    continue;
                }
            }
            if regroupings == 0 || !done.regroups || regroup(root) == 0 {
                return Ok(());
            }
            regroupings -= 1;
        }
        root.run_pipeline(&format!("func.func({CANONICALIZE},cse)"))
    }
}

/// Regroups sums and products as their flags allow, with canonicalize and cse.
#[derive(Pass)]
#[pass(name = "functional-regroup", on = "builtin.module", dialects = ["arith"])]
pub struct Regroup {
    /// Give every sum, product and quotient the flags for it first.
    #[option(default = false)]
    pub fast: bool,
}

impl Pass for Regroup {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        if self.fast {
            let functions = root.op().functions();
            functions.into_iter().for_each(algebra::polynomial::allow);
        }
        for _ in 0..REGROUPINGS {
            root.run_pipeline(&format!("func.func({CANONICALIZE},cse)"))?;
            if regroup(root) == 0 {
                return Ok(());
            }
        }
        root.run_pipeline(&format!("func.func({CANONICALIZE},cse)"))
    }
}

/// Regroups sums and products, once nothing else is to be done.
fn regroup(root: &Root<'_>) -> u64 {
    let functions = root.op().functions();
    let count = functions.into_iter().map(algebra::polynomial::run).sum();
    root.count("sums regrouped", count);
    count
}

/// What a round did.
struct Round {
    /// How often a rewrite applied.
    changes: u64,
    /// Whether there are sums or products that may be regrouped.
    regroups: bool,
}

/// Applies every rewrite once to every function.
fn round(root: &Root<'_>, limits: &mut Limits) -> Round {
    let module = root.op();
    let mut graph = CallGraph::of(module);
    let inlined = inline::run(&mut graph, limits);
    root.count("calls inlined", inlined);
    let mut changes = inlined;
    let mut regroups = false;
    for function in module.functions() {
        let mut ops = walk::ops_of(function);
        if !is_scalar_code(&ops) {
            let counts = [
                ("letrecs dissolved", letrec::dissolve(function)),
                ("letrecs lifted", letrec::lift(module, function)),
                ("applications reduced", beta::run(function, limits)),
                ("eta reductions", beta::eta(function)),
                ("tuples split", tuple::run(function)),
                ("conditionals split", select::run(function)),
                ("calls moved into cases", cases::run(function, limits)),
                (
                    "matches moved into branches",
                    known_branch::run(function, limits),
                ),
            ];
            for (name, count) in counts {
                root.count(name, count);
                changes += count;
            }
            ops = walk::ops_of(function);
        }
        let rewritten = algebra::run(&ops);
        root.count("algebra", rewritten.count);
        changes += rewritten.count;
        regroups |= rewritten.regroups;
    }
    if changes > 0 {
        graph = CallGraph::of(module);
    }
    let erased = dead::run(&graph);
    root.count("calls erased", erased);
    changes += erased;
    Round { changes, regroups }
}

/// Whether the ops of a function are nothing that a rewrite other than algebra looks for, as most code does in the end: one walk
/// in place of one a rewrite.
fn is_scalar_code(ops: &[Op<'_>]) -> bool {
    ops.iter().all(|op| {
        op.region_count() == 0
            && !matches!(op.name(), "arith.select" | "ub.poison")
            && op.dialect() != "functional"
    })
}
