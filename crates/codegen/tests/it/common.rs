//! Parsing and compiling LLVM-dialect text.

use melior::{Context, dialect::DialectHandle, ir::Module};
use pullback_codegen::{Artifact, Emit, Jit, Options, Result, Target, Value, compile};

/// The least that can fuse: `x * y + z`.
pub const MULTIPLY_ADD: &str = "llvm.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
  %0 = llvm.fmul %x, %y : f64
  %1 = llvm.fadd %0, %z : f64
  llvm.return %1 : f64
}";

/// A target by name.
pub fn target(name: &str) -> Target {
    Target::named(name).expect("a target")
}

/// Runs an action with the module that the text describes.
pub fn with_module<T>(text: &str, action: impl FnOnce(&Module<'_>) -> T) -> T {
    let context = Context::new();
    DialectHandle::llvm().load_dialect(&context);
    DialectHandle::func().load_dialect(&context);
    pullback_codegen::register_translations(&context);
    let module = Module::parse(&context, text).expect("the test's text is valid MLIR");
    action(&module)
}

/// Compiles LLVM-dialect text.
pub fn compiled(text: &str, options: &Options) -> Result<Artifact> {
    with_module(text, |module| compile(module.as_operation(), options))
}

/// An object with an entry, for every x86-64.
pub fn generic(entries: &[&str]) -> Options {
    let entries = entries.iter().map(|name| (*name).into()).collect();
    Options {
        entries,
        ..Options::new(Target::generic_x86_64(), Emit::Object)
    }
}

/// A JIT with the compiled text; every function named gets an entry.
pub fn jit(text: &str, options: &Options) -> Result<Jit> {
    let jit = Jit::new()?;
    jit.add_object(&compiled(text, options)?.bytes)?;
    Ok(jit)
}

/// Compiles, links and calls `@f`.
pub fn call(text: &str, options: &Options, args: &[Value]) -> Result<Vec<Value>> {
    jit(text, options)?.call("f", args)
}
