//! From simplified code to machine code.

use crate::{
    Diagnostics,
    cache::{self, Key, Stored},
    link::{SEPARATE, is_declaration},
    session::{codegen, parse, run, with_context},
    source::{Unit, signature, unit_thunk},
    unit::{Code, program, simplified},
};
use pullback_codegen::{Artifact, Emit, FpMode, OptLevel, Options, Signature, Target};
use pullback_ir::{Attr, Builder, Module, Op};
use std::{collections::HashSet, sync::Arc};

/// A unit for a machine.
#[salsa::interned(debug, revisions = usize::MAX)]
pub(crate) struct Build<'db> {
    #[returns(copy)]
    pub(crate) unit: Unit<'db>,
    /// Whether everything that the unit calls is in the output.
    #[returns(copy)]
    pub(crate) whole: bool,
    /// Whether the JIT calls the unit from outside.
    #[returns(copy)]
    pub(crate) is_entry: bool,
    #[returns(copy)]
    pub(crate) emit: Emit,
    #[returns(ref)]
    pub(crate) target: Target,
    #[returns(copy)]
    pub(crate) fp: FpMode,
    #[returns(copy)]
    pub(crate) opt_level: OptLevel,
    /// Whether the code reports values that are not finite.
    #[returns(copy)]
    pub(crate) checks_nan: bool,
    /// Whether what is compiled apart is called through slots, so that it can be replaced.
    #[returns(copy)]
    pub(crate) is_live: bool,
}

/// A unit in the LLVM dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lowered {
    /// The bytecode.
    bytes: Arc<[u8]>,
    /// What it calls and other units define.
    externals: Vec<String>,
}

impl Stored for Lowered {
    fn write(&self, out: &mut Vec<u8>) {
        self.bytes.write(out);
        self.externals.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            bytes: Arc::read(from)?,
            externals: Vec::read(from)?,
        })
    }
}

/// What `--fp=fast` allows and LLVM would not find.
const REGROUP: &str = "functional-regroup{fast=true},functional-shorten-recurrences";

/// A unit in the LLVM dialect; what it calls is declared.
#[salsa::tracked(returns(ref))]
pub(crate) fn lowered<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Lowered, Diagnostics> {
    optimised(db, unit, simplified(db, unit), &[pullback_passes::OPTIMIZE])
}

/// The same for `--fp=fast`.
#[salsa::tracked(returns(ref))]
fn lowered_fast<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Lowered, Diagnostics> {
    let passes = [pullback_passes::OPTIMIZE, REGROUP];
    optimised(db, unit, simplified(db, unit), &passes)
}

/// The same with tests for what is not finite.
#[salsa::tracked(returns(ref))]
fn lowered_checking_nan<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Lowered, Diagnostics> {
    let passes = pullback_lower::to_llvm_checking_nan();
    let code = simplified(db, unit);
    lowered_by(db, unit, code, &[pullback_passes::OPTIMIZE], &passes)
}

/// The form of a unit that a build is of.
fn lowered_for<'db>(
    db: &'db dyn salsa::Database,
    build: Build<'db>,
) -> &'db Result<Lowered, Diagnostics> {
    let unit = build.unit(db);
    match (build.whole(db), build.fp(db)) {
        (false, _) if build.checks_nan(db) => lowered_checking_nan(db, unit),
        (false, FpMode::Fast) => lowered_fast(db, unit),
        (false, _) => lowered(db, unit),
        (true, FpMode::Fast) => lowered_program_fast(db, unit),
        (true, _) => lowered_program(db, unit),
    }
}

/// The whole program of a unit in the LLVM dialect.
#[salsa::tracked(returns(ref))]
fn lowered_program<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Lowered, Diagnostics> {
    optimised(db, unit, program(db, unit), &[])
}

/// The same for `--fp=fast`.
#[salsa::tracked(returns(ref))]
fn lowered_program_fast<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Lowered, Diagnostics> {
    optimised(db, unit, program(db, unit), &[REGROUP])
}

/// Code in the LLVM dialect, after these pipelines.
fn optimised<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
    code: &Result<Code, Diagnostics>,
    pipelines: &[&str],
) -> Result<Lowered, Diagnostics> {
    lowered_by(db, unit, code, pipelines, pullback_lower::TO_LLVM)
}

/// Code in the LLVM dialect by a pipeline, after these pipelines.
fn lowered_by<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
    code: &Result<Code, Diagnostics>,
    pipelines: &[&str],
    to_llvm: &str,
) -> Result<Lowered, Diagnostics> {
    let code = code.as_ref().map_err(Clone::clone)?;
    let lower = || {
        with_context(|context| {
            let mut module = parse(context, &code.bytes, "bytecode")?;
            for pipeline in pipelines {
                run(&mut module, pipeline)?;
            }
            lower(&mut module, to_llvm)
        })
    };
    let key = |key: &mut Key| {
        key.add(&code.bytes).add_all(pipelines).add(to_llvm);
    };
    cache::memo(db, "lowered", || unit.label(db), key, lower)
}

/// Machine code, or what else a target has.
#[salsa::tracked(returns(ref))]
pub(crate) fn object<'db>(
    db: &'db dyn salsa::Database,
    build: Build<'db>,
) -> Result<Artifact, Diagnostics> {
    let unit = build.unit(db);
    let lowered = lowered_for(db, build);
    let symbol = unit.symbol(db);
    let (entries, told) = match build.is_entry(db) {
        true => (vec![symbol.clone()], told(db, unit, &symbol)?),
        false => (vec![], vec![]),
    };
    let lowered = lowered.as_ref().map_err(Clone::clone)?;
    let slots = match build.is_live(db) {
        true => lowered.externals.clone(),
        false => vec![],
    };
    let options = Options {
        slots,
        fp: build.fp(db),
        opt_level: build.opt_level(db),
        entries,
        told,
        exports: Some(vec![symbol]),
        ..Options::new(build.target(db).clone(), build.emit(db))
    };
    let key = |key: &mut Key| {
        key.add_debug(&options).add(&lowered.bytes);
    };
    let about = || unit.label(db);
    let compile = || codegen(&lowered.bytes, &options);
    cache::memo(db, "object", about, key, compile)
}

/// The types of a unit, if there are arrays or data types among them.
fn told<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
    symbol: &str,
) -> Result<Vec<Signature>, Diagnostics> {
    let entry = if unit.is_derivative(db) {
        let thunk = unit_thunk(db, unit).as_ref().map_err(Clone::clone)?;
        thunk.signature.entry()
    } else {
        let of = signature(db, unit.base(db));
        of.as_ref().map_err(Clone::clone)?.entry()
    };
    let told = entry.filter(|entry| !entry.data.is_empty() || !entry.arrays.is_empty());
    let told = told.map(|entry| Signature {
        name: symbol.to_owned(),
        entry,
    });
    Ok(told.into_iter().collect())
}

/// The builds of a unit and of all that it calls; the unit itself is first.
pub(crate) fn image<'db>(
    db: &'db dyn salsa::Database,
    entry: Build<'db>,
) -> Result<Vec<Build<'db>>, Diagnostics> {
    let mut builds = vec![entry];
    let mut seen = HashSet::from([entry.unit(db)]);
    let mut next = 0;
    while let Some(build) = builds.get(next).copied() {
        for name in externals(db, build).map_err(Clone::clone)? {
            let callee = callee(db, entry, name);
            if seen.insert(callee.unit(db)) {
                builds.push(callee);
            }
        }
        next += 1;
    }
    Ok(builds)
}

/// The build of what is compiled apart in the program of an entry.
pub(crate) fn callee<'db>(
    db: &'db dyn salsa::Database,
    entry: Build<'db>,
    name: &str,
) -> Build<'db> {
    let unit = entry.unit(db);
    Build::new(
        db,
        Unit::defining(db, unit.base(db), name, unit.is_live(db)),
        false,
        false,
        entry.emit(db),
        entry.target(db).clone(),
        entry.fp(db),
        entry.opt_level(db),
        entry.checks_nan(db),
        entry.is_live(db),
    )
}

/// The functions that a build calls and other builds define.
pub(crate) fn externals<'db>(
    db: &'db dyn salsa::Database,
    build: Build<'db>,
) -> Result<&'db [String], &'db Diagnostics> {
    let lowered = lowered_for(db, build).as_ref();
    lowered.map(|lowered| lowered.externals.as_slice())
}

/// Lowers to the LLVM dialect. What is compiled apart gets a body for the time being, for without one a
/// function cannot be called as far as the lowering knows.
pub(crate) fn lower(module: &mut Module<'_>, to_llvm: &str) -> Result<Lowered, Diagnostics> {
    run(module, "symbol-dce")?;
    let mut externals = Vec::new();
    for function in module.op().functions() {
        if is_declaration(function) && function.attr(SEPARATE).is_some() {
            externals.extend(function.symbol_name().map(str::to_owned));
            add_body(function);
        }
    }
    run(module, to_llvm)?;
    for name in &externals {
        if let Some(function) = module.op().symbol(name) {
            crate::link::declare(function);
        }
    }
    Ok(Lowered {
        bytes: module.op().bytecode().into(),
        externals,
    })
}

fn add_body(function: Op<'_>) {
    let (arguments, results) = function.function_type().unwrap_or_default();
    let block = function
        .region(0)
        .append_block(&arguments, function.location());
    let builder = Builder::at_end(block, function.location());
    let context = function.context();
    let Some(poison) = Attr::parse(context, "#ub.poison") else {
        return;
    };
    let values: Vec<_> = results
        .iter()
        .map(|ty| {
            builder
                .op("ub.poison")
                .attr("value", poison)
                .results(&[*ty])
                .build()
                .result(0)
        })
        .collect();
    builder
        .op("func.return")
        .operands(&values)
        .results(&[])
        .build();
}
