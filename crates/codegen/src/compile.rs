//! From a module in the LLVM dialect to an output, all stages in a row.

use crate::{
    emit::{self, Emit},
    error::{Error, ErrorKind, Result},
    exports, fail,
    fp::{self, FpMode},
    fuse::fuse,
    header,
    hoist::hoist,
    matmul,
    optimize::{OptLevel, optimize},
    own_arena, ptx, reciprocal, slots,
    target::Target,
    thunk,
    translate::{location_of_symbol, translate},
    value::{Entry, Signature},
    vector_math,
};
use inkwell::{attributes::AttributeLoc, context::Context, module::Module};
use melior::ir::OperationRef;

/// What to make of a module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// The machine.
    pub target: Target,
    /// The kind of output.
    pub emit: Emit,
    /// The optimiser's effort.
    pub opt_level: OptLevel,
    /// The optimiser's freedom with floats.
    pub fp: FpMode,
    /// The functions that get an entry for [`crate::Jit`].
    pub entries: Vec<String>,
    /// The types of entries that take or give values of data types, which machine code knows as pointers only.
    pub told: Vec<Signature>,
    /// The functions that C can call under their names, as [`crate::c_header`] declares them.
    pub c_functions: Vec<String>,
    /// The functions that other objects can call; `None` stands for all. Entries and wrappers for C
    /// are visible in any case.
    pub exports: Option<Vec<String>>,
    /// The declared functions that are called through slots, for [`crate::LiveImage`].
    pub slots: Vec<String>,
    /// The module's name in the output, instead of a path of this machine.
    pub module_name: String,
}

/// An output.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Artifact {
    /// Its kind.
    pub emit: Emit,
    /// The bytes; UTF-8 text unless it is an object.
    pub bytes: Vec<u8>,
    /// The entries, as the options name them.
    pub entries: Vec<Signature>,
    /// The functions for C, as the options name them.
    pub c_functions: Vec<Signature>,
}

impl Options {
    /// A module's output for a machine with full optimisation and no entries.
    pub fn new(target: Target, emit: Emit) -> Self {
        Self {
            target,
            emit,
            opt_level: OptLevel::default(),
            fp: FpMode::default(),
            entries: vec![],
            told: vec![],
            c_functions: vec![],
            exports: None,
            slots: vec![],
            module_name: "pullback".into(),
        }
    }

    /// An object for [`crate::Jit`], with entries for these functions.
    pub fn jit(entries: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let entries = entries.into_iter().map(Into::into).collect();
        Self {
            entries,
            ..Self::new(Target::host(), Emit::Object)
        }
    }
}

impl Artifact {
    /// The output as text; `None` for an object.
    pub fn text(&self) -> Option<&str> {
        match self.emit {
            Emit::Object => None,
            _ => std::str::from_utf8(&self.bytes).ok(),
        }
    }
}

/// Compiles a module in the LLVM dialect, whose context knows the translations
/// ([`crate::register_translations`]). Equal modules and options give equal bytes.
pub fn compile(module: OperationRef<'_, '_>, options: &Options) -> Result<Artifact> {
    options.emit.require(&options.target)?;
    let machine = options.target.machine(options.opt_level)?;
    let context = Context::create();
    let layout = machine.get_target_data().get_data_layout();
    let llvm = translate(module, &context, &layout.as_str().to_string_lossy())?;
    llvm.set_name(&options.module_name);
    llvm.set_source_file_name(&options.module_name);
    llvm.set_triple(&machine.get_triple());
    llvm.set_data_layout(&layout);

    if let Some(names) = &options.exports {
        exports::keep_visible(&llvm, names)?;
    }
    let mut entries = vec![];
    for name in distinct(&options.entries) {
        let told = options.told.iter().find(|told| told.name == *name);
        let entry = thunk::add_entry(&context, &llvm, name, told.map(|told| &told.entry));
        entries.push(signature(module, name, entry)?);
    }
    let mut c_functions = vec![];
    matmul::choose(&llvm, options.fp);
    if !options.c_functions.is_empty() {
        matmul::define(&context, &llvm, &options.target)?;
        own_arena::define(&context, &llvm)?;
        fail::define(&context, &llvm)?;
    }
    for name in distinct(&options.c_functions) {
        let entry = header::add_wrapper(&context, &llvm, name);
        c_functions.push(signature(module, name, entry)?);
    }

    fp::apply(options.fp, &llvm);
    if options.opt_level > OptLevel::O0 {
        reciprocal::share(&context, &llvm)?;
        vector_math::offer(&context, &llvm, &options.target)?;
    }
    ptx::check(&llvm, &options.target).map_err(|error| ptx::locate(error, module))?;
    valid(&llvm)?;
    let (optimized, problems) =
        emit::collect_errors(&context, || optimize(&llvm, &machine, options.opt_level));
    optimized?;
    if !problems.is_empty() {
        return Err(ErrorKind::CodeGeneration(problems.join("; ")).into());
    }
    vector_math::withdraw(&llvm);
    if options.opt_level > OptLevel::O0 {
        fuse(&context, &llvm)?;
        hoist(&context, &llvm)?;
    }
    // The optimiser makes calls of its own, such as `exp2` of `pow`.
    ptx::check(&llvm, &options.target).map_err(|error| ptx::locate(error, module))?;
    slots::call_through(&context, &llvm, &options.slots)?;
    if options.emit == Emit::Object && options.c_functions.is_empty() {
        probe_stack(&context, &llvm);
    }
    let bytes = emit::emit(&context, &llvm, &machine, options.emit)?;
    Ok(Artifact {
        emit: options.emit,
        bytes,
        entries,
        c_functions,
    })
}

/// No frame, however large, steps over the page behind the stack that cannot be touched.
fn probe_stack(context: &Context, module: &Module<'_>) {
    let probe = context.create_string_attribute("probe-stack", "inline-asm");
    for function in module.get_functions() {
        if function.count_basic_blocks() > 0 {
            function.add_attribute(AttributeLoc::Function, probe);
        }
    }
}

/// The names in order, each once.
fn distinct(names: &[String]) -> impl Iterator<Item = &String> {
    let is_first = |(index, name): &(usize, &String)| !names[..*index].contains(name);
    names
        .iter()
        .enumerate()
        .filter(is_first)
        .map(|(_, name)| name)
}

/// A wrapper's signature, or its error at the place of the function.
fn signature(module: OperationRef<'_, '_>, name: &str, entry: Result<Entry>) -> Result<Signature> {
    let entry = entry.map_err(|error| error.at(location_of_symbol(module, name)))?;
    Ok(Signature {
        name: name.into(),
        entry,
    })
}

fn valid(module: &Module<'_>) -> Result<()> {
    module
        .verify()
        .map_err(|message| Error::from(ErrorKind::InvalidIr(message.to_string().trim_end().into())))
}
