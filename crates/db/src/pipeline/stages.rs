//! A pipeline in stages: what runs on one symbol after another, and what runs on the module.

use super::text::{Element, elements};
use pullback_pass::{Reads, declared_reads};

/// How a stage runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// On one symbol at a time, with what the passes read.
    Each(Reads),
    /// On the module.
    Whole,
    /// On the module, each time that it is asked for: it does something besides.
    Always,
}

/// Neighbouring passes that run in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) how: How,
    /// What stands between the parentheses of `builtin.module(..)`.
    pub(crate) text: String,
}

/// Upstream's passes that do on a module what they do on each of its symbols, one by one. Each is on this list since it
/// looks at an op, its operands and its regions, and functions are isolated; none creates or names a symbol.
const LOCAL: [(&str, &str); 15] = [
    ("arith-expand", "rewrites single ops"),
    (
        "canonicalize",
        "rewrites to a fixed point; a function that has come to its own stays",
    ),
    (
        "control-flow-sink",
        "moves ops into regions of their neighbours",
    ),
    ("convert-arith-to-llvm", "rewrites single ops"),
    ("convert-index-to-llvm", "rewrites single ops"),
    ("convert-math-to-llvm", "rewrites single ops"),
    (
        "convert-scf-to-cf",
        "rewrites regions to blocks of the function around them",
    ),
    ("convert-ub-to-llvm", "rewrites single ops"),
    ("cse", "a scope ends at an isolated op"),
    ("lower-affine", "rewrites single ops"),
    (
        "loop-invariant-code-motion",
        "moves ops out of loops, not out of functions",
    ),
    ("loop-invariant-subset-hoisting", "the same for subsets"),
    ("math-uplift-to-fma", "rewrites single ops"),
    (
        "reconcile-unrealized-casts",
        "rewrites chains of casts, which are in one function",
    ),
    ("scf-for-to-while", "rewrites single loops"),
];

/// The beginnings of names of upstream's passes that do something besides changing the module: they print, write
/// and read files, run scripts and tools.
const ACTING: [&str; 8] = [
    "gpu-module-to-binary",
    "print",
    "snapshot",
    "test",
    "transform",
    "view",
    "xla",
    "debug",
];

/// Upstream's passes that look at locations, or write them into the code.
const LOOKING_AT_LOCATIONS: [&str; 3] = [
    "ensure-debug-info-scope-on-llvm-func",
    "generate-runtime-verification",
    "strip-debuginfo",
];

/// The stages of a pipeline in its canonical form, `builtin.module(..)`; `None` for a form that is not known here.
pub(crate) fn stages(canonical: &str) -> Option<Vec<Stage>> {
    let list = canonical
        .strip_prefix("builtin.module(")?
        .strip_suffix(')')?;
    if list.is_empty() {
        return Some(vec![]);
    }
    let mut stages: Vec<Stage> = Vec::new();
    for element in elements(list)? {
        let how = how(&element);
        match stages.last_mut() {
            Some(last) if joins(last.how, how) => {
                last.how = last.how.max(how);
                last.text.push(',');
                last.text.push_str(element.text);
            }
            _ => stages.push(Stage {
                how,
                text: element.text.to_owned(),
            }),
        }
    }
    Some(stages)
}

/// Whether two neighbours are one stage. One that reads bodies is apart from those that do not: it runs again much
/// more often.
fn joins(one: How, other: How) -> bool {
    let is_deep = |how| how == How::Each(Reads::Callees);
    match (one, other) {
        (How::Each(_), How::Each(_)) => is_deep(one) == is_deep(other),
        _ => one == other,
    }
}

fn how(element: &Element<'_>) -> How {
    let is_nested = element.inner.is_some();
    let of_passes = element.passes().into_iter().map(|pass| of(pass, is_nested));
    of_passes.max().unwrap_or(How::Each(Reads::Symbol))
}

/// How one pass runs; `is_nested`: MLIR runs it on ops of the module one by one, so that it must not look at others.
fn of(pass: &Element<'_>, is_nested: bool) -> How {
    if let Some(reads) = declared_reads(pass.name) {
        return match reads {
            Reads::Module => How::Whole,
            reads => How::Each(reads),
        };
    }
    if ACTING.iter().any(|start| pass.name.starts_with(start)) {
        return How::Always;
    }
    if LOOKING_AT_LOCATIONS.contains(&pass.name) {
        return How::Whole;
    }
    let is_local = LOCAL.iter().any(|(name, _)| *name == pass.name) && !counts_rewrites(pass.text);
    match is_nested || is_local {
        // What an op folds to may depend on a global or an attribute of a function that it names.
        true => How::Each(Reads::Interfaces),
        false => How::Whole,
    }
}

/// Whether a limit is set that a whole module shares.
fn counts_rewrites(text: &str) -> bool {
    text.split_once("max-num-rewrites=")
        .is_some_and(|(_, value)| !value.starts_with("-1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(list: &str) -> Vec<(How, String)> {
        pullback_passes::register();
        let stages = stages(&format!("builtin.module({list})")).unwrap();
        stages
            .into_iter()
            .map(|stage| (stage.how, stage.text))
            .collect()
    }

    #[test]
    fn neighbours_that_run_alike_are_one_stage() {
        assert_eq!(
            cut("canonicalize,func.func(cse,sccp),symbol-dce,inline,cse,print-ir{label=x},cse"),
            [
                (
                    How::Each(Reads::Interfaces),
                    "canonicalize,func.func(cse,sccp)".into()
                ),
                (How::Whole, "symbol-dce,inline".into()),
                (How::Each(Reads::Interfaces), "cse".into()),
                (How::Always, "print-ir{label=x}".into()),
                (How::Each(Reads::Interfaces), "cse".into()),
            ]
        );
    }

    #[test]
    fn a_list_is_as_its_worst_pass() {
        for (list, how) in [
            ("func.func(cse,strip-debuginfo)", How::Whole),
            ("func.func(any(print-op-stats{json=false}))", How::Always),
            ("func.func(functional-simplify)", How::Whole),
            ("func.func()", How::Each(Reads::Symbol)),
            ("canonicalize{max-num-rewrites=3}", How::Whole),
            (
                "canonicalize{max-num-rewrites=-1 top-down=true}",
                How::Each(Reads::Interfaces),
            ),
        ] {
            assert_eq!(cut(list), [(how, list.to_owned())]);
        }
        assert_eq!(cut(""), []);
        assert_eq!(stages("any(cse)"), None);
    }
}
