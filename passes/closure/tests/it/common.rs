//! Defunctionalising text, and running it.

use melior::dialect::DialectHandle;
use pullback_codegen::{Jit, Options, Value, compile};
use pullback_ir::{Context, Module, Registry};
use pullback_pass::run_pipeline;

/// The text after a pipeline, or what the pipeline said.
pub fn after(pipeline: &str, text: &str) -> Result<String, String> {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    pullback_closure::register();
    pullback_lower::register();
    let context = Context::new(&registry);
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
        "apply",
        "functional.ref",
        "partial",
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
