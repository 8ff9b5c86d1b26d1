//! Derivatives that are machine code of their own, for programs whose functions are replaced one by one.
//!
//! The derivative `@g$rev$1$1` of a function that is compiled apart gives a closure, which has no machine code. Here it is
//! split into `@g$rev$1$1$fwd` and `@g$rev$1$1$bwd`, and what callers see of it is a *stub*: a function that calls these, and
//! says with its types what is on the tape. Callers notice another stub, and nothing else.

use crate::{
    Diagnostics,
    cache::{self, Key, Stored},
    derived::{self, Derived, derivative},
    link::{self, Piece, declare, is_derived, keep_public},
    session::{parse, run, with_context},
    source::{Symbol, Unit, declarations_of},
    unit::{Code, finish},
};
use pullback_ir::{Context, Module};
use std::collections::BTreeSet;

/// A derivative as functions that have machine code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// What callers see: a function that calls the parts.
    stub: Code,
    parts: Vec<(String, Code)>,
}

impl Stored for Split {
    fn write(&self, out: &mut Vec<u8>) {
        self.stub.write(out);
        self.parts.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            stub: Code::read(from)?,
            parts: Vec::read(from)?,
        })
    }
}

impl<'db> Unit<'db> {
    /// What defines a function that is compiled apart: of the source, or part of a derivative.
    pub(crate) fn defining(
        db: &'db dyn salsa::Database,
        base: Symbol<'db>,
        name: &str,
        is_live: bool,
    ) -> Self {
        let file = base.file(db);
        match name.split_once('$') {
            None => Self::plain(db, file, name, is_live),
            Some((base, _)) => Self::part_of(db, Symbol::new(db, file, base), name, is_live),
        }
    }
}

/// The code of a part of a derivative.
pub(crate) fn part<'db>(
    db: &'db dyn salsa::Database,
    base: Symbol<'db>,
    name: &str,
    is_live: bool,
) -> Result<Code, Diagnostics> {
    if derived::base(name).is_some() {
        return derivative(db, Derived::new(db, base, name, is_live)).clone();
    }
    let known = name.rsplit_once('$').and_then(|(whole, _)| {
        let split = split(db, Derived::new(db, base, whole, is_live)).as_ref()?;
        split.parts.iter().find(|(part, _)| part == name)
    });
    let refused = || Diagnostics::error(None, format!("there is no derived function @{name}"));
    known.map(|(_, code)| code.clone()).ok_or_else(refused)
}

/// What callers of a derivative link in its place: `None` for one that cannot be split.
#[salsa::tracked(returns(ref))]
fn stub<'db>(db: &'db dyn salsa::Database, derived: Derived<'db>) -> Option<Code> {
    split(db, derived).as_ref().map(|split| split.stub.clone())
}

/// What stands for the derivatives that a code calls: stubs, and whole derivatives where there is none. Names that nothing
/// stands for have machine code as they are.
pub(crate) fn callees<'db>(
    db: &'db dyn salsa::Database,
    base: Symbol<'db>,
    code: &'db Code,
    is_live: bool,
) -> Option<Vec<&'db Code>> {
    let mut codes = vec![];
    let mut seen = BTreeSet::new();
    let mut pending: Vec<&String> = code.externals.iter().collect();
    while let Some(name) = pending.pop() {
        if !is_derived(name) || !seen.insert(name) || !derived::gives_closure(name) {
            continue;
        }
        let callee = Symbol::new(db, base.file(db), derived::base(name)?);
        let derived = Derived::new(db, callee, name.as_str(), is_live);
        if let Some(stub) = stub(db, derived) {
            codes.push(stub);
        } else {
            let code = derivative(db, derived).as_ref().ok()?;
            pending.extend(&code.externals);
            codes.push(code);
        }
    }
    Some(codes)
}

/// A derivative in parts; `None` if it gives no closure, or cannot be split.
#[salsa::tracked(returns(ref))]
pub(crate) fn split<'db>(db: &'db dyn salsa::Database, derived: Derived<'db>) -> Option<Split> {
    let name = derived.name(db);
    if !derived::gives_closure(name) {
        return None;
    }
    let code = derivative(db, derived).as_ref().ok()?;
    let callees = callees(db, derived.base(db), code, derived.is_live(db))?;
    let (aliases, declaration, _) = declarations_of(db, derived.base(db));
    let take_apart = || {
        with_context(|context| {
            let mut module = parse(context, &code.bytes, "bytecode")?;
            for callee in &callees {
                link::link(module.op(), parse(context, &callee.bytes, "bytecode")?.op());
            }
            keep_public(module.op(), name);
            run(&mut module, "functional-simplify")?;
            // What nobody calls is not split.
            let probe = Piece {
                name: PROBE.into(),
                text: format!("{aliases}\n{}{declaration}", probe(&module, name)),
                separate: vec![],
            };
            link::link(module.op(), probe.parse(context)?.op());
            if let Some(probe) = module.op().symbol(PROBE) {
                probe.remove_attr("sym_visibility");
            }
            run(&mut module, "functional-split-closures")?;
            taken_apart(context, &module, name)
        })
    };
    let key = |key: &mut Key| {
        key.add(name)
            .add(&aliases)
            .add(&declaration)
            .add(&code.bytes);
        key.add_all(callees.iter().map(|callee| &callee.bytes));
    };
    let probed = cache::memo(db, "split", || name.clone(), key, take_apart);
    probed.ok().flatten()
}

const PROBE: &str = "probe$";

/// A function that calls another one.
fn probe(module: &Module<'_>, name: &str) -> String {
    let function = module.op().symbol(name);
    let types = function.and_then(|function| function.function_type());
    let (arguments, results) = types.unwrap_or_default();
    let list = |types: &[pullback_ir::Type<'_>]| {
        let texts: Vec<String> = types.iter().map(ToString::to_string).collect();
        texts.join(", ")
    };
    let parameters = arguments.iter().enumerate();
    let parameters: Vec<String> = parameters.map(|(i, ty)| format!("%a{i}: {ty}")).collect();
    let names = |prefix: &str, count: usize| {
        let names: Vec<String> = (0..count).map(|index| format!("{prefix}{index}")).collect();
        names.join(", ")
    };
    let (inputs, outputs) = (list(&arguments), list(&results));
    format!(
        "func.func private @\"{name}\"({inputs}) -> ({outputs})
func.func @\"{PROBE}\"({}) -> ({outputs}) {{
%r:{} = func.call @\"{name}\"({}) : ({inputs}) -> ({outputs})
return {} : {outputs}
}}
",
        parameters.join(", "),
        results.len(),
        names("%a", arguments.len()),
        names("%r#", results.len()),
    )
}

/// Each part as a module of its own, if the pass has made some.
fn taken_apart(
    context: &Context,
    module: &Module<'_>,
    name: &str,
) -> Result<Option<Split>, Diagnostics> {
    let prefixes = [format!("{name}$fwd"), format!("{name}$bwd")];
    let functions = module.op().functions();
    let symbols = functions
        .iter()
        .filter_map(|function| function.symbol_name());
    let names: Vec<&str> = symbols
        .filter(|symbol| prefixes.iter().any(|prefix| symbol == prefix))
        .collect();
    if names.len() != prefixes.len() {
        return Ok(None);
    }
    let bytes = module.op().bytecode();
    let alone = |symbol: &str| {
        let module = parse(context, &bytes, "bytecode")?;
        for other in names.iter().filter(|other| **other != symbol) {
            if let Some(function) = module.op().symbol(other) {
                declare(function);
            }
        }
        keep_public(module.op(), symbol);
        Ok::<_, Diagnostics>(module)
    };
    let mut parts = vec![];
    for part in &names {
        let mut module = alone(part)?;
        // They are simplified when they are lowered.
        run(&mut module, "symbol-dce")?;
        parts.push(((*part).to_owned(), finish(context, module, part, true)?));
    }
    let mut stub = alone(name)?;
    run(&mut stub, "symbol-dce")?;
    let stub = Code::of(&stub, name);
    Ok(Some(Split { stub, parts }))
}
