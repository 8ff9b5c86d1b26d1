//! The corpus.

use super::{Subject, context};
use pullback_db::Pipelines;
use pullback_ir::with_deep_stack;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// All inputs in the folders of the repository, those that a file separates too.
pub(super) fn inputs() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [
        "tests/programs",
        "tests/programs/must-fail",
        "tests/closed-form",
        "tests/closed-form/beyond",
        "tests/random",
        "tests/lit/opt",
        "dialects/functional/tests",
        "passes/differentiate/tests",
        "passes/lower/tests",
    ];
    let mut inputs = vec![];
    for folder in folders {
        let mut paths: Vec<PathBuf> = fs::read_dir(root.join(folder))
            .unwrap_or_else(|error| panic!("{folder}: {error}"))
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "mlir"))
            .collect();
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).unwrap();
            for (index, part) in text.split("// -----").enumerate() {
                inputs.push((
                    format!("{folder}/{:?}#{index}", path.file_name()),
                    part.to_owned(),
                ));
            }
        }
    }
    inputs
}

/// Runs the steps one after another on each input, with one database for all and without, and compares after each.
fn same_on(inputs: Vec<(String, String)>, steps: &'static [&'static str]) {
    let compared = with_deep_stack(move || {
        let pipelines = Pipelines::new();
        let mut compared = 0;
        for (name, text) in inputs {
            let (ours, others) = (context(), context());
            let Some(mut with) = Subject::parse(&ours, &text) else {
                continue;
            };
            let mut without = Subject::parse(&others, &text).expect("it was parsed before");
            for step in steps {
                let (a, b) = (with.run(Some(&pipelines), step), without.run(None, step));
                assert!(
                    a == b,
                    "{name}: `{step}`\n--- with\n{a:#?}\n--- without\n{b:#?}"
                );
                compared += 1;
                if a.0.is_none() {
                    break;
                }
            }
        }
        compared
    });
    assert!(compared > 100, "{compared}");
}

#[test]
fn upstream_pipelines_on_the_module_and_on_functions() {
    same_on(
        inputs(),
        &[
            "func.func(canonicalize,cse)",
            "canonicalize,cse,func.func(loop-invariant-code-motion),symbol-dce",
            "inline,sccp,func.func(lift-cf-to-scf,canonicalize),any(cse)",
        ],
    );
}

#[test]
fn our_pipelines() {
    same_on(
        inputs(),
        &[
            "functional-erase-rules,functional-tail-to-while,func.func(cse)",
            "functional-simplify,canonicalize",
            "functional-to-llvm",
        ],
    );
}

/// Every fourth: derivatives take most of the time.
#[test]
fn from_source_to_llvm() {
    let inputs = inputs().into_iter().step_by(4).collect();
    same_on(
        inputs,
        &[
            "functional-differentiate",
            "functional-to-first-order",
            "functional-to-llvm,func.func(canonicalize),llvm.func(cse)",
        ],
    );
}
