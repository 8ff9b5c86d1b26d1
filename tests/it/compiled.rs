//! LLVM-dialect text as code in this process.

use melior::dialect::DialectHandle;
use pullback_codegen::{Jit, OptLevel, Options, Value, compile};

/// A compiled program.
pub struct Compiled(Jit);

impl Compiled {
    /// Compiles and links; the functions named get entries.
    pub fn new(lowered: &str, entries: &[String], level: OptLevel) -> Result<Self, String> {
        let context = melior::Context::new();
        DialectHandle::llvm().load_dialect(&context);
        pullback_codegen::register_translations(&context);
        let module =
            melior::ir::Module::parse(&context, lowered).ok_or("printed IR does not parse")?;
        let options = Options {
            opt_level: level,
            ..Options::jit(entries.iter().map(String::as_str))
        };
        let artifact =
            compile(module.as_operation(), &options).map_err(|error| error.to_string())?;
        let jit = Jit::new().map_err(|error| error.to_string())?;
        jit.add_object(&artifact.bytes)
            .map_err(|error| error.to_string())?;
        Ok(Self(jit))
    }

    /// Calls a function of `f64`s.
    pub fn call(&self, entry: &str, arguments: &[f64]) -> Result<Vec<f64>, String> {
        let values: Vec<Value> = arguments.iter().map(|&x| Value::F64(x)).collect();
        let results = self
            .0
            .call(entry, &values)
            .map_err(|error| format!("@{entry}: {error}"))?;
        Ok(results.into_iter().filter_map(Value::as_f64).collect())
    }
}
