//! What a file says, wherever it says it.

use crate::{File, split::split};
use std::collections::{BTreeMap, BTreeSet};

/// A function or data type: a hash of its words, and the names that it refers to.
pub(crate) type Content = ([u8; 32], Vec<String>);

/// The functions and data types of a file by name. `None` for a file that is compiled as a whole.
#[salsa::tracked(returns(ref))]
pub(crate) fn contents(db: &dyn salsa::Database, file: File) -> Option<BTreeMap<String, Content>> {
    let parts = split(file.text(db)).ok()?;
    let content = |part: crate::split::Part| {
        let mut key = super::Key::new(&[0; 32]);
        key.add(&part.text).add(&part.declaration);
        key.add([u8::from(part.is_data), u8::from(part.has_body)]);
        key.add_all(&part.aliases);
        let mut names = part.references;
        names.extend(part.declared_with);
        (part.name, (key.finish(), names))
    };
    Some(parts.into_iter().map(content).collect())
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
