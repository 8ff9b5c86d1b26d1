//! Queries on the source: functions and data types, what they name, whether each is well formed.

use crate::{
    Derivative, Diagnostics, File, Signature, cache,
    file::Function,
    link::{self, Piece},
    session::with_context,
    thunk::{self, Thunk, thunk},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet, VecDeque},
    num::NonZeroU32,
};

/// A symbol of a file, whether the file defines it or not.
#[salsa::interned(debug, revisions = usize::MAX)]
pub(crate) struct Symbol<'db> {
    #[returns(copy)]
    pub(crate) file: File,
    #[returns(ref)]
    pub(crate) name: String,
}

/// What is compiled as one: a function of the source, or what is computed of one.
#[salsa::interned(debug, revisions = usize::MAX)]
pub(crate) struct Unit<'db> {
    #[returns(copy)]
    pub(crate) base: Symbol<'db>,
    #[returns(ref)]
    pub(crate) derivative: Derivative,
    /// How many states a loop may keep for its reverse; everything if absent.
    #[returns(copy)]
    pub(crate) checkpoint: Option<NonZeroU32>,
    /// Whether the unit is of a program whose functions are replaced one by one: then nothing is inlined across functions,
    /// and derivatives are compiled apart as well.
    #[returns(copy)]
    pub(crate) is_live: bool,
    /// Whether a thunk calls the derivatives of functions that are compiled apart, where there are many of them, rather than to be
    /// one piece of code with them.
    #[returns(copy)]
    pub(crate) is_apart: bool,
    /// The part of a derivative of the base that the unit is.
    #[returns(ref)]
    pub(crate) part: Option<String>,
}

impl<'db> Unit<'db> {
    /// The unit of a function as it is.
    pub(crate) fn plain(
        db: &'db dyn salsa::Database,
        file: File,
        name: &str,
        is_live: bool,
    ) -> Self {
        let base = Symbol::new(db, file, name);
        Self::new(db, base, Derivative::None, None, is_live, false, None)
    }

    /// The unit of a part of a derivative.
    pub(crate) fn part_of(
        db: &'db dyn salsa::Database,
        base: Symbol<'db>,
        name: &str,
        is_live: bool,
    ) -> Self {
        let part = Some(name.to_owned());
        Self::new(db, base, Derivative::None, None, is_live, false, part)
    }

    /// Its name in explanations.
    pub(crate) fn label(self, db: &'db dyn salsa::Database) -> String {
        crate::events::unit(db, self)
    }

    /// Whether the unit is a thunk.
    pub(crate) fn is_derivative(self, db: &'db dyn salsa::Database) -> bool {
        *self.derivative(db) != Derivative::None
    }

    /// The symbol that the unit defines.
    pub(crate) fn symbol(self, db: &'db dyn salsa::Database) -> String {
        let name = self.base(db).name(db);
        if let Some(part) = self.part(db) {
            return part.clone();
        }
        match self.derivative(db) {
            Derivative::None => name.clone(),
            _ => thunk::symbol(name),
        }
    }
}

/// Whether the file is compiled as a whole.
#[salsa::tracked(returns(copy))]
pub(crate) fn is_whole(db: &dyn salsa::Database, file: File) -> bool {
    file.items(db).is_none()
}

/// The functions and data types of a file by name.
#[salsa::tracked(returns(ref))]
fn by_name(db: &dyn salsa::Database, file: File) -> HashMap<String, Function> {
    let functions = file.items(db).as_deref().unwrap_or_default();
    functions
        .iter()
        .map(|function| (function.name(db).clone(), *function))
        .collect()
}

/// The function or data type that a symbol names.
#[salsa::tracked(returns(copy))]
pub(crate) fn function<'db>(db: &'db dyn salsa::Database, symbol: Symbol<'db>) -> Option<Function> {
    by_name(db, symbol.file(db)).get(symbol.name(db)).copied()
}

/// Whether a symbol names a data type.
fn is_data<'db>(db: &'db dyn salsa::Database, symbol: Symbol<'db>) -> bool {
    function(db, symbol).is_some_and(|function| function.is_data(db))
}

/// The functions that a function reaches through the names in its text; itself only if it is recursive.
#[salsa::tracked(returns(ref))]
pub(crate) fn reachable<'db>(
    db: &'db dyn salsa::Database,
    symbol: Symbol<'db>,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut pending = vec![symbol];
    while let Some(symbol) = pending.pop() {
        for name in function(db, symbol).map_or(&[][..], |function| function.references(db)) {
            let named = Symbol::new(db, symbol.file(db), name.as_str());
            if !is_data(db, named) && seen.insert(name.clone()) {
                pending.push(named);
            }
        }
    }
    seen
}

/// Whether a function reaches itself, or something that does.
pub(crate) fn meets_recursion<'db>(db: &'db dyn salsa::Database, symbol: Symbol<'db>) -> bool {
    let reached = reachable(db, symbol).iter();
    let mut symbols = reached.map(|name| Symbol::new(db, symbol.file(db), name.as_str()));
    symbols.any(|symbol| reachable(db, symbol).contains(symbol.name(db)))
}

/// Whether the two reach each other, or are one.
pub(crate) fn in_one_component<'db>(
    db: &'db dyn salsa::Database,
    one: Symbol<'db>,
    other: Symbol<'db>,
) -> bool {
    one == other
        || (reachable(db, one).contains(other.name(db))
            && reachable(db, other).contains(one.name(db)))
}

/// The text that MLIR parses for a function: its aliases on a line, then its words, then declarations of what
/// it names.
pub(crate) fn piece<'db>(db: &'db dyn salsa::Database, symbol: Symbol<'db>) -> Option<Piece> {
    let this = function(db, symbol)?;
    let mut aliases = this.aliases(db).clone();
    let (declarations, separate) = declarations(
        db,
        symbol.file(db),
        this.references(db),
        &mut aliases,
        this.name(db),
    );
    Some(Piece {
        name: this.name(db).clone(),
        text: format!("{}\n{}\n{declarations}", aliases.join(" "), this.text(db)),
        separate,
    })
}

/// Declarations of what a text names, with the data types that these are made of, and the names among them that have a
/// body elsewhere.
fn declarations(
    db: &dyn salsa::Database,
    file: File,
    references: &[String],
    aliases: &mut Vec<String>,
    except: &str,
) -> (String, Vec<String>) {
    let (mut text, mut separate) = (String::new(), vec![]);
    let mut seen = HashSet::from([except]);
    let mut pending: VecDeque<&str> = references.iter().map(String::as_str).collect();
    while let Some(name) = pending.pop_front() {
        let named = function(db, Symbol::new(db, file, name));
        let Some(named) = named.filter(|_| seen.insert(name)) else {
            continue;
        };
        for alias in named.aliases(db) {
            if !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
        }
        text.push_str(named.declaration(db));
        text.push('\n');
        if named.has_body(db) {
            separate.push(name.to_owned());
        }
        let inner = named.declared_with(db).iter().map(String::as_str);
        pending.extend(inner.filter(|name| is_data(db, Symbol::new(db, file, *name))));
    }
    (text, separate)
}

/// The aliases and the declaration of one function, and its name if it has a body.
pub(crate) fn declarations_of<'db>(
    db: &'db dyn salsa::Database,
    symbol: Symbol<'db>,
) -> (String, String, Vec<String>) {
    let names = std::slice::from_ref(symbol.name(db));
    let mut aliases = vec![];
    let (declaration, separate) = declarations(db, symbol.file(db), names, &mut aliases, "");
    (aliases.join(" "), declaration, separate)
}

/// The text of a unit's thunk with a declaration of its base.
pub(crate) fn thunk_piece<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Piece, Diagnostics> {
    let base = unit.base(db);
    let thunk = unit_thunk(db, unit).clone()?;
    let (aliases, declaration, separate) = declarations_of(db, base);
    Ok(Piece {
        name: unit.symbol(db),
        text: format!("{aliases}\n{}\n{declaration}", thunk.text),
        separate,
    })
}

/// The thunk of a unit that is a derivative; its signature also for one that is not.
#[salsa::tracked(returns(ref))]
pub(crate) fn unit_thunk<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Thunk, Diagnostics> {
    let base = unit.base(db);
    let of = signature(db, base).as_ref().map_err(Clone::clone)?;
    thunk(base.name(db), of, unit.derivative(db))
        .map_err(|message| link::at_symbol(base.name(db), message))
}

/// The types of a function, from its declaration.
#[salsa::tracked(returns(ref))]
pub(crate) fn signature<'db>(
    db: &'db dyn salsa::Database,
    symbol: Symbol<'db>,
) -> Result<Signature, Diagnostics> {
    let name = symbol.name(db);
    if is_whole(db, symbol.file(db)) {
        return crate::whole::signature(db, symbol);
    }
    let Some(this) = function(db, symbol).filter(|this| !this.is_data(db)) else {
        return Err(no_function(name));
    };
    let mut aliases = this.aliases(db).clone();
    let named = this.declared_with(db);
    let (declared, _) = declarations(db, symbol.file(db), named, &mut aliases, name);
    let text = format!(
        "{}\n{}\n{declared}",
        aliases.join(" "),
        this.declaration(db)
    );
    let inputs = |key: &mut cache::Key| {
        key.add(name).add(&text);
    };
    let parsed = || {
        with_context(|context| {
            let piece = Piece {
                name: name.clone(),
                text: text.clone(),
                separate: vec![],
            };
            let module = piece.parse(context)?;
            let function = module.op().symbol(name).ok_or_else(|| no_function(name))?;
            Ok(Signature::of(function))
        })
    };
    cache::memo(db, "signature", || name.clone(), inputs, parsed)
}

/// Whether a function, taken by itself, is well formed.
#[salsa::tracked(returns(ref))]
pub(crate) fn checked<'db>(
    db: &'db dyn salsa::Database,
    symbol: Symbol<'db>,
) -> Result<(), Diagnostics> {
    let Some(piece) = piece(db, symbol) else {
        return Ok(());
    };
    if let Some(this) = function(db, symbol) {
        let mut names = std::iter::once(this.name(db)).chain(this.references(db));
        if let Some(name) = names.find(|name| link::is_derived(name)) {
            let words = this.text(db).lines().enumerate();
            let place = words
                .filter_map(|(index, word)| Some((index, word.find(&format!("@{name}"))?)))
                .map(|(index, at)| {
                    (
                        format!("{}{}", link::SIGN, symbol.name(db)),
                        index + 2,
                        at + 1,
                    )
                });
            return Err(Diagnostics::error(
                place.min_by_key(|place| place.1),
                DOLLAR,
            ));
        }
    }
    with_context(|context| piece.parse(context).map(|_| ()))
}

/// Why a symbol is refused.
pub(crate) const DOLLAR: &str =
    "a symbol holds `$`, which stands in the names of derived functions; rename it";

/// What is wrong with the first function that is not well formed.
#[salsa::tracked(returns(ref))]
pub(crate) fn first_problem(db: &dyn salsa::Database, file: File) -> Option<Diagnostics> {
    let functions = file.items(db).as_deref().unwrap_or_default();
    functions.iter().find_map(|function| {
        let symbol = Symbol::new(db, file, function.name(db).as_str());
        checked(db, symbol).as_ref().err().cloned()
    })
}

pub(crate) fn no_function(name: &str) -> Diagnostics {
    Diagnostics::error(
        None,
        format!("there is no function @{name} in the file; name one that it defines"),
    )
}
