//! Programs as MLIR, for what the database has no query for: a list of the functions, compiling several
//! of them into one object, looking at the steps between.

use crate::{
    failure::{Failure, Result},
    source::Source,
};
use melior::dialect::DialectHandle;
use pullback_codegen::{Artifact, Options, compile, register_translations};
use pullback_db::{Diagnostic, Diagnostics, Severity};
use pullback_ir::{Attr, Context, Module, Op};
use pullback_pass::{PipelineError, check_nesting, nearest, run_pipeline};

/// The passes that make code of derivatives.
pub const DIFFERENTIATE: &str = "functional-simplify,functional-differentiate";

/// The passes that make that code good, and first-order.
pub const OPTIMIZE: &str = pullback_passes::OPTIMIZE;

/// A context with every dialect and pass.
pub fn context() -> Context {
    pullback_passes::register();
    Context::new(&pullback_passes::registry())
}

/// Parses and verifies a program.
pub fn parse<'c>(context: &'c Context, source: &Source) -> Result<Module<'c>> {
    check_nesting(&source.name, source.text.as_bytes()).map_err(Failure::Program)?;
    Module::parse(context, &source.text, &source.name)
        .map_err(|error| diagnosed(Diagnostics(error.diagnostics), source))
}

/// Runs passes on a program.
pub fn run(module: &mut Module<'_>, pipeline: &str, source: &Source) -> Result<()> {
    run_pipeline(module, pipeline).map_err(|error| match error {
        PipelineError::Text(message) => Failure::Program(message),
        PipelineError::Pass(diagnostics) => diagnosed(Diagnostics(diagnostics), source),
    })
}

/// Machine code of a program in the LLVM dialect.
pub fn compiled(module: &Module<'_>, options: &Options, source: &Source) -> Result<Artifact> {
    let text = module.op().text_with_locations();
    let context = melior::Context::new();
    DialectHandle::llvm().load_dialect(&context);
    register_translations(&context);
    let lowered = melior::ir::Module::parse(&context, &text).ok_or_else(|| {
        let advice = "please report it with its program";
        Failure::Program(format!(
            "{}: error: lowered code does not parse; {advice}",
            source.name
        ))
    })?;
    compile(lowered.as_operation(), options).map_err(|error| uncompiled(&error, source))
}

/// An error of the code generator, at the line that it is about.
pub fn uncompiled(error: &pullback_codegen::Error, source: &Source) -> Failure {
    let place = error.location.as_ref().and_then(|location| {
        let mut parts = location.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some((parts.next()?.to_owned(), line, column))
    });
    let message = error.kind.to_string();
    let severity = Severity::Error;
    diagnosed(
        Diagnostics(vec![Diagnostic {
            severity,
            place,
            message,
            notes: vec![],
        }]),
        source,
    )
}

/// A failure with the lines that it is about.
pub fn diagnosed(diagnostics: Diagnostics, source: &Source) -> Failure {
    Failure::Program(diagnostics.render(&source.text))
}

/// The functions that have a body and can be called from outside.
pub fn public_functions<'m>(module: &'m Module<'_>) -> Vec<Op<'m>> {
    let is_public = |function: &Op<'_>| {
        let visibility = function.attr("sym_visibility");
        visibility.and_then(Attr::as_str) != Some("private")
    };
    functions(module).into_iter().filter(is_public).collect()
}

/// The functions that have a body.
pub fn functions<'m>(module: &'m Module<'_>) -> Vec<Op<'m>> {
    let has_body = |function: &Op<'_>| !function.region(0).is_empty();
    module
        .op()
        .functions()
        .into_iter()
        .filter(has_body)
        .collect()
}

/// The function of that name.
pub fn function<'m>(module: &'m Module<'_>, entry: &str, source: &Source) -> Result<Op<'m>> {
    let functions = functions(module);
    let found = functions.iter().find(|op| op.symbol_name() == Some(entry));
    found.copied().ok_or_else(|| {
        let names: Vec<_> = functions.iter().filter_map(|op| op.symbol_name()).collect();
        let advice = match (nearest(entry, names.iter().copied()), names.len()) {
            (Some(near), _) => format!("did you mean @{near}?"),
            (None, 0) => "define one with func.func".into(),
            (None, _) => format!("it has {}", listed(&names)),
        };
        Failure::call(
            format!("{} has no function @{entry} with a body", source.name),
            advice,
        )
    })
}

/// `@f, @g`; a long list is cut.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("@{name}"))
        .collect();
    match names.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}
