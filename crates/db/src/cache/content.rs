//! What a file says, wherever it says it.

use crate::{File, file::Function};
use std::collections::{BTreeMap, BTreeSet};

/// A function or data type: a hash of its words, and the names that it refers to.
pub(crate) type Content = ([u8; 32], Vec<String>);

/// The functions and data types of a file by name. `None` for a file that is compiled as a whole.
#[salsa::tracked(returns(ref))]
pub(crate) fn contents(db: &dyn salsa::Database, file: File) -> Option<BTreeMap<String, Content>> {
    let content = |function: &Function| {
        let mut key = super::Key::new(&[0; 32]);
        key.add(function.text(db)).add(function.declaration(db));
        let kind = [function.is_data(db), function.has_body(db)];
        key.add(kind.map(u8::from)).add_all(function.aliases(db));
        let names = function.references(db).iter();
        let names = names.chain(function.declared_with(db)).cloned().collect();
        (function.name(db).clone(), (key.finish(), names))
    };
    let functions = file.items(db).as_ref()?;
    Some(functions.iter().map(content).collect())
}

/// A hash of the file as it is written, for code whose locations are places in it.
pub(crate) fn written(db: &dyn salsa::Database, file: File) -> [u8; 32] {
    let mut key = super::Key::new(&[2; 32]);
    key.add(file.name(db)).add(file.text(db));
    key.finish()
}

/// A hash of all that an entry reaches by names; of the whole file without an entry.
pub(crate) fn reached(db: &dyn salsa::Database, file: File, entry: Option<&str>) -> [u8; 32] {
    let Some(contents) = contents(db, file) else {
        return written(db, file);
    };
    let mut key = super::Key::new(&[1; 32]);
    match entry {
        None => {
            for (name, (hash, _)) in contents {
                key.add(name).add(hash);
            }
        }
        Some(entry) => {
            let mut seen = BTreeSet::from([entry]);
            let mut pending = vec![entry];
            while let Some(name) = pending.pop() {
                // Tangent types are declared nowhere.
                let Some((_, names)) = contents.get(name) else {
                    continue;
                };
                for name in names {
                    if seen.insert(name) {
                        pending.push(name);
                    }
                }
            }
            for name in seen {
                key.add(name);
                if let Some((hash, _)) = contents.get(name) {
                    key.add(hash);
                }
            }
        }
    }
    key.finish()
}
