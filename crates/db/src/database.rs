//! The database and what it answers.

use crate::{Derivative, Diagnostics, File, Image, Request, Signature, whole};
use pullback_codegen::{Artifact, Emit};
use salsa::Setter;
use std::{
    collections::HashMap,
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
    files: HashMap<String, File>,
    events: Arc<Mutex<Vec<String>>>,
}

#[salsa::db]
impl salsa::Database for Database {}

impl Database {
    /// An empty database.
    pub fn new() -> Self {
        let events = Arc::<Mutex<Vec<String>>>::default();
        let log = Arc::clone(&events);
        let record = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
                log.push(format!("{database_key:?}"));
            }
        };
        Self {
            storage: salsa::Storage::new(Some(Box::new(record))),
            files: HashMap::new(),
            events,
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
                let file = File::new(self, name.to_owned(), text);
                self.files.insert(name.to_owned(), file);
                file
            }
        }
    }

    /// The queries that ran since the last call, in order, such as `simplified(f)`.
    pub fn take_events(&self) -> Vec<String> {
        std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The types of an entry, without compiling anything.
    pub fn signature(&self, file: File, entry: &str) -> Result<Signature, Diagnostics> {
        whole::signature(self, file, entry)
    }

    /// The types that a request's program takes and gives.
    pub fn request_signature(&self, request: &Request) -> Result<Signature, Diagnostics> {
        whole::request_signature(self, request)
    }

    /// The whole program as MLIR, differentiated and simplified.
    pub fn program(&self, request: &Request) -> Result<String, Diagnostics> {
        whole::program(self, request)
    }

    /// The whole program as one output of the target.
    pub fn artifact(&self, request: &Request, emit: Emit) -> Result<Artifact, Diagnostics> {
        whole::artifact(self, request, emit)
    }

    /// The program as objects for the JIT; one function that changed is one object that changes.
    pub fn image(&self, request: &Request) -> Result<Image, Diagnostics> {
        whole::image(self, request)
    }
}

impl Default for Database {
    fn default() -> Self {
        Self::new()
    }
}

impl Request {
    /// Whether anything is differentiated at the entry.
    pub(crate) fn is_derivative(&self) -> bool {
        self.derivative != Derivative::None
    }
}
