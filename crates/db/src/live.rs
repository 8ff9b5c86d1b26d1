//! A program that stays in this process while its source is edited.

use crate::{Database, Diagnostics, Request, changes::Known, database::Part};
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
    /// What is linked, if an edit can be compared with it.
    known: Option<Known>,
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
            known: None,
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
        let mut known = self.known.take();
        let changed = known
            .as_mut()
            .and_then(|known| known.changed(&self.db, request));
        let (parts, removed) = match changed {
            Some(parts) => (parts, vec![]),
            None => {
                let parts = self.db.parts(request);
                if parts.is_err() {
                    // What is linked stays, and the next edit is compared with it.
                    self.known = known.take();
                }
                let parts = parts?;
                known = Known::of(&self.db, request, &parts);
                let names: BTreeSet<&str> = parts.iter().map(|part| part.symbol.as_str()).collect();
                let gone = self.parts.keys().filter(|name| !names.contains(&***name));
                let gone: Vec<String> = gone.cloned().collect();
                (parts, gone)
            }
        };
        let differs = |part: &&Part<'_>| {
            let linked = self.parts.get(&part.symbol);
            linked.is_none_or(|linked| linked != part.object)
        };
        let changed: Vec<&Part<'_>> = parts.iter().filter(differs).collect();
        let objects: Vec<(&str, &[u8])> = changed
            .iter()
            .map(|part| (part.symbol.as_str(), part.object))
            .collect();
        let gone = removed.iter().map(String::as_str);
        if let Err(error) = self.image.replace(gone, &objects) {
            // What is left of the program is not whole: the next update links all of it.
            self.parts.clear();
            self.entry = None;
            return Err(failed(error));
        }
        for name in &removed {
            self.parts.remove(name);
        }
        for (name, object) in &objects {
            self.parts.insert((*name).to_owned(), object.to_vec());
        }
        self.entry = Some(request.symbol());
        self.known = known;
        Ok(Update {
            linked: objects.iter().map(|(name, _)| (*name).to_owned()).collect(),
            kept: self.parts.len() - objects.len(),
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
