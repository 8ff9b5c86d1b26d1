//! A unit from its source to code of the functional level: differentiated and simplified.

use crate::{
    Derivative, Diagnostics, TypeTree,
    cache::{self, Key, Stored},
    derived::{self, Derived, derivative},
    halves,
    link::{self, Piece, declare, is_declaration, is_derived, keep_public, own_data, own_helpers},
    session::{parse, run, with_context},
    source::{
        Symbol, Unit, function, in_one_component, is_whole, meets_recursion, piece, signature,
        thunk_piece,
    },
    whole,
};
use pullback_functional::ops::DERIVATIVES;
use pullback_ir::{Context, Module, Op, WalkOrder, relocate};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Functions of up to so many ops are compiled with their callers, as `functional-simplify` inlines them.
const SMALL: usize = 64;

/// More derivatives than these are machine code of their own, each in two halves: an edit of a function then costs that
/// function. Fewer are compiled as one, with the gradient that calls them, which is faster code.
const MANY: usize = 16;

/// The passes that a unit goes through.
const SIMPLIFY: &str = "functional-simplify,functional-differentiate,functional-simplify";

/// A module as bytecode. Locations in it count words of functions, so that a comment does not change it; those of the simplified
/// form of a function count [`Code::places`], so that a dead op does not either.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    /// The bytecode.
    pub(crate) bytes: Arc<[u8]>,
    /// What stands for the bytes in comparisons.
    fingerprint: [u8; 16],
    /// What the numbered locations stand for: file, line and column, of words or of another function's places. Not compared:
    /// what was computed of equal code stands, and its diagnostics find the places of today.
    pub(crate) places: Arc<[(String, usize, usize)]>,
    /// The functions that it calls and that are compiled apart.
    pub(crate) externals: Vec<String>,
    /// Whether a derivative operator is left, in a function that is compiled where it is applied.
    has_derivatives: bool,
    /// Whether the unit's function is small enough to be compiled with its callers.
    small: bool,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}
impl Eq for Code {}

impl Code {
    /// The module as text, without locations.
    pub(crate) fn text(&self) -> Result<String, Diagnostics> {
        with_context(|context| Ok(parse(context, &self.bytes, "bytecode")?.to_string()))
    }

    pub(crate) fn of(module: &Module<'_>, symbol: &str) -> Self {
        let bytes = module.op().bytecode();
        let size = module
            .op()
            .symbol(symbol)
            .map_or(0, |function| function.walk(WalkOrder::Pre).len());
        Self {
            fingerprint: fingerprint(&bytes),
            bytes: bytes.into(),
            places: Arc::default(),
            externals: link::separate(module.op()),
            has_derivatives: module
                .op()
                .walk(WalkOrder::Pre)
                .into_iter()
                .any(|op| DERIVATIVES.contains(&op.name())),
            small: size <= SMALL,
        }
    }
}

impl Stored for Code {
    fn write(&self, out: &mut Vec<u8>) {
        self.bytes.write(out);
        self.places.to_vec().write(out);
        self.externals.write(out);
        self.has_derivatives.write(out);
        self.small.write(out);
    }
    fn read(from: &mut &[u8]) -> Option<Self> {
        let bytes = Arc::<[u8]>::read(from)?;
        Some(Self {
            fingerprint: fingerprint(&bytes),
            bytes,
            places: Vec::read(from)?.into(),
            externals: Vec::read(from)?,
            has_derivatives: bool::read(from)?,
            small: bool::read(from)?,
        })
    }
}

fn fingerprint(bytes: &[u8]) -> [u8; 16] {
    let mut fingerprint = [0; 16];
    fingerprint.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    fingerprint
}

/// A unit, differentiated and simplified, with the bodies of what is inlined into it.
#[salsa::tracked(returns(ref))]
pub(crate) fn simplified<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Code, Diagnostics> {
    let symbol = unit.symbol(db);
    if unit.part(db).is_some() {
        return halves::part(db, unit.base(db), &symbol, unit.is_live(db));
    }
    // A bounded loop is several functions; the functions that it calls are bounded as well.
    let checkpoint = unit.checkpoint(db);
    if checkpoint.is_some() || is_whole(db, unit.base(db).file(db)) {
        let inputs = whole::Inputs::of(db, unit)?;
        let simplify = || {
            with_context(|context| {
                let mut module = inputs.module(context)?;
                keep_public(module.op(), &symbol);
                // What is wrong with other functions of the file concerns nobody here, as where the file is split.
                run(&mut module, "symbol-dce")?;
                if let Some(states) = checkpoint {
                    let bound = format!("functional-checkpoint{{states={states}}}");
                    run(&mut module, &format!("functional-simplify,{bound}"))?;
                }
                run(&mut module, SIMPLIFY)?;
                run(&mut module, "symbol-dce")?;
                Ok(Code::of(&module, &symbol))
            })
        };
        let key = |key: &mut Key| {
            key.add("whole").add(&symbol).add_debug(&checkpoint);
            inputs.add_to(key);
        };
        return cache::memo(db, "simplified", || unit.label(db), key, simplify);
    }
    if let Some(code) = from_parts(db, unit) {
        return Ok(code);
    }
    let inputs = Inputs::of(db, unit)?;
    let simplify = || {
        with_context(|context| {
            let mut module = inputs.module(context)?;
            keep_public(module.op(), &symbol);
            run(&mut module, SIMPLIFY)?;
            finish(context, module, &symbol, unit.is_live(db))
        })
    };
    let key = |key: &mut Key| {
        key.add("apart").add(&symbol).add_debug(&unit.is_live(db));
        inputs.add_to(key);
    };
    cache::memo(db, "simplified", || unit.label(db), key, simplify)
}

/// The last step: what has machine code of its own is declared, and helpers get names of their own.
pub(crate) fn finish<'c>(
    context: &'c Context,
    mut module: Module<'c>,
    symbol: &str,
    is_live: bool,
) -> Result<Code, Diagnostics> {
    for function in module.op().functions() {
        if is_compiled_apart(function, symbol) {
            declare(function);
        }
    }
    run(&mut module, "symbol-dce")?;
    own_helpers(module.op(), symbol);
    let module = own_data(context, module, symbol)?;
    if is_derived(symbol) {
        return Ok(Code::of(&module, symbol));
    }
    let places = number_places(module.op(), &link::numbered(symbol, is_live));
    Ok(Code {
        places: places.into(),
        ..Code::of(&module, symbol)
    })
}

/// Numbers the locations of a function's simplified form in the order of its ops; hands back what the numbers stand for.
fn number_places(module: Op<'_>, name: &str) -> Vec<(String, usize, usize)> {
    let mut places = vec![];
    let mut numbers = HashMap::new();
    relocate(module, |file, line, column| {
        let place = (file.to_owned(), line, column);
        let number = *numbers.entry(place).or_insert_with_key(|place| {
            places.push(place.clone());
            places.len()
        });
        Some((name.to_owned(), number, 1))
    });
    places
}

/// A thunk with its derivative operator expanded, its base differentiated, and the derivatives of what the base
/// calls declared. `None` where everything must be in one module: for higher orders, for recursion, and where
/// nothing is compiled apart; also where the pass fails, which it does better knowing all.
#[salsa::tracked(returns(ref))]
pub(crate) fn expanded<'db>(db: &'db dyn salsa::Database, unit: Unit<'db>) -> Option<Code> {
    let base = unit.base(db);
    let is_first = match unit.derivative(db) {
        Derivative::None | Derivative::Hvp { .. } | Derivative::Hessian { .. } => false,
        Derivative::Grad { order, .. } => *order == 1,
        Derivative::Vjp { .. } | Derivative::Jvp { .. } | Derivative::Jacobian { .. } => true,
    };
    if !is_first || is_higher_order(db, base) || meets_recursion(db, base) {
        return None;
    }
    let plain = Unit::plain(db, base.file(db), base.name(db), unit.is_live(db));
    let code = simplified(db, plain).as_ref().ok()?;
    if code.externals.is_empty() || code.has_derivatives {
        return None;
    }
    let main = thunk_piece(db, unit).ok()?;
    let symbol = unit.symbol(db);
    let expand = || {
        with_context(|context| {
            let mut module = main.parse(context)?;
            link::link(module.op(), parse(context, &code.bytes, "bytecode")?.op());
            keep_public(module.op(), &symbol);
            run(
                &mut module,
                "functional-simplify,functional-differentiate,symbol-dce",
            )?;
            Ok::<_, Diagnostics>(Code::of(&module, &symbol))
        })
    };
    let key = |key: &mut Key| {
        key.add(&symbol).add(&code.bytes);
        main.add_to(key);
    };
    let expanded = cache::memo(db, "expanded", || unit.label(db), key, expand);
    expanded.ok().filter(|code| !code.has_derivatives)
}

/// A thunk put together from its expansion and the derivatives that this calls, if it can be.
fn from_parts<'db>(db: &'db dyn salsa::Database, unit: Unit<'db>) -> Option<Code> {
    if unit.is_live(db) {
        return from_halves(db, unit);
    }
    let mut codes = vec![expanded(db, unit).as_ref()?];
    let mut seen = BTreeSet::new();
    let mut next = 0;
    while let Some(code) = codes.get(next).copied() {
        for name in code.externals.iter().filter(|name| is_derived(name)) {
            if seen.insert(name) {
                let base = Symbol::new(db, unit.base(db).file(db), derived::base(name)?);
                let derived = Derived::new(db, base, name.as_str(), false);
                codes.push(derivative(db, derived).as_ref().ok()?);
            }
        }
        next += 1;
    }
    if unit.is_apart(db)
        && codes.len() > MANY
        && let Some(code) = from_halves(db, unit)
    {
        return Some(code);
    }
    let symbol = unit.symbol(db);
    let put_together = || {
        with_context(|context| {
            let mut module = parse(context, &codes[0].bytes, "bytecode")?;
            for code in &codes[1..] {
                link::link(module.op(), parse(context, &code.bytes, "bytecode")?.op());
            }
            keep_public(module.op(), &symbol);
            run(&mut module, "functional-simplify")?;
            finish(context, module, &symbol, unit.is_live(db))
        })
    };
    let key = |key: &mut Key| {
        key.add("parts").add(&symbol);
        key.add_all(codes.iter().map(|code| &code.bytes));
    };
    let code = cache::memo(db, "simplified", || unit.label(db), key, put_together);
    code.ok()
        .filter(|code| !code.externals.iter().any(|name| is_derived(name)))
}

/// The same, calling derivatives that are compiled apart.
fn from_halves<'db>(db: &'db dyn salsa::Database, unit: Unit<'db>) -> Option<Code> {
    let code = expanded(db, unit).as_ref()?;
    let callees = halves::callees(db, unit.base(db), code, unit.is_live(db))?;
    let symbol = unit.symbol(db);
    let put_together = || {
        with_context(|context| {
            let mut module = parse(context, &code.bytes, "bytecode")?;
            for callee in &callees {
                link::link(module.op(), parse(context, &callee.bytes, "bytecode")?.op());
            }
            keep_public(module.op(), &symbol);
            run(&mut module, "functional-simplify")?;
            finish(context, module, &symbol, unit.is_live(db))
        })
    };
    let key = |key: &mut Key| {
        key.add("halves").add(&symbol).add(&code.bytes);
        key.add_all(callees.iter().map(|callee| &callee.bytes));
    };
    let code = cache::memo(db, "simplified", || unit.label(db), key, put_together);
    let is_closure = |name: &String| derived::gives_closure(name);
    code.ok()
        .filter(|code| !code.externals.iter().any(is_closure))
}

/// The simplified form of a function that is compiled with its callers; `None` for others, so that their callers do not
/// notice what becomes of them.
#[salsa::tracked(returns(ref))]
fn inline_body<'db>(db: &'db dyn salsa::Database, unit: Unit<'db>) -> Option<Code> {
    simplified(db, unit)
        .as_ref()
        .ok()
        .filter(|code| code.small && !unit.is_live(db))
        .cloned()
}

/// The whole program of a unit as one first-order module.
#[salsa::tracked(returns(ref))]
pub(crate) fn program<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Code, Diagnostics> {
    let codes = codes(db, unit)?;
    let symbol = unit.symbol(db);
    with_context(|context| {
        let mut module = linked(context, &codes, &symbol)?;
        run(
            &mut module,
            &format!("{},symbol-dce", pullback_passes::OPTIMIZE),
        )?;
        Ok(Code::of(&module, &symbol))
    })
}

/// The simplified form of a unit, and of all that it calls.
pub(crate) fn codes<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Vec<&'db Code>, Diagnostics> {
    let file = unit.base(db).file(db);
    let symbol = unit.symbol(db);
    let mut codes = vec![simplified(db, unit).as_ref().map_err(Clone::clone)?];
    let mut seen = BTreeSet::from([symbol.as_str()]);
    let mut next = 0;
    while let Some(code) = codes.get(next).copied() {
        for name in &code.externals {
            if seen.insert(name) {
                let callee = Unit::plain(db, file, name, unit.is_live(db));
                codes.push(simplified(db, callee).as_ref().map_err(Clone::clone)?);
            }
        }
        next += 1;
    }
    Ok(codes)
}

/// Code as one module, with one visible function.
pub(crate) fn linked<'c>(
    context: &'c Context,
    codes: &[&Code],
    symbol: &str,
) -> Result<Module<'c>, Diagnostics> {
    let module = parse(context, &codes[0].bytes, "bytecode")?;
    for code in &codes[1..] {
        link::link(module.op(), parse(context, &code.bytes, "bytecode")?.op());
    }
    keep_public(module.op(), symbol);
    Ok(module)
}

/// What a unit is made of.
struct Inputs<'db> {
    /// Its own text.
    main: Piece,
    /// Functions as they are written: of its component, and higher-order ones.
    pieces: Vec<Piece>,
    /// Functions that were simplified before.
    codes: Vec<&'db Code>,
}

impl<'db> Inputs<'db> {
    fn module<'c>(&self, context: &'c Context) -> Result<Module<'c>, Diagnostics> {
        let module = self.main.parse(context)?;
        for piece in &self.pieces {
            link::link(module.op(), piece.parse(context)?.op());
        }
        for code in &self.codes {
            link::link(module.op(), parse(context, &code.bytes, "bytecode")?.op());
        }
        Ok(module)
    }

    /// Adds all that the module is made of.
    fn add_to(&self, key: &mut Key) {
        self.main.add_to(key);
        for piece in &self.pieces {
            piece.add_to(key);
        }
        key.add_all(self.codes.iter().map(|code| &code.bytes));
    }

    /// Gathers by names alone, so that nothing asks the database while MLIR is at work.
    fn of(db: &'db dyn salsa::Database, unit: Unit<'db>) -> Result<Self, Diagnostics> {
        let base = unit.base(db);
        let file = base.file(db);
        let is_plain = !unit.is_derivative(db);
        let main = if is_plain {
            piece(db, base).ok_or_else(|| crate::source::no_function(base.name(db)))?
        } else {
            thunk_piece(db, unit)?
        };
        // What is differentiated must be there with everything that it calls.
        let mut whole = differentiates(&main.text);
        let mut seen: BTreeSet<String> = BTreeSet::from([main.name.clone()]);
        let mut pieces = Vec::new();
        let mut apart = Vec::new();
        let mut pending = main.separate.clone();
        while let Some(name) = pending.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let symbol = Symbol::new(db, file, name.as_str());
            let as_written =
                (is_plain && in_one_component(db, base, symbol)) || is_higher_order(db, symbol);
            match as_written.then(|| piece(db, symbol)).flatten() {
                Some(piece) => {
                    whole |= differentiates(&piece.text);
                    pending.extend(piece.separate.iter().cloned());
                    pieces.push(piece);
                }
                None => apart.push(name),
            }
        }
        let mut codes = Vec::new();
        while let Some(name) = apart.pop() {
            let callee = Unit::plain(db, file, &name, unit.is_live(db));
            let code = if whole {
                Some(simplified(db, callee).as_ref().map_err(Clone::clone)?)
            } else {
                inline_body(db, callee).as_ref()
            };
            let Some(code) = code else {
                continue;
            };
            codes.push(code);
            if whole {
                let unseen = code
                    .externals
                    .iter()
                    .filter(|name| seen.insert((*name).clone()));
                apart.extend(unseen.cloned());
            }
        }
        Ok(Self {
            main,
            pieces,
            codes,
        })
    }
}

/// Whether a text holds a derivative operator.
fn differentiates(text: &str) -> bool {
    DERIVATIVES.iter().any(|name| text.contains(name))
}

/// Whether a function takes or gives functions: it has no machine code of its own.
fn is_higher_order<'db>(db: &'db dyn salsa::Database, symbol: Symbol<'db>) -> bool {
    let Some(types) = function(db, symbol).and(signature(db, symbol).as_ref().ok()) else {
        return false;
    };
    let mut leaves = types
        .arguments
        .iter()
        .chain(&types.results)
        .flat_map(TypeTree::leaves);
    leaves.any(|leaf| matches!(leaf, TypeTree::Function(_)))
}

/// Whether a function that is left in the module of another one has machine code of its own.
fn is_compiled_apart(function: Op<'_>, symbol: &str) -> bool {
    let name = function.symbol_name().unwrap_or_default();
    let (arguments, results) = function.function_type().unwrap_or_default();
    let mut types = arguments.into_iter().chain(results).map(TypeTree::of);
    let is_first_order = !types.any(|ty| {
        ty.leaves()
            .into_iter()
            .any(|leaf| matches!(leaf, TypeTree::Function(_)))
    });
    name != symbol && !is_derived(name) && !is_declaration(function) && is_first_order
}
