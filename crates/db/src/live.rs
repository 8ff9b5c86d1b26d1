//! A program that stays in this process while its source is edited.

use crate::{Database, Diagnostics, Request};
use pullback_codegen::{EntryFn, LiveImage};
use std::collections::{BTreeMap, BTreeSet};

/// A database and a program of it that is linked into this process. After an edit, the functions whose machine code
/// changed are linked again, and the others stay where they are.
///
/// ```
/// use pullback_db::{Derivative, Live, Mode, Request};
///
/// let mut live = Live::new(None).unwrap();
/// let grad = Derivative::Grad { wrt: None, mode: Mode::Reverse, order: 1 };
/// for (op, expected) in [("mulf", [4.0, 4.0]), ("addf", [4.0, 2.0])] {
///     let text = format!("func.func @f(%x: f64) -> f64 {{
///       %r = arith.{op} %x, %x : f64
///       return %r : f64
///     }}");
///     let file = live.database_mut().set_file("f.mlir", text);
///     let request = Request::new(file, "f", grad.clone());
///     let update = live.update(&request).unwrap();
///     assert_eq!(update.linked, ["f$entry"]);
///     let f = live.function().unwrap();
///     assert_eq!(f.call_values(&[2.0.into()]).unwrap(), expected.map(Into::into));
/// }
/// ```
pub struct Live {
    db: Database,
    image: LiveImage,
    /// The objects that are linked, by their functions.
    parts: BTreeMap<String, Vec<u8>>,
    entry: Option<String>,
}

/// What an update of a live program did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// The functions that were linked, the entry first if it is among them.
    pub linked: Vec<String>,
    /// How many functions stayed.
    pub kept: usize,
    /// The functions that the program does not have any more.
    pub removed: Vec<String>,
}

impl Live {
    /// No program yet; its data and tapes may fill so many bytes, half of the memory if absent.
    pub fn new(memory: Option<usize>) -> Result<Self, Diagnostics> {
        Ok(Self {
            db: Database::new(),
            image: LiveImage::new(memory).map_err(failed)?,
            parts: BTreeMap::new(),
            entry: None,
        })
    }

    /// What was computed of the files.
    pub fn database(&self) -> &Database {
        &self.db
    }

    /// The same, to give files their text.
    pub fn database_mut(&mut self) -> &mut Database {
        &mut self.db
    }

    /// Compiles what a request asks for and links what changed. If the source is wrong, the program that was there stays.
    ///
    /// Takes as much stack as the nesting of the source wants: see [`Database`].
    pub fn update(&mut self, request: &Request) -> Result<Update, Diagnostics> {
        let parts = self.db.parts(request)?;
        let names: BTreeSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        let gone = self.parts.keys().filter(|name| !names.contains(&***name));
        let removed: Vec<String> = gone.cloned().collect();
        let changed = parts
            .iter()
            .filter(|(name, object)| self.parts.get(name).is_none_or(|known| known != object));
        let changed: Vec<(&str, &[u8])> = changed
            .map(|(name, object)| (name.as_str(), *object))
            .collect();
        let linked = self
            .image
            .replace(removed.iter().map(String::as_str), &changed);
        if linked.is_err() {
            // What is left of the program is not whole: the next update links all of it.
            self.parts.clear();
            self.entry = None;
        }
        linked.map_err(failed)?;
        for name in &removed {
            self.parts.remove(name);
        }
        for (name, object) in &changed {
            self.parts.insert((*name).to_owned(), object.to_vec());
        }
        self.entry = Some(request.symbol());
        Ok(Update {
            linked: changed.iter().map(|(name, _)| (*name).to_owned()).collect(),
            kept: parts.len() - changed.len(),
            removed,
        })
    }

    /// The program's entry, as the last update left it; `None` before the first.
    pub fn function(&self) -> Option<EntryFn<'_>> {
        self.image.function(self.entry.as_deref()?).ok()
    }
}

fn failed(error: pullback_codegen::Error) -> Diagnostics {
    Diagnostics::error(None, error.to_string())
}
