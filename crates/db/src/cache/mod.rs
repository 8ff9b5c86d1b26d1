//! What outlives the process: values of queries in a [`Store`], by what they were computed of.
//!
//! salsa knows what changed since the last revision; a store knows what was ever computed. So a new process asks the
//! store. Two grains: the image of an entry, by the words of all functions that the entry reaches, so that a program
//! that was compiled before needs no MLIR at all; and the steps of each function, by the bytes that each step reads, so
//! that what an edit does not reach is not computed again.
//!
//! **Architecture invariant:** a key holds everything that its value depends on, which is never a place in a file.

mod artifact;
mod compiler;
mod content;
mod folder;
mod key;
mod stored;
mod warning;

pub(crate) use content::{Content, contents, reached, written};
pub use folder::Folder;
pub(crate) use key::Key;
pub(crate) use stored::Stored;

use crate::Store;
use std::{
    fmt, io,
    sync::{Arc, Mutex, PoisonError},
};

/// A store together with who uses it.
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

struct Inner {
    store: Box<dyn Store>,
    compiler: [u8; 32],
    verifies: bool,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    lookups: Vec<Lookup>,
    mismatches: Vec<String>,
}

/// That a value was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The query and what it is about, such as `simplified(f)`.
    pub what: String,
    /// Whether the value was there.
    pub found: bool,
}

/// The database's cache. An input, so that queries, which know nothing but the database, find it.
#[salsa::input(singleton)]
pub(crate) struct Current {
    #[returns(ref)]
    pub(crate) cache: Option<Cache>,
}

impl Cache {
    /// For this build of the compiler. The error is that it cannot be told which build this is.
    pub fn new(store: impl Store + 'static) -> io::Result<Self> {
        Ok(Self(Arc::new(Inner {
            compiler: compiler::fingerprint(&store)?,
            store: Box::new(store),
            verifies: false,
            log: Mutex::default(),
        })))
    }

    /// The same, but everything is computed, also what is there, and compared: see [`Cache::take_mismatches`].
    pub fn verifying(store: impl Store + 'static) -> io::Result<Self> {
        Ok(Self(Arc::new(Inner {
            compiler: compiler::fingerprint(&store)?,
            store: Box::new(store),
            verifies: true,
            log: Mutex::default(),
        })))
    }

    /// What was looked for since the last call.
    pub fn take_lookups(&self) -> Vec<Lookup> {
        std::mem::take(&mut self.log().lookups)
    }

    /// What was last remembered under this name. Unlike a value it may be an older one, where the store keeps what it has.
    pub fn recall(&self, name: &str) -> Option<Vec<u8>> {
        let mut key = self.key("note");
        key.add(name);
        self.0.store.get(&key.finish())
    }

    /// Remembers something under a name, for the next process.
    pub fn remember(&self, name: &str, bytes: &[u8]) {
        let mut key = self.key("note");
        key.add(name);
        self.0.store.put(&key.finish(), bytes);
    }

    /// The values that were there and not equal to what was computed, since the last call. There are none unless
    /// a key does not hold all that its value depends on, or compiling is not deterministic: either is an error of ours.
    pub fn take_mismatches(&self) -> Vec<String> {
        std::mem::take(&mut self.log().mismatches)
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Log> {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As queries do it, for what has none: outputs by all that they depend on, the compiler aside.
    pub fn outputs<E>(
        &self,
        what: &str,
        inputs: &[&[u8]],
        compute: impl FnOnce() -> Result<Vec<Vec<u8>>, E>,
    ) -> Result<Vec<Vec<u8>>, E> {
        let mut key = self.key(what);
        key.add_all(inputs);
        self.memo(key, || what.to_owned(), compute)
    }

    /// A key for a query's value, to which everything is added that the value depends on.
    pub(crate) fn key(&self, query: &str) -> Key {
        let mut key = Key::new(&self.0.compiler);
        key.add(query);
        key
    }

    /// The value of this key, or the computed one, which is kept unless it is an error.
    pub(crate) fn memo<T: Stored, E>(
        &self,
        key: Key,
        what: impl FnOnce() -> String,
        compute: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let key = key.finish();
        let bytes = self.0.store.get(&key);
        let known = bytes.as_deref().and_then(T::from_bytes);
        let lookup = Lookup {
            what: what(),
            found: known.is_some(),
        };
        self.log().lookups.push(lookup.clone());
        match known {
            Some(known) if !self.0.verifies => return Ok(known),
            _ => {}
        }
        let value = compute()?;
        let computed = value.to_bytes();
        match bytes.filter(|_| lookup.found) {
            Some(bytes) if bytes == computed => {}
            Some(_) => self.log().mismatches.push(lookup.what),
            None => self.0.store.put(&key, &computed),
        }
        Ok(value)
    }
}

/// As [`Cache::memo`], with the database's cache; without one, the computed value.
pub(crate) fn memo<T: Stored, E>(
    db: &dyn salsa::Database,
    query: &str,
    about: impl FnOnce() -> String,
    inputs: impl FnOnce(&mut Key),
    compute: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let Some(cache) = Current::try_get(db).and_then(|current| current.cache(db).as_ref()) else {
        return compute();
    };
    let mut key = cache.key(query);
    inputs(&mut key);
    cache.memo(key, || format!("{query}({})", about()), compute)
}

impl PartialEq for Cache {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
impl Eq for Cache {}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("verifies", &self.0.verifies)
            .finish_non_exhaustive()
    }
}
