//! The whole file as one module: for what the lexer cannot split.

use crate::{
    Database, Diagnostics, File, Image, Request, Signature, TypeTree,
    session::{codegen, parse, run, with_context},
    thunk::{self, thunk},
};
use pullback_codegen::{Artifact, Emit, Options};
use pullback_ir::{Context, Module, Op};

/// The passes from the source to first-order code.
const OPTIMIZE: &str = "functional-simplify,functional-differentiate,functional-simplify,\
    functional-defunctionalize,functional-simplify";

pub(crate) fn signature(
    db: &Database,
    file: File,
    entry: &str,
) -> Result<Signature, Diagnostics> {
    with_context(|context| {
        let module = parse(context, file.text(db).as_bytes(), file.name(db))?;
        signature_of(find(&module, entry)?)
    })
}

pub(crate) fn request_signature(db: &Database, request: &Request) -> Result<Signature, Diagnostics> {
    let of = signature(db, request.file, &request.entry)?;
    Ok(thunk_of(request, &of)?.signature)
}

fn thunk_of(request: &Request, of: &Signature) -> Result<thunk::Thunk, Diagnostics> {
    thunk(&request.entry, of, &request.derivative).map_err(|message| Diagnostics::error(None, message))
}

fn find<'m>(module: &'m Module<'_>, entry: &str) -> Result<Op<'m>, Diagnostics> {
    let found = module.op().functions().into_iter().find(|op| op.symbol_name() == Some(entry));
    found.ok_or_else(|| Diagnostics::error(None, format!("there is no function @{entry} in the file; name one that it defines")))
}

fn signature_of(function: Op<'_>) -> Result<Signature, Diagnostics> {
    let (arguments, results) = function.function_type().unwrap_or_default();
    Ok(Signature {
        arguments: arguments.into_iter().map(TypeTree::of).collect(),
        results: results.into_iter().map(TypeTree::of).collect(),
    })
}

/// The program in a module, and the symbol of its entry.
fn optimized<'c>(
    db: &Database,
    request: &Request,
    context: &'c Context,
) -> Result<(Module<'c>, String), Diagnostics> {
    let name = request.file.name(db);
    let source = request.file.text(db);
    let of = signature(db, request.file, &request.entry)?;
    let (mut module, symbol) = if request.is_derivative() {
        let thunk = thunk_of(request, &of)?;
        let source = format!("{source}\n{}", thunk.text);
        (parse(context, source.as_bytes(), name)?, thunk::symbol(&request.entry))
    } else {
        (parse(context, source.as_bytes(), name)?, request.entry.clone())
    };
    run(&mut module, OPTIMIZE)?;
    Ok((module, symbol))
}

pub(crate) fn program(db: &Database, request: &Request) -> Result<String, Diagnostics> {
    with_context(|context| Ok(optimized(db, request, context)?.0.to_string()))
}

pub(crate) fn artifact(
    db: &Database,
    request: &Request,
    emit: Emit,
) -> Result<Artifact, Diagnostics> {
    compiled(db, request, emit).map(|(artifact, _)| artifact)
}

pub(crate) fn image(db: &Database, request: &Request) -> Result<Image, Diagnostics> {
    let (artifact, entry) = compiled(db, request, Emit::Object)?;
    Ok(Image {
        objects: vec![artifact.bytes.into()],
        entry,
    })
}

fn compiled(
    db: &Database,
    request: &Request,
    emit: Emit,
) -> Result<(Artifact, String), Diagnostics> {
    let (text, symbol) = with_context(|context| {
        let (mut module, symbol) = optimized(db, request, context)?;
        run(&mut module, pullback_lower::TO_LLVM)?;
        Ok((module.op().text_with_locations(), symbol))
    })?;
    let options = Options {
        fp: request.fp,
        opt_level: request.opt_level,
        entries: vec![symbol.clone()],
        exports: Some(vec![symbol.clone()]),
        ..Options::new(request.target.clone(), emit)
    };
    Ok((codegen(&text, &options)?, symbol))
}
