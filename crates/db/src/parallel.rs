//! What a program is made of, computed ahead on several threads.
//!
//! Queries are pure, so that who computes a value, and in which order, changes no answer: here threads ask for the values that
//! the program's own query is about to ask for one by one. What fails is asked for again there, and said once.

use crate::{
    Database, Derivative, File,
    code::{self, Build},
    derived::{self, Derived, derivative},
    halves::split,
    source::{self, Symbol, Unit},
    unit::{expanded, simplified},
};
use std::{
    collections::BTreeSet,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// A thread costs more than so few functions.
const FEW: usize = 8;

impl Database {
    /// Computes what an entry's objects are made of, if that is worth threads.
    pub(crate) fn ahead(&self, file: File, entry: Build<'_>) {
        let unit = entry.unit(self);
        let base = unit.base(self);
        if self.threads() < 2 || source::is_whole(self, file) || unit.checkpoint(self).is_some() {
            return;
        }
        let reached = source::reachable(self, base);
        if reached.len() < FEW {
            return;
        }
        self.spread(reached.iter().cloned(), |db, name| {
            let _ = simplified(db, Unit::plain(db, file, name, false));
            vec![]
        });
        if *unit.derivative(self) != Derivative::None
            && let Some(code) = expanded(self, unit)
        {
            let is_apart = unit.is_apart(self);
            let names = code.externals.iter().cloned();
            self.spread(names, |db, name| {
                let Some(base) = derived::base(name) else {
                    return vec![];
                };
                let base = Symbol::new(db, file, base);
                let derived = Derived::new(db, base, name, false);
                let code = derivative(db, derived).as_ref();
                let called = code.map_or(vec![], |code| code.externals.clone());
                if is_apart {
                    // Waits for those of its callees, which other threads take on first.
                    let _ = split(db, derived);
                }
                called
            });
        }
        let Ok(externals) = code::externals(self, entry) else {
            return;
        };
        self.spread(externals.iter().cloned(), |db, name| {
            let build = code::callee(db, entry, name);
            let _ = code::object(db, build);
            code::externals(db, build).map_or(vec![], <[String]>::to_vec)
        });
    }

    /// Does work that names more work, each name once, on the database's threads.
    fn spread(
        &self,
        names: impl IntoIterator<Item = String>,
        work: impl Fn(&Self, &str) -> Vec<String> + Sync,
    ) {
        let queue = Queue::default();
        queue.add(names);
        let work = |db: Self| {
            while let Some(name) = queue.next() {
                let _busy = Busy(&queue);
                // An edit ends the work; the query that it was for notices by itself.
                let more =
                    salsa::Cancelled::catch(std::panic::AssertUnwindSafe(|| work(&db, &name)));
                queue.add(more.unwrap_or_default());
            }
        };
        thread::scope(|scope| {
            for _ in 0..self.threads() {
                let (db, work) = (self.clone(), &work);
                scope.spawn(move || pullback_ir::with_deep_stack(move || work(db)));
            }
        });
    }
}

/// Names that somebody has to take on.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    pending: Vec<String>,
    seen: BTreeSet<String>,
    /// How many threads are at work, and may find more.
    busy: usize,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, names: impl IntoIterator<Item = String>) {
        let mut state = self.state();
        for name in names {
            if state.seen.insert(name.clone()) {
                state.pending.push(name);
            }
        }
        self.changed.notify_all();
    }

    /// The next name; `None` when there are none and nobody is at work.
    fn next(&self) -> Option<String> {
        let mut state = self.state();
        loop {
            if let Some(name) = state.pending.pop() {
                state.busy += 1;
                return Some(name);
            }
            if state.busy == 0 {
                return None;
            }
            let waited = self.changed.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A thread at work, also if that panics.
struct Busy<'q>(&'q Queue);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.state().busy -= 1;
        self.0.changed.notify_all();
    }
}
