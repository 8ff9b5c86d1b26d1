//! Any pipeline of passes on any module, again only where something changed.
//!
//! The pipeline is cut into [stages](stages) by what its passes declare to read. A stage of passes that read a symbol
//! runs on one symbol after another, each in a module of its own with declarations of what the symbol names; the other
//! stages run on the module. A stage's result is a query whose key is the stage's text and the bytes that it runs on,
//! in which stand-ins take the place of locations: a symbol that only moved in its file is the same. The locations are
//! put back afterwards, whatever the passes made of them.
//!
//! The result is that of the pass manager, to the byte, and so are the diagnostics. What a stage on single symbols
//! cannot know runs on the module instead: if a pass says something, makes or removes a symbol, or leaves a function
//! with another type than its callers see; and a module whose ops cannot be taken apart.
//!
//! ```
//! use pullback_db::Pipelines;
//!
//! let source = |constant| format!("
//!   func.func @f(%x: i32) -> i32 {{ %c = arith.constant 1 : i32 return %c : i32 }}
//!   func.func @g(%x: i32) -> i32 {{ %c = arith.constant {constant} : i32 return %c : i32 }}");
//! let mut pipelines = Pipelines::new();
//! for constant in [2, 3] {
//!     let file = pipelines.set_file("f.mlir", source(constant));
//!     pipelines.run(file, "func.func(canonicalize,cse)").unwrap();
//! }
//! let ran = pipelines.take_events();
//! assert_eq!(ran.iter().filter(|query| *query == "unit(f)").count(), 1);
//! assert_eq!(ran.iter().filter(|query| *query == "unit(g)").count(), 2);
//! ```

mod apart;
mod outcome;
mod stages;
mod text;
mod work;

use crate::{
    Cache, Diagnostics, File,
    cache::{self, Current as CurrentCache},
    session,
};
use outcome::Outcome;
use pullback_ir::{Diagnostic, capture_diagnostics};
use pullback_pass::{Error, Reads, Root, canonical_pipeline};
use salsa::Setter;
use stages::{How, Stage};
use std::{
    collections::HashMap,
    convert::Infallible,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

/// Modules under pipelines, and all that was computed for them.
///
/// A method that takes a module may take as much stack as its nesting wants: call it in
/// [`pullback_ir::with_deep_stack`] unless the source is trusted.
#[salsa::db]
#[derive(Clone)]
pub struct Pipelines {
    storage: salsa::Storage<Self>,
    files: HashMap<String, File>,
    log: Log,
}

#[salsa::db]
impl salsa::Database for Pipelines {}

/// A module after a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transformed {
    /// Its text.
    pub text: String,
    /// What the passes said: remarks and warnings.
    pub said: Diagnostics,
}

/// The queries that computed something. They write it themselves: what an event is about may be gone when somebody asks.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn names(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The log of a database. An input, so that queries, which know nothing but the database, find it.
#[salsa::input(singleton)]
struct Current {
    #[returns(ref)]
    log: Log,
    #[returns(ref)]
    options: String,
}

fn log(db: &dyn salsa::Database, what: String) {
    if let Some(current) = Current::try_get(db) {
        current.log(db).names().push(what);
    }
}

/// Bytes that are compared by a fingerprint.
#[derive(Clone, Debug)]
struct Form {
    bytes: Arc<[u8]>,
    fingerprint: [u8; 32],
}

impl Form {
    fn new(bytes: Vec<u8>) -> Self {
        Self {
            fingerprint: *blake3::hash(&bytes).as_bytes(),
            bytes: bytes.into(),
        }
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}
impl Eq for Form {}
impl Hash for Form {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// A stage on something.
#[salsa::interned]
struct Work<'db> {
    /// The symbol, for people.
    #[returns(ref)]
    name: String,
    #[returns(ref)]
    stage: String,
    /// Whether functions are declared by their types alone.
    #[returns(copy)]
    bare: bool,
    #[returns(ref)]
    options: String,
    #[returns(ref)]
    surroundings: String,
    #[returns(ref)]
    form: Form,
}

/// The text of a pipeline.
#[salsa::interned]
struct Pipeline<'db> {
    #[returns(ref)]
    text: String,
}

/// What a stage makes of the first symbol of a module.
#[salsa::tracked(returns(ref))]
fn unit<'db>(db: &'db dyn salsa::Database, work: Work<'db>) -> Outcome {
    kept(db, "unit", work, |bytes| {
        log(db, format!("unit({})", work.name(db)));
        work::on_unit(bytes, work.stage(db), work.surroundings(db), work.bare(db))
    })
}

/// What a stage makes of a module.
#[salsa::tracked(returns(ref))]
fn module<'db>(db: &'db dyn salsa::Database, work: Work<'db>) -> Outcome {
    kept(db, "module", work, |bytes| {
        log(db, "module".into());
        work::on_module(bytes, work.stage(db), work.surroundings(db))
    })
}

/// What the cache has of some work, if there is a cache; otherwise what is computed of the bytes.
fn kept<'db>(
    db: &'db dyn salsa::Database,
    query: &str,
    work: Work<'db>,
    compute: impl FnOnce(&[u8]) -> Outcome,
) -> Outcome {
    let form = work.form(db);
    let inputs = |key: &mut cache::Key| {
        key.add(work.stage(db)).add(work.options(db));
        key.add(work.surroundings(db));
        key.add([u8::from(work.bare(db))]).add(form.fingerprint);
    };
    let about = || work.name(db).clone();
    let outcome = cache::memo(db, &format!("stage {query}"), about, inputs, || {
        Ok::<_, Infallible>(compute(&form.bytes))
    });
    match outcome {
        Ok(outcome) => outcome,
        Err(never) => match never {},
    }
}

/// What a pipeline makes of a file.
#[salsa::tracked(returns(ref))]
fn transformed<'db>(
    db: &'db dyn salsa::Database,
    file: File,
    pipeline: Pipeline<'db>,
) -> Result<Transformed, Diagnostics> {
    log(db, "transformed".into());
    let context = session::fresh();
    let mut module = session::parse(&context, file.text(db).as_bytes(), file.name(db))?;
    let pipeline = pipeline.text(db);
    let (ran, said) = capture_diagnostics(&context, || {
        let result = run(db, pipeline, &mut Root::of(&mut module));
        result.map_err(|error| error.message().to_owned())
    });
    match ran {
        Ok(()) => Ok(Transformed {
            text: module.to_string(),
            said: Diagnostics(said),
        }),
        Err(_) if said.iter().any(is_error) => Err(Diagnostics(said)),
        Err(message) => Err(Diagnostics::error(None, message)),
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == pullback_ir::Severity::Error
}

impl Pipelines {
    /// Nothing yet.
    pub fn new() -> Self {
        let pipelines = Self {
            storage: salsa::Storage::default(),
            files: HashMap::new(),
            log: Log::default(),
        };
        Current::new(&pipelines, pipelines.log.clone(), String::new());
        pipelines
    }

    /// The same, which takes results from a cache and leaves them there.
    pub fn with_cache(cache: Cache) -> Self {
        let pipelines = Self::new();
        CurrentCache::new(&pipelines, Some(cache));
        pipelines
    }

    /// The options of the process by which messages of passes may differ: those for printing IR.
    pub fn set_options(&mut self, options: &str) {
        if let Some(current) = Current::try_get(self) {
            current.set_options(self).to(options.to_owned());
        }
    }

    /// Adds a file, or gives a known one another text.
    pub fn set_file(&mut self, name: &str, text: impl Into<String>) -> File {
        let text = text.into();
        match self.files.get(name).copied() {
            Some(file) => {
                if *file.text(self) != text {
                    file.set_text(self).to(text);
                }
                file
            }
            None => {
                let file = File::new(self, name.to_owned(), text, None);
                self.files.insert(name.to_owned(), file);
                file
            }
        }
    }

    /// What a pipeline on `builtin.module`, such as `canonicalize,func.func(cse)`, makes of a file. The error is what
    /// MLIR says of the file, what is wrong with the pipeline, or what the passes said until one failed.
    pub fn run(&self, file: File, pipeline: &str) -> Result<Transformed, Diagnostics> {
        transformed(self, file, Pipeline::new(self, pipeline)).clone()
    }

    /// Runs a pipeline on a module that is there already, which may be the root of a running pass. Diagnostics go to
    /// the module's context.
    pub fn run_on(&self, pipeline: &str, root: &mut Root<'_>) -> Result<(), Error> {
        run(self, pipeline, root)
    }

    /// The queries that ran since the last call, in order: `transformed` for a file, `unit(f)` for a stage on the
    /// symbol `f`, `module` for one on a module.
    pub fn take_events(&self) -> Vec<String> {
        std::mem::take(&mut self.log.names())
    }
}

impl Default for Pipelines {
    fn default() -> Self {
        Self::new()
    }
}

/// Runs a pipeline stage by stage.
fn run(db: &dyn salsa::Database, pipeline: &str, root: &mut Root<'_>) -> Result<(), Error> {
    let context = root.context();
    let canonical = canonical_pipeline(context, pipeline).map_err(Error::new)?;
    let again = canonical_pipeline(context, inner(&canonical)).ok();
    let stages = stages::stages(&canonical).filter(|_| again.as_ref() == Some(&canonical));
    // What does not come out of the printer as it went in had better not go through it.
    let Some(stages) = stages else {
        return root.run_pipeline(pipeline);
    };
    for stage in stages {
        on_live(db, &stage, root)?;
    }
    Ok(())
}

fn inner(canonical: &str) -> &str {
    let inner = canonical.strip_prefix("builtin.module(");
    inner
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(canonical)
}

/// Runs a stage on a module.
fn on_live(db: &dyn salsa::Database, stage: &Stage, root: &mut Root<'_>) -> Result<(), Error> {
    let is_module = root.op().is("builtin.module");
    // What is one of its kind, such as a resource, would not be after a copy.
    if stage.how == How::Always || !is_module || root.op().references(true).is_none() {
        return root.run_pipeline(&stage.text);
    }
    let surroundings = work::surroundings(root.context());
    let options =
        Current::try_get(db).map_or_else(String::new, |current| current.options(db).clone());
    if let How::Each(reads) = stage.how
        && let Some(parts) = apart::apart(root.op(), reads)
    {
        let bare = reads == Reads::Symbol;
        let mut units = Vec::new();
        for part in &parts {
            let work = Work::new(
                db,
                part.name.clone(),
                stage.text.as_str(),
                bare,
                options.as_str(),
                surroundings.as_str(),
                Form::new(part.bytes.clone()),
            );
            match unit(db, work) {
                Outcome::Unit(unit) => units.push(unit),
                _ => break,
            }
        }
        if units.len() == parts.len() && apart::agree(&units) {
            let done = apart::together(root.op(), &parts, &units);
            if done.is_some() {
                return Ok(());
            }
        }
    }
    let form = Form::new(root.op().bytecode());
    let work = Work::new(
        db,
        String::new(),
        stage.text.as_str(),
        false,
        options.as_str(),
        surroundings.as_str(),
        form,
    );
    let context = root.context();
    match module(db, work) {
        Outcome::Module(bytes, said) => {
            let made = pullback_ir::Module::parse_unverified(context, bytes);
            match made.filter(|_| said.emit(context)) {
                Some(made) => {
                    root.replace_with(made);
                    Ok(())
                }
                None => root.run_pipeline(&stage.text),
            }
        }
        Outcome::Failed(said) if said.emit(context) => Err(Error::reported()),
        _ => root.run_pipeline(&stage.text),
    }
}
