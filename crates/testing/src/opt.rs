//! Pipelines on texts.

use crate::render::render;
use pullback_ir::{Context, Module, Registry, with_deep_stack};
use pullback_pass::{PipelineError, check_nesting, run_pipeline};

/// Runs pipelines with the passes and dialects that a test chooses.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// Registers passes.
    pub register: fn(),
    /// The dialects that inputs may use.
    pub registry: fn() -> Registry,
}

impl Opt {
    /// The module after the pipeline, as text; the error is the diagnostics with source lines and carets.
    ///
    /// Diagnostics call the input `input.mlir`. Paths below the current folder are relative.
    pub fn run(&self, pipeline: &str, input: &str) -> Result<String, String> {
        self.run_named(pipeline, input, "input.mlir")
    }

    pub(crate) fn run_named(
        &self,
        pipeline: &str,
        input: &str,
        name: &str,
    ) -> Result<String, String> {
        (self.register)();
        let registry = self.registry;
        let result: Result<String, String> = with_deep_stack(move || {
            check_nesting(name, input.as_bytes())?;
            let context = Context::new(&registry());
            let mut module = Module::parse(&context, input, name)
                .map_err(|error| render(&error.diagnostics, name, input))?;
            run_pipeline(&mut module, pipeline).map_err(|error| match error {
                PipelineError::Text(message) => message,
                PipelineError::Pass(diagnostics) => render(&diagnostics, name, input),
            })?;
            Ok(module.to_string())
        });
        match result {
            Ok(text) => Ok(stable(&text)),
            Err(text) => Err(stable(&text)),
        }
    }

    /// As [`Opt::run`], for a pipeline that succeeds.
    #[track_caller]
    pub fn pipeline(&self, pipeline: &str, input: &str) -> String {
        match self.run(pipeline, input) {
            Ok(text) => text,
            Err(text) => panic!("`{pipeline}` fails:\n{text}\n--- input\n{input}"),
        }
    }

    /// As [`Opt::run`], for a pipeline, or an input, that fails: the diagnostics.
    #[track_caller]
    pub fn expect_error(&self, pipeline: &str, input: &str) -> String {
        match self.run(pipeline, input) {
            Ok(text) => panic!("`{pipeline}` should fail, and gives:\n{text}"),
            Err(text) => text,
        }
    }
}

/// The same text on every machine: no path of it, no spaces at line ends, one line end at the end.
fn stable(text: &str) -> String {
    let text = match std::env::current_dir() {
        Ok(folder) if folder.parent().is_some() => {
            text.replace(&format!("{}/", folder.display()), "")
        }
        _ => text.to_owned(),
    };
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::stable;

    #[test]
    fn machine_paths_and_loose_ends_are_gone() {
        let folder = std::env::current_dir().unwrap();
        let text = format!("{}/src/lib.rs:1 \nx\n\n", folder.display());
        assert_eq!(stable(&text), "src/lib.rs:1\nx\n");
    }
}
