//! What an edit can have changed in a live program, without asking all of it.
//!
//! salsa would find out by itself, a memo after the other of the whole program. A unit depends on nothing but what its function
//! reaches by name: so the functions whose text is another one, and those that reach them, are all that there is to ask.

use crate::{
    Database, Request,
    code::{self, Build},
    database::Part,
    files::Moment,
    source::{self, Symbol},
};
use std::collections::{BTreeSet, HashMap};

/// A program that was compiled.
#[derive(Debug)]
pub(crate) struct Known {
    request: Request,
    /// The edit after which it was.
    at: Moment,
    /// Who names a function; also some who do not any more.
    users: HashMap<String, BTreeSet<String>>,
    /// What the units of the program call, by their symbols.
    externals: HashMap<String, Vec<String>>,
    /// The units of a function.
    units: HashMap<String, Vec<String>>,
}

impl Known {
    /// The program of a request that was compiled without errors; `None` if the file is compiled as a whole.
    pub(crate) fn of(db: &Database, request: &Request, parts: &[Part<'_>]) -> Option<Self> {
        let functions = request.file.items(db).as_ref()?;
        let mut known = Self {
            request: request.clone(),
            at: db.source(request.file)?.now(),
            users: HashMap::new(),
            externals: HashMap::new(),
            units: HashMap::new(),
        };
        for function in functions {
            known.write(function.name(db), function.references(db));
        }
        for part in parts {
            known
                .externals
                .insert(part.symbol.clone(), part.externals.to_vec());
            let units = known.units.entry(part.base.to_owned()).or_default();
            units.push(part.symbol.clone());
        }
        Some(known)
    }

    fn write(&mut self, name: &str, references: &[String]) {
        for reference in references {
            let users = self.users.entry(reference.clone()).or_default();
            users.insert(name.to_owned());
        }
    }

    /// The parts of the program that may be others now; `None` where all of it must be asked: other functions, other
    /// data types, another request, something wrong, other callees.
    pub(crate) fn changed<'db>(
        &mut self,
        db: &'db Database,
        request: &Request,
    ) -> Option<Vec<Part<'db>>> {
        let source = db.source(request.file)?;
        if self.request != *request {
            return None;
        }
        let changed = source.edited_since(self.at)?;
        let mut affected = BTreeSet::new();
        let names = changed.iter().map(|function| function.name(db).clone());
        let mut pending: Vec<String> = names.collect();
        while let Some(name) = pending.pop() {
            if affected.insert(name.clone()) {
                pending.extend(self.users.get(&name).into_iter().flatten().cloned());
            }
        }
        for name in &affected {
            let symbol = Symbol::new(db, request.file, name.as_str());
            source::checked(db, symbol).as_ref().ok()?;
        }
        let entry = db.live_build(request);
        let mut parts = vec![];
        for base in &affected {
            for unit in self.units.get(base).into_iter().flatten() {
                let build = self.build(db, entry, unit);
                let part = db.part(build).ok()?;
                if part.externals != self.externals[unit].as_slice() {
                    return None;
                }
                parts.push(part);
            }
        }
        for function in changed {
            self.write(function.name(db), function.references(db));
        }
        self.at = source.now();
        Some(parts)
    }

    fn build<'db>(&self, db: &'db Database, entry: Build<'db>, unit: &str) -> Build<'db> {
        match unit == self.request.symbol() {
            true => entry,
            false => code::callee(db, entry, unit),
        }
    }
}
