//! `build`: functions of a program as a file.

use crate::{
    cache,
    call::target,
    cli::{Build, Form},
    failure::{Failure, Result},
    module,
    source::Source,
};
use pullback_codegen::{Artifact, Options, c_header};
use pullback_db::{FloatKind, Target};
use pullback_ir::{Attr, Module, Type};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// `pullback build`; what goes to standard output comes back.
pub fn build(args: &Build) -> Result<String> {
    let source = Source::read(&args.file)?;
    let target = target(&args.code, args.emit == Form::Ptx)?;
    let output = output(args)?;
    let outputs = match cache::open(&args.caching)? {
        None => make(args, &source, target)?,
        Some(cache) => {
            let options = format!("{:?}", (args.emit, &args.entry, args.code.fp, &target));
            // Messages in the output may name places of the file.
            let inputs = [&source.name, &source.text, &options].map(|part| part.as_bytes());
            cache.outputs("build", &inputs, || make(args, &source, target))?
        }
    };
    let mut outputs = outputs.into_iter();
    let main = outputs.next().unwrap_or_default();
    if let (Some(header), Some(object)) = (outputs.next(), &output) {
        write(&object.with_extension("h"), &header)?;
    }
    deliver(main, output.as_deref())
}

/// The output, and the C header of an object.
fn make(args: &Build, source: &Source, target: Target) -> Result<Vec<Vec<u8>>> {
    let context = module::context();
    let mut module = module::parse(&context, source)?;
    let entries = entries(&module, &args.entry, source)?;
    hide_others(&module, &entries);
    module::run(&mut module, module::DIFFERENTIATE, source)?;
    module::run(&mut module, module::OPTIMIZE, source)?;
    if args.emit.emit().is_none() {
        module::run(&mut module, "symbol-dce", source)?;
        return Ok(vec![module.to_string().into_bytes()]);
    }
    let artifact = artifact(&mut module, args, target, entries, source)?;
    let mut outputs = vec![artifact.bytes];
    if args.emit == Form::Obj {
        let header =
            c_header(&artifact.c_functions).map_err(|error| module::uncompiled(&error, source))?;
        outputs.push(header.into_bytes());
    }
    Ok(outputs)
}

/// The file to write; text goes to standard output by default.
fn output(args: &Build) -> Result<Option<PathBuf>> {
    match (&args.output, args.emit) {
        (Some(path), Form::Obj) if path.extension().is_some_and(|extension| extension == "h") => {
            Err(Failure::call(
                format!(
                    "the output {} has the name of the C header that goes beside it",
                    path.display()
                ),
                "name the object with .o",
            ))
        }
        (Some(path), _) => Ok(Some(path.clone())),
        (None, Form::Obj) if args.file == Path::new("-") => Err(Failure::call(
            "an object of a program on standard input has no name",
            "give it one with -o",
        )),
        (None, Form::Obj) => Ok(Some(args.file.with_extension("o"))),
        (None, _) => Ok(None),
    }
}

/// The functions that were asked for, or all public ones that numbers can be passed to.
fn entries(module: &Module<'_>, asked: &[String], source: &Source) -> Result<Vec<String>> {
    for entry in asked {
        module::function(module, entry, source)?;
    }
    if !asked.is_empty() {
        return Ok(asked.to_vec());
    }
    let is_callable = |op: &pullback_ir::Op<'_>| {
        let (arguments, results) = op.function_type().unwrap_or_default();
        arguments.into_iter().chain(results).all(is_passable)
    };
    let entries: Vec<_> = module::public_functions(module)
        .into_iter()
        .filter(is_callable)
        .filter_map(|op| Some(op.symbol_name()?.to_owned()))
        .collect();
    if entries.is_empty() {
        return Err(Failure::call(
            format!(
                "{} has no function that takes and gives only numbers",
                source.name
            ),
            "add one, or name a function with --entry",
        ));
    }
    Ok(entries)
}

fn is_passable(ty: Type<'_>) -> bool {
    match ty.tuple_fields() {
        Some(fields) => fields.into_iter().all(is_passable),
        None if ty.is_integer() => ty.bit_width().is_some_and(|width| width <= 64),
        None => ty.is_index() || ty.float_kind().is_some_and(|kind| kind != FloatKind::Other),
    }
}

/// Makes functions private that nobody asked for: they vanish where they are not used.
fn hide_others(module: &Module<'_>, entries: &[String]) {
    for function in module::functions(module) {
        let is_entry = entries
            .iter()
            .any(|entry| function.symbol_name() == Some(entry));
        let visibility = if is_entry { "public" } else { "private" };
        let visibility = Attr::string(function.context(), visibility);
        function.set_attr("sym_visibility", visibility);
    }
}

fn artifact(
    module: &mut Module<'_>,
    args: &Build,
    target: Target,
    entries: Vec<String>,
    source: &Source,
) -> Result<Artifact> {
    module::run(module, pullback_lower::TO_LLVM, source)?;
    let Some(emit) = args.emit.emit() else {
        return Err(Failure::Program("MLIR is not compiled".into()));
    };
    let c_functions = if args.emit == Form::Obj {
        entries.clone()
    } else {
        vec![]
    };
    let options = Options {
        fp: args.code.fp.into(),
        c_functions,
        exports: Some(entries),
        module_name: source.name.clone(),
        ..Options::new(target, emit)
    };
    module::compiled(module, &options, source)
}

fn deliver(bytes: Vec<u8>, output: Option<&Path>) -> Result<String> {
    match output {
        Some(path) => write(path, &bytes).map(|()| String::new()),
        None => Ok(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| Failure::output(path.display(), &error))
}
