//! Defunctionalising text, and running it.

use melior::dialect::DialectHandle;
use pullback_codegen::{Jit, Options, Value, compile};
use pullback_ir::{Context, Module, WalkOrder};
use pullback_pass::run_pipeline;

/// Differentiated, simplified and first-order.
const OPTIMISED: &str = "functional-differentiate,functional-simplify,functional-split-closures,\
    functional-defunctionalize,functional-simplify";

/// The text after a pipeline, or what the pipeline said.
pub fn after(pipeline: &str, text: &str) -> Result<String, String> {
    pullback_passes::register();
    let context = Context::new(&pullback_passes::registry());
    let mut module = Module::parse(&context, text, "test.mlir").expect("the test's text is valid");
    run_pipeline(&mut module, pipeline).map_err(|error| error.to_string())?;
    Ok(module.to_string())
}

/// The text without function values.
pub fn defunctionalized(text: &str) -> String {
    let text = after("functional-defunctionalize", text).expect("the text can be handled");
    for left in [
        "functional.fn",
        "lambda",
        "functional.apply",
        "functional.ref",
        "functional.partial",
        "functional.return",
    ] {
        assert!(!text.contains(left), "{left} is left:\n{text}");
    }
    text
}

/// Calls `@f` after defunctionalisation and lowering; `@f` gives one `f64`.
pub fn call(text: &str, args: &[Value]) -> f64 {
    let text =
        after(pullback_lower::TO_LLVM, &defunctionalized(text)).expect("first-order text lowers");
    let context = melior::Context::new();
    DialectHandle::llvm().load_dialect(&context);
    pullback_codegen::register_translations(&context);
    let module = melior::ir::Module::parse(&context, &text).expect("printed IR parses");
    let artifact = compile(module.as_operation(), &Options::jit(["f"])).expect("the text compiles");
    let jit = Jit::new().expect("this machine runs code");
    jit.add_object(&artifact.bytes).expect("the object is new");
    match jit
        .call("f", args)
        .expect("the entry has these arguments")
        .as_slice()
    {
        [Value::F64(result)] => *result,
        results => panic!("@f gives {results:?}"),
    }
}

/// A program with derivatives, compiled.
pub struct Program {
    jit: Jit,
    text: String,
    /// How many ops it has before it is lowered.
    pub ops: usize,
}

impl Program {
    /// Differentiates, simplifies, splits, lowers and compiles.
    pub fn new(text: &str, entries: &[&str]) -> Self {
        pullback_passes::register();
        let context = Context::new(&pullback_passes::registry());
        let mut module = Module::parse(&context, text, "test.mlir").expect("the text is valid");
        run_pipeline(&mut module, OPTIMISED).unwrap_or_else(|error| panic!("{error}"));
        let ops = module.op().walk(WalkOrder::Pre).len();
        let optimised = module.to_string();
        run_pipeline(&mut module, pullback_lower::TO_LLVM)
            .unwrap_or_else(|error| panic!("{error}\n{optimised}"));
        let context = melior::Context::new();
        DialectHandle::llvm().load_dialect(&context);
        pullback_codegen::register_translations(&context);
        let lowered = melior::ir::Module::parse(&context, &module.to_string());
        let options = Options::jit(entries.iter().copied());
        let lowered = lowered.expect("printed IR parses");
        let artifact = compile(lowered.as_operation(), &options).expect("the text compiles");
        let jit = Jit::new().expect("this machine runs code");
        jit.add_object(&artifact.bytes).expect("the object is new");
        Self {
            jit,
            text: optimised,
            ops,
        }
    }

    /// The text of a function before it is lowered.
    pub fn body(&self, function: &str) -> &str {
        let head = format!("func.func @{function}(");
        let start = self.text.find(&head).expect("the function is there");
        let rest = &self.text[start..];
        &rest[..rest.find("\n  }\n").expect("the function has a body")]
    }

    /// The whole text before it is lowered.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Calls a function of `f64`s.
    pub fn call(&self, entry: &str, arguments: &[f64]) -> Vec<f64> {
        let values: Vec<_> = arguments.iter().map(|&x| Value::F64(x)).collect();
        let results = self
            .jit
            .call(entry, &values)
            .expect("the entry has these arguments");
        let results = results.into_iter().map(|value| value.as_f64());
        results.map(|value| value.expect("a float")).collect()
    }
}
