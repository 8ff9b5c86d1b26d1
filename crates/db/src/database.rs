//! The database and what it answers.

use crate::{
    Cache, Derivative, Diagnostics, File, Image, Request, Signature,
    cache::{self, Current},
    code::{self, Build},
    events, explain,
    files::Source,
    place::resolve,
    source::{self, Symbol, Unit},
    unit::{self, Code},
    whole,
};
use pullback_codegen::{Artifact, Emit};
use salsa::Setter;
use std::{
    collections::HashMap,
    fs,
    io::{self, Read},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

/// Files, and all that was computed of them.
///
/// Every method that takes `&self` may take as much stack as the nesting of the source wants: call it in
/// [`pullback_ir::with_deep_stack`] unless the source is trusted.
#[salsa::db]
#[derive(Clone)]
pub struct Database {
    storage: salsa::Storage<Self>,
    files: HashMap<String, Arc<Source>>,
    /// How many threads a request may take.
    threads: usize,
    events: Arc<Mutex<Vec<salsa::DatabaseKeyIndex>>>,
    /// Memory for the next text.
    spare: String,
}

#[salsa::db]
impl salsa::Database for Database {}

impl Database {
    /// An empty database.
    pub fn new() -> Self {
        let events = Arc::<Mutex<Vec<_>>>::default();
        let log = Arc::clone(&events);
        let record = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
                log.push(database_key);
            }
        };
        Self {
            storage: salsa::Storage::new(Some(Box::new(record))),
            files: HashMap::new(),
            threads: 1,
            events,
            spare: String::new(),
        }
    }

    /// Has [`Database::image`] compile functions on so many threads; on one at first. Answers are the same.
    pub fn set_threads(&mut self, threads: std::num::NonZeroUsize) {
        self.threads = threads.get();
    }

    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Takes values from a cache, and leaves them there; `None` for none. With a cache, the gradient of a program of many functions
    /// is compiled in parts, so that an edit of a function costs that function; the code of such a program is a little slower.
    pub fn set_cache(&mut self, cache: Option<Cache>) {
        match Current::try_get(self) {
            Some(current) => {
                current.set_cache(self).to(cache);
            }
            None => {
                Current::new(self, cache);
            }
        }
    }

    /// Adds a file, or gives a known one another text.
    pub fn set_file(&mut self, name: &str, text: impl Into<String>) -> File {
        self.give_text(name, text.into()).0
    }

    /// The same, with the text from the disk. A process that reads often spares the memory of a text each time.
    pub fn read_file(&mut self, name: &str, path: &Path) -> io::Result<File> {
        let mut text = std::mem::take(&mut self.spare);
        text.clear();
        fs::File::open(path)?.read_to_string(&mut text)?;
        let (file, spare) = self.give_text(name, text);
        self.spare = spare;
        Ok(file)
    }

    /// Hands back a text that is not needed any more, too.
    fn give_text(&mut self, name: &str, text: String) -> (File, String) {
        let (source, spare) = match self.files.remove(name) {
            Some(source) => {
                let mut source = Arc::unwrap_or_clone(source);
                let spare = source.set(self, text);
                (source, spare)
            }
            None => (Source::new(self, name, text), String::new()),
        };
        let file = source.file();
        self.files.insert(name.to_owned(), Arc::new(source));
        (file, spare)
    }

    /// What is known of a file beside the inputs.
    pub(crate) fn source(&self, file: File) -> Option<&Source> {
        self.files.get(file.name(self)).map(Arc::as_ref)
    }

    /// The queries that ran since the last call, in order, such as `simplified(f)`.
    pub fn take_events(&self) -> Vec<String> {
        let mut log = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = std::mem::take(&mut *log);
        drop(log);
        keys.into_iter()
            .map(|key| events::label(self, key))
            .collect()
    }

    /// The types of an entry, without compiling anything.
    pub fn signature(&self, file: File, entry: &str) -> Result<Signature, Diagnostics> {
        self.checked(file)?;
        let types = source::signature(self, Symbol::new(self, file, entry));
        types.clone().map_err(|found| resolve(self, file, found))
    }

    /// The types that a request's program takes and gives, without compiling anything.
    pub fn request_signature(&self, request: &Request) -> Result<Signature, Diagnostics> {
        self.signature(request.file, &request.entry)?;
        let thunk = source::unit_thunk(self, self.unit(request, &Shape::Objects));
        let thunk = thunk
            .as_ref()
            .map_err(|found| resolve(self, request.file, found.clone()))?;
        Ok(thunk.signature.clone())
    }

    /// The whole program as MLIR, differentiated and simplified.
    pub fn program(&self, request: &Request) -> Result<String, Diagnostics> {
        self.request_signature(request)?;
        let code = unit::program(self, self.unit(request, &Shape::Whole));
        let text = code.as_ref().map_err(Clone::clone).and_then(Code::text);
        text.map_err(|found| resolve(self, request.file, found))
    }

    /// What the results of an entry depend on, and where their derivatives end, as remarks.
    pub fn explain(&self, file: File, entry: &str) -> Result<Diagnostics, Diagnostics> {
        self.signature(file, entry)?;
        let said = explain::explained(self, Unit::plain(self, file, entry, false));
        let said = said.clone().map(|found| resolve(self, file, found));
        said.map_err(|found| resolve(self, file, found))
    }

    /// What the whole program keeps for its reverse sweeps, as remarks.
    pub fn tape_report(&self, request: &Request) -> Result<Diagnostics, Diagnostics> {
        self.request_signature(request)?;
        let said = explain::tapes(self, self.unit(request, &Shape::Whole)).clone();
        said.map(|found| resolve(self, request.file, found))
            .map_err(|found| resolve(self, request.file, found))
    }

    /// The whole program as one output of the target. Its one visible function has the symbol
    /// [`Request::symbol`].
    pub fn artifact(&self, request: &Request, emit: Emit) -> Result<Artifact, Diagnostics> {
        self.request_signature(request)?;
        let artifact = code::object(self, self.build(request, Shape::Whole, emit));
        artifact
            .clone()
            .map_err(|found| resolve(self, request.file, found))
    }

    /// The program as objects for the JIT, the entry's first. When a function changes, its object does, and those of
    /// functions that it is inlined into.
    pub fn image(&self, request: &Request) -> Result<Image, Diagnostics> {
        self.request_signature(request)?;
        let about = || events::unit(self, self.unit(request, &Shape::Objects));
        let inputs = |key: &mut cache::Key| {
            let content = match request.checkpoint {
                None => cache::reached(self, request.file, Some(&request.entry)),
                // Bounded loops are made of the file as a whole.
                Some(_) => cache::written(self, request.file),
            };
            key.add(content).add(&request.entry);
            key.add_debug(&request.derivative)
                .add_debug(&request.checkpoint);
            key.add_debug(&request.target).add_debug(&request.fp);
            key.add_debug(&(request.opt_level, request.checks_nan));
        };
        cache::memo(self, "image", about, inputs, || self.compiled(request))
    }

    /// The same, by the queries.
    fn compiled(&self, request: &Request) -> Result<Image, Diagnostics> {
        let resolved = |found: &Diagnostics| resolve(self, request.file, found.clone());
        let entry = self.build(request, Shape::Objects, Emit::Object);
        self.ahead(request.file, entry);
        let mut objects = Vec::new();
        for build in code::image(self, entry).map_err(|found| resolve(self, request.file, found))? {
            let object = code::object(self, build).as_ref().map_err(resolved)?;
            objects.push(object.bytes.as_slice().into());
        }
        Ok(Image {
            objects,
            entry: request.symbol(),
        })
    }

    /// The program as objects of one function each, which call each other through slots; the entry's is first.
    pub(crate) fn parts(&self, request: &Request) -> Result<Vec<Part<'_>>, Diagnostics> {
        self.request_signature(request)?;
        let resolved = |found: Diagnostics| resolve(self, request.file, found);
        let entry = self.live_build(request);
        let builds = code::image(self, entry).map_err(resolved)?;
        let parts = builds.into_iter().map(|build| self.part(build));
        parts.collect::<Result<_, _>>().map_err(resolved)
    }

    /// One of them.
    pub(crate) fn part<'db>(&'db self, build: Build<'db>) -> Result<Part<'db>, Diagnostics> {
        let unit = build.unit(self);
        let object = code::object(self, build).as_ref().map_err(Clone::clone)?;
        Ok(Part {
            symbol: unit.symbol(self),
            base: unit.base(self).name(self),
            externals: code::externals(self, build).map_err(Clone::clone)?,
            object: &object.bytes,
        })
    }

    /// The build of the entry in a live program.
    pub(crate) fn live_build(&self, request: &Request) -> Build<'_> {
        self.build(request, Shape::Live, Emit::Object)
    }

    /// Diagnostics of compiled code, whose places are those that its locations have, at places of the file.
    pub fn place(&self, file: File, found: Diagnostics) -> Diagnostics {
        resolve(self, file, found)
    }

    fn is_cached(&self) -> bool {
        Current::try_get(self).is_some_and(|current| current.cache(self).is_some())
    }

    fn unit(&self, request: &Request, shape: &Shape) -> Unit<'_> {
        let base = Symbol::new(self, request.file, request.entry.as_str());
        let derivative = request.derivative.clone();
        let (is_live, is_apart) = match shape {
            Shape::Whole => (false, false),
            // In parts there is more to compile, which pays where it is kept.
            Shape::Objects => (false, derivative != Derivative::None && self.is_cached()),
            Shape::Live => (true, false),
        };
        let checkpoint = request.checkpoint;
        Unit::new(self, base, derivative, checkpoint, is_live, is_apart, None)
    }

    fn build(&self, request: &Request, shape: Shape, emit: Emit) -> Build<'_> {
        let whole = shape == Shape::Whole;
        Build::new(
            self,
            self.unit(request, &shape),
            whole,
            !whole,
            emit,
            request.target.clone(),
            request.fp,
            request.opt_level,
            request.checks_nan,
            shape == Shape::Live,
        )
    }

    /// Whether every function of the file is well formed, also those that nobody asks for.
    fn checked(&self, file: File) -> Result<(), Diagnostics> {
        let inputs = |key: &mut cache::Key| {
            key.add(cache::reached(self, file, None));
        };
        let about = || file.name(self).clone();
        cache::memo(self, "checked", about, inputs, || self.check(file))
    }

    fn check(&self, file: File) -> Result<(), Diagnostics> {
        if source::is_whole(self, file) {
            return whole::well_formed(self, file).clone();
        }
        match source::first_problem(self, file) {
            None => Ok(()),
            Some(found) => {
                // MLIR knows the file's own lines best; what it has nothing against is ours.
                whole::well_formed(self, file).clone()?;
                Err(resolve(self, file, found.clone()))
            }
        }
    }
}

/// Runs what asks a snapshot (a clone) of a database, which it owns; `None` if the database gets another input meanwhile, and
/// nobody waits for the answer any more.
pub fn cancellable<T>(ask: impl FnOnce() -> T) -> Option<T> {
    // What is caught ends the use of the snapshot; memos are not left half written.
    salsa::Cancelled::catch(std::panic::AssertUnwindSafe(ask)).ok()
}

/// A function of a live program.
pub(crate) struct Part<'db> {
    /// Its symbol.
    pub(crate) symbol: String,
    /// The function of the source that it is made of.
    pub(crate) base: &'db str,
    /// What it calls through slots.
    pub(crate) externals: &'db [String],
    pub(crate) object: &'db [u8],
}

/// What a program is compiled to.
#[derive(PartialEq)]
enum Shape {
    /// One output.
    Whole,
    /// Objects that name each other's functions.
    Objects,
    /// Objects that call each other through slots.
    Live,
}

impl Default for Database {
    fn default() -> Self {
        Self::new()
    }
}
