//! What passes read, so that they need not run again where they would read the same.

use std::{collections::HashMap, sync::Mutex};

/// What decides what a pass makes of a symbol: of an op directly in a module, such as a `func.func`.
///
/// A pass writes it down as `#[pass(reads = "symbol")]`. It is a promise, by which `pullback-opt --incremental` and
/// the database run the pass on one symbol after another, with nothing else in the module than what it reads, and keep
/// what came out. Each variant promises, for every module that passes the verifier:
///
/// - What becomes of a symbol depends on its op, on the attributes of the module, on the options, and on what the
///   variant says about other symbols. Nothing else: no place in the file (locations are carried over and never looked
///   at), no order of the symbols, no global state, no file.
/// - Whatever else is in the module stays as it is. A pass on `builtin.module` goes over the symbols one by one.
/// - The pass does nothing but change the op, say diagnostics and count.
///
/// What breaks the second promise is noticed, and so are diagnostics: then the pass runs on the whole module, which is
/// always right and costs more. So a pass that now and then adds a helper may declare that it reads its symbol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reads {
    /// `"symbol"`: its own op. Of the functions that it names, the pass may read whether they are there and their types.
    Symbol,
    /// `"interfaces"`: also the other attributes of functions that it names, and all of what it names that is no
    /// function: data types, globals. Not bodies of functions, nor whether they are visible or have a body.
    Interfaces,
    /// `"callees"`: also the bodies of what it names, of what those name, and so on.
    Callees,
    /// `"module"`: anything in the module, locations as well. This is what a pass reads that declares nothing.
    #[default]
    Module,
}

static DECLARED: Mutex<Option<HashMap<&'static str, Reads>>> = Mutex::new(None);

pub(crate) fn declare(pass: &'static str, reads: Reads) {
    if let Ok(mut declared) = DECLARED.lock() {
        declared.get_or_insert_default().insert(pass, reads);
    }
}

/// What a registered pass of ours declares; `None` for other people's.
pub fn declared_reads(pass: &str) -> Option<Reads> {
    let declared = DECLARED.lock().ok()?;
    declared.as_ref()?.get(pass).copied()
}
