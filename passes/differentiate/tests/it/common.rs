//! From text to numbers.

use melior::dialect::DialectHandle;
use pullback_codegen::{Jit, Options, Value, compile};
use pullback_ir::{Context, Module};
use pullback_pass::run_pipeline;

/// Differentiated, optimised, first-order.
pub const OPTIMISED: &str = "functional-differentiate,functional-to-first-order";

/// The text after a pipeline, or what the pipeline said.
pub fn after(pipeline: &str, text: &str) -> Result<String, String> {
    pullback_passes::register();
    let context = Context::new(&pullback_passes::registry());
    let mut module =
        Module::parse(&context, text, "test.mlir").map_err(|error| error.to_string())?;
    run_pipeline(&mut module, pipeline).map_err(|error| error.to_string())?;
    Ok(module.to_string())
}

/// A compiled program.
pub struct Program(Jit);

impl Program {
    /// Optimises, compiles and links; the functions named get entries.
    pub fn new(text: &str, entries: &[&str]) -> Self {
        let pipeline = format!("{OPTIMISED},{}", pullback_lower::TO_LLVM);
        let lowered = after(&pipeline, text).unwrap_or_else(|why| panic!("{why}\n{text}"));
        let context = melior::Context::new();
        DialectHandle::llvm().load_dialect(&context);
        pullback_codegen::register_translations(&context);
        let module = melior::ir::Module::parse(&context, &lowered).expect("printed IR parses");
        let options = Options::jit(entries.iter().copied());
        let artifact = compile(module.as_operation(), &options).expect("what was lowered compiles");
        let jit = Jit::new().expect("this machine runs code");
        jit.add_object(&artifact.bytes).expect("the object is new");
        Self(jit)
    }

    /// Calls a function of `f64`s.
    pub fn call(&self, entry: &str, arguments: &[f64]) -> Vec<f64> {
        let values: Vec<Value> = arguments.iter().map(|&x| Value::F64(x)).collect();
        self.0
            .call(entry, &values)
            .unwrap_or_else(|why| panic!("{entry}: {why}"))
            .into_iter()
            .map(|value| value.as_f64().expect("results are floats"))
            .collect()
    }
}

/// Whether two numbers agree relative to their size (or to one).
pub fn close(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}
