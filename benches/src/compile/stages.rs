//! The way from a program to an object, timed.

use crate::{Result, cpu_ms};
use melior::dialect::DialectHandle;
use pullback_codegen::{Options, compile, register_translations};
use pullback_ir::{Context, Module, parse_for_melior};
use pullback_pass::{PipelineError, run_pipeline};

/// Milliseconds of CPU time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stages {
    /// Reading the text.
    pub parse: f64,
    /// Until no derivative operator is left.
    pub differentiate: f64,
    /// Until no function value is left and nothing is left to simplify.
    pub simplify: f64,
    /// To the LLVM dialect.
    pub lower: f64,
    /// LLVM: from its dialect to an object.
    pub object: f64,
}

impl Stages {
    /// Compiles a program with the entry `@main`. The stages are those of `pullback build`.
    pub fn of(program: &str) -> Result<Self> {
        pullback_passes::register();
        let context = Context::new(&pullback_passes::registry());
        let mut clock = Clock::new();
        let mut module = Module::parse(&context, program, "program.mlir")
            .map_err(|error| format!("{:?}", error.diagnostics))?;
        let parse = clock.lap();
        run(&mut module, "functional-simplify,functional-differentiate")?;
        let differentiate = clock.lap();
        run(&mut module, pullback_passes::FIRST_ORDER)?;
        let simplify = clock.lap();
        run(&mut module, pullback_lower::TO_LLVM)?;
        let bytes = module.op().bytecode();
        drop(module);
        let lower = clock.lap();

        let llvm = melior::Context::new();
        DialectHandle::llvm().load_dialect(&llvm);
        register_translations(&llvm);
        llvm.enable_multi_threading(false);
        let lowered =
            parse_for_melior(&llvm, &bytes, "bytecode").ok_or("lowered code cannot be read")?;
        compile(lowered.as_operation(), &Options::jit(["main"]))
            .map_err(|error| error.to_string())?;
        let object = clock.lap();
        Ok(Self {
            parse,
            differentiate,
            simplify,
            lower,
            object,
        })
    }

    /// All of it.
    pub fn total(&self) -> f64 {
        self.parse + self.differentiate + self.simplify + self.lower + self.object
    }

    /// The smaller time of each stage: what else the machine does only adds.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Self {
            parse: self.parse.min(other.parse),
            differentiate: self.differentiate.min(other.differentiate),
            simplify: self.simplify.min(other.simplify),
            lower: self.lower.min(other.lower),
            object: self.object.min(other.object),
        }
    }
}

fn run(module: &mut Module<'_>, pipeline: &str) -> Result<()> {
    run_pipeline(module, pipeline).map_err(|error| match error {
        PipelineError::Text(message) => message,
        PipelineError::Pass(diagnostics) => format!("{diagnostics:?}"),
    })
}

/// Times the stages.
struct Clock(f64);

impl Clock {
    fn new() -> Self {
        Self(cpu_ms())
    }

    /// Milliseconds since the last lap.
    fn lap(&mut self) -> f64 {
        let now = cpu_ms();
        let lap = now - self.0;
        self.0 = now;
        lap
    }
}
