//! Lowering text, and running it.

use melior::dialect::DialectHandle;
use pullback_codegen::{FpMode, Jit, Options, Value, compile};
use pullback_ir::{Context, Module, Registry};
use pullback_pass::run_pipeline;

/// Runs an action with the context of a test.
pub fn with_context<T>(action: impl FnOnce(&Context) -> T) -> T {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    pullback_lower::register();
    action(&Context::new(&registry))
}

/// The text after a pipeline, or what the pipeline said.
pub fn after(pipeline: &str, text: &str) -> Result<String, String> {
    with_context(|context| {
        let mut module =
            Module::parse(context, text, "test.mlir").expect("the test's text is valid");
        run_pipeline(&mut module, pipeline).map_err(|error| error.to_string())?;
        Ok(module.to_string())
    })
}

/// An object of text in the LLVM dialect; the functions named get entries.
pub fn object(text: &str, entries: &[&str]) -> Vec<u8> {
    let context = melior::Context::new();
    DialectHandle::llvm().load_dialect(&context);
    pullback_codegen::register_translations(&context);
    let module = melior::ir::Module::parse(&context, text).expect("printed IR parses");
    // Code that is arranged otherwise rounds the same.
    let options = Options {
        fp: FpMode::Strict,
        ..Options::jit(entries.iter().copied())
    };
    compile(module.as_operation(), &options)
        .expect("what was lowered compiles")
        .bytes
}

/// Lowers, compiles and links; the functions named get entries.
pub fn jit(text: &str, entries: &[&str]) -> Jit {
    jit_of(pullback_lower::TO_LLVM, text, entries)
}

/// The same by a pipeline of the test's own.
pub fn jit_of(pipeline: &str, text: &str, entries: &[&str]) -> Jit {
    let text = after(pipeline, text).expect("the test's text lowers");
    let jit = Jit::new().expect("this machine runs code");
    jit.add_object(&object(&text, entries))
        .expect("the object is new");
    jit
}

/// Calls `@f`.
pub fn call(text: &str, args: &[Value]) -> Vec<Value> {
    jit(text, &["f"])
        .call("f", args)
        .expect("the entry has these arguments")
}
