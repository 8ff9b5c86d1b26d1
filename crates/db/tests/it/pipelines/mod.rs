//! Pipelines with the database and without give the same.

mod corpus;
mod edits;
mod reads;
mod splitting;
mod tutorial;

use pullback_db::Pipelines;
use pullback_ir::{Context, Diagnostic, Module, capture_diagnostics, with_deep_stack};
use pullback_pass::Root;

/// What a pipeline makes of a module: its text with locations, `None` if a pass failed, and what was said.
type Result = (Option<String>, Vec<Diagnostic>);

/// A context and a text in it, to be put through pipelines step by step.
struct Subject<'c> {
    module: Module<'c>,
}

fn context() -> Context {
    pullback_passes::register();
    Context::new(&pullback_passes::registry())
}

impl<'c> Subject<'c> {
    /// `None` if MLIR does not take the text.
    fn parse(context: &'c Context, text: &str) -> Option<Self> {
        let module = Module::parse(context, text, "input.mlir").ok()?;
        Some(Self { module })
    }

    /// Runs a pipeline with a database, or without.
    fn run(&mut self, pipelines: Option<&Pipelines>, pipeline: &str) -> Result {
        let root = &mut Root::of(&mut self.module);
        let (ran, said) = capture_diagnostics(root.context(), || match pipelines {
            Some(pipelines) => pipelines.run_on(pipeline, root).is_ok(),
            None => root.run_pipeline(pipeline).is_ok(),
        });
        let text = ran.then(|| self.module.op().text_with_locations());
        (text, said)
    }
}

/// Asserts that a pipeline gives the same both ways; hands back what that is, and the queries that ran.
#[track_caller]
fn check(text: &str, pipeline: &str) -> (Result, Vec<String>) {
    let (text, pipeline) = (text.to_owned(), pipeline.to_owned());
    with_deep_stack(move || {
        let (ours, others) = (context(), context());
        let pipelines = Pipelines::new();
        let mut subject = Subject::parse(&ours, &text).unwrap_or_else(|| panic!("no MLIR: {text}"));
        let with = subject.run(Some(&pipelines), &pipeline);
        let mut subject = Subject::parse(&others, &text).expect("it was parsed before");
        let without = subject.run(None, &pipeline);
        assert_eq!(with, without, "`{pipeline}` on\n{text}");
        (with, pipelines.take_events())
    })
}
