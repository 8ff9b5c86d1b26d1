//! A program in this process whose functions are replaced one by one.

use crate::{
    entry::EntryFn,
    error::Result,
    jit::{Jit, Tracker},
    slots::slot_symbol,
};
use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Slots are made so many at a time, and never move.
const CHUNK: usize = 512;

/// A program as objects of which each defines one visible function, and calls those of others through slots
/// ([`crate::Options::slots`]): words that hold the functions' addresses. So another object of a function is linked alone, and
/// its slot is set.
#[derive(Debug)]
pub struct LiveImage {
    parts: HashMap<String, Tracker>,
    /// Where the slot of each function is, also of those that are gone: their names may come back.
    slots: HashMap<String, usize>,
    words: Vec<Box<[AtomicUsize]>>,
    jit: Jit,
}

impl LiveImage {
    /// An empty program, which may fill so many bytes with data and tapes: [`Jit::with_memory`].
    pub fn new(memory: Option<usize>) -> Result<Self> {
        Ok(Self {
            parts: HashMap::new(),
            slots: HashMap::new(),
            words: vec![],
            jit: Jit::with_memory(memory)?,
        })
    }

    /// Takes functions away, and links objects under the names of the functions that they define, in the place of what was
    /// there. If that fails, the functions that were to change are gone: none is left of an older program.
    pub fn replace<'o>(
        &mut self,
        removed: impl IntoIterator<Item = &'o str>,
        objects: &[(&'o str, &[u8])],
    ) -> Result<()> {
        let names = objects.iter().map(|(name, _)| *name);
        for name in removed.into_iter().chain(names.clone()) {
            if let Some(part) = self.parts.remove(name) {
                self.jit.remove(part)?;
            }
        }
        let linked = self.link(objects);
        if linked.is_err() {
            for name in names {
                if let Some(part) = self.parts.remove(name) {
                    self.jit.remove(part)?;
                }
            }
        }
        linked
    }

    fn link(&mut self, objects: &[(&str, &[u8])]) -> Result<()> {
        let new = objects
            .iter()
            .filter(|(name, _)| !self.slots.contains_key(*name));
        let new: Vec<&str> = new.map(|(name, _)| *name).collect();
        self.add_slots(&new)?;
        for (name, object) in objects {
            let part = self.jit.add_part(object)?;
            self.parts.insert((*name).to_owned(), part);
        }
        for (name, _) in objects {
            let address = self.jit.lookup(name)?;
            self.slot(name).store(address as usize, Ordering::Release);
        }
        Ok(())
    }

    fn add_slots(&mut self, names: &[&str]) -> Result<()> {
        let mut symbols = vec![];
        for name in names {
            let index = self.slots.len();
            if index / CHUNK == self.words.len() {
                let words = (0..CHUNK).map(|_| AtomicUsize::new(0));
                self.words.push(words.collect());
            }
            self.slots.insert((*name).to_owned(), index);
            let address: *const AtomicUsize = self.slot(name);
            symbols.push((slot_symbol(name), address as usize));
        }
        self.jit.define_words(&symbols)
    }

    fn slot(&self, name: &str) -> &AtomicUsize {
        let index = self.slots[name];
        &self.words[index / CHUNK][index % CHUNK]
    }

    /// How many functions are linked.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether nothing is linked.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The entry of a function whose object has one.
    pub fn function(&self, name: &str) -> Result<EntryFn<'_>> {
        self.jit.function(name)
    }
}
