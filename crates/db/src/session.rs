//! MLIR in a query: one context for each thread, modules in and bytes out.

use crate::Diagnostics;
use melior::dialect::DialectHandle;
use pullback_codegen::{Artifact, Options, compile, register_translations};
use pullback_ir::{Context, Module, Registry, parse_for_melior};
use pullback_pass::{PipelineError, check_nesting, run_pipeline_for_remarks};
use std::cell::RefCell;

/// Types and locations are never freed, so that a context that lives long grows: it is renewed after so many uses.
const USES: usize = 4_000;

thread_local! {
    static CONTEXT: RefCell<Option<(Context, usize)>> = {
        // What is made first in a thread is destroyed last: a context needs what `pullback_ir` keeps for a thread
        // until it is gone.
        drop(Context::new(&Registry::new()));
        RefCell::new(None)
    };
}

/// Runs `body` with this thread's context. Nested uses get a context of their own.
pub(crate) fn with_context<R>(body: impl FnOnce(&Context) -> R) -> R {
    let (context, uses) = CONTEXT
        .with_borrow_mut(Option::take)
        .filter(|(_, uses)| *uses < USES)
        .unwrap_or_else(|| (fresh(), 0));
    let result = body(&context);
    CONTEXT.set(Some((context, uses + 1)));
    result
}

/// A new context.
pub(crate) fn fresh() -> Context {
    pullback_passes::register();
    Context::new(&pullback_passes::registry())
}

/// Parses text or bytecode.
pub(crate) fn parse<'c>(
    context: &'c Context,
    source: &[u8],
    name: &str,
) -> Result<Module<'c>, Diagnostics> {
    check_nesting(name, source).map_err(nesting)?;
    Module::parse(context, source, name).map_err(|error| Diagnostics(error.diagnostics))
}

/// `name:line:column: error: text` as a diagnostic.
fn nesting(message: String) -> Diagnostics {
    match message.split_once(": error: ") {
        Some((at, text)) => Diagnostics::error(place(at), text),
        None => Diagnostics::error(None, message),
    }
}

/// `name:line:column`.
fn place(text: &str) -> Option<(String, usize, usize)> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?.to_owned(), line, column))
}

/// Runs passes.
pub(crate) fn run(module: &mut Module<'_>, pipeline: &str) -> Result<(), Diagnostics> {
    remarks(module, pipeline).map(|_| ())
}

/// Runs passes, and hands back what they say.
pub(crate) fn remarks(module: &mut Module<'_>, pipeline: &str) -> Result<Diagnostics, Diagnostics> {
    let said = run_pipeline_for_remarks(module, pipeline);
    said.map(Diagnostics).map_err(|error| match error {
        PipelineError::Text(message) => Diagnostics::error(None, message),
        PipelineError::Pass(diagnostics) if diagnostics.is_empty() => Diagnostics::error(
            None,
            format!("a pass of `{pipeline}` failed without saying why"),
        ),
        PipelineError::Pass(diagnostics) => Diagnostics(diagnostics),
    })
}

/// Machine code from bytecode in the LLVM dialect.
pub(crate) fn codegen(bytes: &[u8], options: &Options) -> Result<Artifact, Diagnostics> {
    with_llvm(|context| {
        let module = parse_for_melior(context, bytes, "bytecode").ok_or_else(|| {
            Diagnostics::error(
                None,
                "lowered code cannot be read again; please report the program",
            )
        })?;
        compile(module.as_operation(), options).map_err(|error| {
            let place = error.location.as_deref().and_then(place);
            Diagnostics::error(place, error.kind.to_string())
        })
    })
}

/// Runs `body` with this thread's context for the LLVM dialect.
fn with_llvm<R>(body: impl FnOnce(&melior::Context) -> R) -> R {
    thread_local! {
        static LLVM: RefCell<Option<(melior::Context, usize)>> = const { RefCell::new(None) };
    }
    let (context, uses) = LLVM
        .with_borrow_mut(Option::take)
        .filter(|(_, uses)| *uses < USES)
        .unwrap_or_else(|| {
            let context = melior::Context::new();
            context.enable_multi_threading(false);
            DialectHandle::llvm().load_dialect(&context);
            register_translations(&context);
            (context, 0)
        });
    let result = body(&context);
    LLVM.set(Some((context, uses + 1)));
    result
}
