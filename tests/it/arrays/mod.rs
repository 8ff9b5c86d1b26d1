//! The array programs of `tests/arrays`, compared with the references that JAX gave (`tests/arrays/references.py`).
//!
//! Each stage is one function of a program, and has a list of the programs that it does not handle yet. An entry whose
//! program does work fails the test, so the lists can only shrink.

mod compiled;
mod interpreted;
mod values;

use pullback_ir::{Context, Module, WalkOrder, capture_diagnostics};
use pullback_testing::interpret::Type;
use serde_json::Value as Json;
use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

/// A program with its reference.
struct Case {
    name: String,
    text: String,
    reference: Json,
    /// The types of the arguments and results of `@f`, as text and as the interpreter has them.
    arguments: Vec<(String, Type)>,
    results: Vec<(String, Type)>,
}

impl Case {
    /// How far numbers may be off, by the greatest of a result or by one.
    fn tolerance(&self) -> f64 {
        match self.text.contains("f32") {
            true => 1e-4,
            false => 1e-10,
        }
    }

    /// What the reference says under this name.
    fn list(&self, key: &str) -> Vec<Json> {
        self.reference[key].as_array().cloned().unwrap_or_default()
    }

    /// The arguments with respect to which there are derivatives.
    fn wrt(&self) -> Vec<usize> {
        let index = |json: &Json| json.as_u64().expect("an index") as usize;
        self.list("wrt").iter().map(index).collect()
    }

    /// The types of these arguments.
    fn varied(&self) -> Vec<(String, Type)> {
        let wrt = self.wrt().into_iter();
        wrt.map(|index| self.arguments[index].clone()).collect()
    }

    /// The types of the results that have derivatives.
    fn smooth(&self) -> Vec<(String, Type)> {
        let results = self.results.iter().cloned();
        results
            .filter(|(_, ty)| ty.is_differentiable_result())
            .collect()
    }
}

/// The programs, each in a file, with their references.
fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("arrays");
    let references = fs::read_to_string(folder.join("references.json")).expect("it can be read");
    let mut references: BTreeMap<String, Json> =
        serde_json::from_str(&references).expect("the references are JSON");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "mlir")
        })
        .collect();
    paths.sort();
    let context = Context::new(&pullback_passes::registry());
    let case = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path).expect("it can be read");
        let (module, diagnostics) =
            capture_diagnostics(&context, || Module::parse(&context, &text, &name));
        let module = module.unwrap_or_else(|error| panic!("{name}: {error} {diagnostics:?}"));
        let function = module
            .op()
            .walk(WalkOrder::Pre)
            .into_iter()
            .find(|op| op.is("func.func") && op.symbol_name() == Some("f"))
            .unwrap_or_else(|| panic!("{name} has no @f"));
        let (arguments, results) = function.function_type().expect("it has a type");
        let types = |types: Vec<pullback_ir::Type<'_>>| {
            let both = |ty: pullback_ir::Type<'_>| (ty.to_string(), Type::of(ty));
            types.into_iter().map(both).collect()
        };
        Case {
            reference: references
                .remove(&*name)
                .unwrap_or_else(|| panic!("{name} has no reference: run references.py")),
            arguments: types(arguments),
            results: types(results),
            name: name.into_owned(),
            text,
        }
    };
    let cases: Vec<Case> = paths.into_iter().map(case).collect();
    assert!(references.is_empty(), "no programs: {references:?}");
    cases
}

/// Runs a stage on the programs that it is about; those named must fail.
fn check(
    part: (usize, usize),
    unhandled: &[&str],
    stage: impl Fn(&Case) -> Option<Result<(), String>>,
) {
    let all = cases();
    assert!(all.len() >= 150, "{} programs only", all.len());
    for name in unhandled {
        assert!(
            all.iter().any(|case| case.name == *name),
            "no program is called {name}"
        );
    }
    let (mut count, mut wrong) = (0, vec![]);
    for case in all.iter().skip(part.0).step_by(part.1) {
        let tried = catch_unwind(AssertUnwindSafe(|| stage(case)));
        let result = match tried {
            Ok(None) => continue,
            Ok(Some(result)) => result,
            Err(_) => Err("a panic".into()),
        };
        count += 1;
        match (result, unhandled.contains(&&*case.name)) {
            (Ok(()), false) | (Err(_), true) => {}
            (Ok(()), true) => wrong.push(format!("{} works: take it off the list", case.name)),
            (Err(why), false) => wrong.push(format!("{}: {why}", case.name)),
        }
    }
    assert!(count * part.1 > 100, "{count} programs only");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
