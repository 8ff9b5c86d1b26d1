//! `functional-simplify` on small modules, one idea each.

mod algebra;
mod carried;
mod closures;
mod data;
mod endings;
mod formula;
mod programs;
mod recurrence;
mod regroup;
mod rewrites;
mod tail;

use pullback_ir::{Context, Module, Registry};

/// What a pipeline makes of a module, on success, as `show` says it.
fn run_and<R>(text: &str, pipeline: &str, show: impl FnOnce(&Module<'_>) -> R) -> R {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    let context = Context::new(&registry);
    pullback_ir::register_upstream_passes();
    pullback_simplify::register();
    let mut module = match Module::parse(&context, text, "test.mlir") {
        Ok(module) => module,
        Err(error) => panic!("the test's module is wrong: {error}\n{text}"),
    };
    if let Err(error) = pullback_pass::run_pipeline(&mut module, pipeline) {
        panic!("{error}\n{module}");
    }
    show(&module)
}

/// What a pipeline makes of a module.
fn run(text: &str, pipeline: &str) -> String {
    run_and(text, pipeline, |module| module.to_string())
}

/// The module after simplification, with locations.
fn with_locations(text: &str) -> String {
    run_and(text, "functional-simplify", |module| {
        module.op().text_with_locations()
    })
}

/// The module after simplification.
fn simplified(text: &str) -> String {
    run(text, "functional-simplify")
}

/// The public functions after simplification: private ones that nothing names any more are left out.
fn exported(text: &str) -> String {
    run(text, "functional-simplify,symbol-dce")
}

/// Asserts that there are so many ops of each name, and no other ops of `functional` than named.
#[track_caller]
fn check_ops(module: &str, expected: &[(&str, usize)]) {
    for &(name, count) in expected {
        let found = module.matches(&format!("{name} ")).count();
        assert_eq!(found, count, "so many {name} in\n{module}");
    }
    let named: usize = expected
        .iter()
        .filter(|(name, _)| name.starts_with("functional."))
        .map(|(_, count)| count)
        .sum();
    let found = module.matches(" functional.").count();
    assert_eq!(
        found, named,
        "so many ops of the functional dialect in\n{module}"
    );
}
