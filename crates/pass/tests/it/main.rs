//! Passes as their authors and users meet them.

mod failures;
mod options;
mod patterns;

use pullback_pass::{Context, Module, PipelineError, register_pipeline, run_pipeline};

const TEXT: &str = "func.func @f(%x: f64) -> f64 {
  %0 = arith.addf %x, %x : f64
  %1 = arith.mulf %0, %x : f64
  return %1 : f64
}";

/// The text after a pipeline on `TEXT`.
fn run(pipeline: &str) -> Result<String, PipelineError> {
    pullback_ir::register_upstream_passes();
    let context = Context::with_upstream_dialects();
    let mut module = Module::parse(&context, TEXT, "test.mlir").expect("the text is valid");
    run_pipeline(&mut module, pipeline)?;
    Ok(module.to_string())
}

/// What the first diagnostic of a failing pipeline says, with its notes.
fn failure(pipeline: &str) -> String {
    let error = run(pipeline).expect_err("the pipeline fails");
    error.to_string()
}

#[test]
fn a_pipeline_has_a_name() {
    register_pipeline("test-clean", "Upstream's clean-up", "canonicalize,cse");
    assert!(run("test-clean").is_ok());
    assert!(failure("test-clean{x=1}").contains("takes no options"));
}
