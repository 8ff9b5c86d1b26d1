//! Files get their text here: what an edit changed is found once, and set.

use crate::{
    Database, File,
    file::Function,
    split::{Outline, Part},
};
use salsa::{Durability, Setter};
use std::{
    borrow::Borrow,
    collections::{HashMap, HashSet},
    ops::Range,
};

/// A file, and what is known of its text beside the inputs.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    file: File,
    /// `None` if the file is compiled as a whole.
    outline: Option<Outline>,
    /// Functions of the file by their names, and some that are gone: one that comes back finds what was computed of it.
    known: HashMap<String, Function>,
    /// Some that are gone for good.
    spare: Vec<Function>,
    /// Counts the edits.
    now: u64,
    /// The last edit of each function that was edited.
    edited: HashMap<Function, u64>,
    /// The last edit after which there were other functions, or another data type.
    listed: u64,
}

/// An edit of a file, to ask for what came after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(u64);

impl Source {
    /// A new file.
    pub(crate) fn new(db: &Database, name: &str, text: String) -> Self {
        let split = Outline::of(&text).ok();
        let (outline, parts) = split.map_or((None, None), |(outline, parts)| {
            (Some(outline), Some(parts))
        });
        let functions = parts.map(|parts| {
            let parts = parts.into_iter();
            parts.map(|part| created(db, part)).collect::<Vec<_>>()
        });
        let named = functions.iter().flatten();
        Self {
            known: named
                .map(|function| (function.name(db).clone(), *function))
                .collect(),
            file: File::builder(name.to_owned(), text, functions)
                .items_durability(Durability::HIGH)
                .new(db),
            outline,
            spare: vec![],
            now: 0,
            edited: HashMap::new(),
            listed: 0,
        }
    }

    /// The input.
    pub(crate) fn file(&self) -> File {
        self.file
    }

    /// The last edit.
    pub(crate) fn now(&self) -> Moment {
        Moment(self.now)
    }

    /// The functions that were edited since; `None` if there are others, or other data types.
    pub(crate) fn edited_since(&self, moment: Moment) -> Option<Vec<Function>> {
        if self.listed > moment.0 {
            return None;
        }
        let edited = self.edited.iter().filter(|(_, at)| **at > moment.0);
        Some(edited.map(|(function, _)| *function).collect())
    }

    /// Gives the file another text; hands back a text that is not needed any more.
    pub(crate) fn set(&mut self, db: &mut Database, text: String) -> String {
        let old = self.file.text(db);
        if *old == text {
            return text;
        }
        self.now += 1;
        let edit = match &mut self.outline {
            Some(outline) => outline
                .edit(old, &text)
                .map(|edit| (edit.replaced, edit.parts)),
            None => Outline::of(&text).map(|(outline, parts)| {
                self.outline = Some(outline);
                (0..0, parts)
            }),
        };
        let old = self.file.set_text(db).to(text);
        match edit {
            Ok((replaced, parts)) => self.replace(db, replaced, parts),
            Err(_) => {
                self.outline = None;
                self.list(db, None);
            }
        }
        old
    }

    /// Puts functions in the place of others.
    fn replace(&mut self, db: &mut Database, range: Range<usize>, parts: Vec<Part>) {
        let mut functions = self.file.items(db).clone().unwrap_or_default();
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            let name = part.name.clone();
            let known = self.known.get(&name).copied();
            let function = match known.or_else(|| self.spare.pop()) {
                Some(function) => {
                    self.update(db, function, part);
                    function
                }
                None => created(db, part),
            };
            self.known.insert(name, function);
            found.push(function);
        }
        functions.splice(range, found);
        self.list(db, Some(functions));
    }

    /// Sets what is another one.
    fn update(&mut self, db: &mut Database, function: Function, part: Part) {
        let was_data = function.is_data(db);
        let mut is_edited = false;
        macro_rules! set {
            ($($field:ident, $set:ident;)*) => {$(
                if !is_same(function.$field(db), &part.$field) {
                    function.$set(db).to(part.$field);
                    is_edited = true;
                }
            )*};
        }
        set! {
            name, set_name;
            text, set_text;
            declaration, set_declaration;
            is_data, set_is_data;
            has_body, set_has_body;
            aliases, set_aliases;
            references, set_references;
            declared_with, set_declared_with;
        }
        if is_edited {
            self.edited.insert(function, self.now);
            if was_data || function.is_data(db) {
                self.listed = self.now;
            }
        }
    }

    /// Sets the list of functions.
    fn list(&mut self, db: &mut Database, functions: Option<Vec<Function>>) {
        if *self.file.items(db) == functions {
            return;
        }
        self.listed = self.now;
        if let Some(functions) = &functions
            && self.known.len() > 2 * functions.len() + KEPT
        {
            let listed: HashSet<Function> = functions.iter().copied().collect();
            let gone = self
                .known
                .extract_if(|_, function| !listed.contains(function));
            self.spare.extend(gone.map(|(_, function)| function));
        }
        self.file.set_items(db).to(functions);
    }
}

/// So many functions that are gone may come back, or as many as there are.
const KEPT: usize = 64;

/// Whether a field, or a reference to it, equals a value.
fn is_same<T: PartialEq>(field: impl Borrow<T>, value: &T) -> bool {
    field.borrow() == value
}

/// A function that was not there.
fn created(db: &Database, part: Part) -> Function {
    let function = Function::builder(
        part.name,
        part.text,
        part.declaration,
        part.is_data,
        part.has_body,
        part.aliases,
        part.references,
        part.declared_with,
    );
    // Most edits are of bodies: what is read of the other fields alone, such as who calls whom, is then not looked at again.
    let function = function.durability(Durability::HIGH);
    function.text_durability(Durability::LOW).new(db)
}

#[cfg(test)]
mod tests;
