//! Counters of passes. The distribution's LLVM is built without pass statistics, so they are kept here.

use std::{collections::BTreeMap, sync::Mutex};

/// One counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic {
    /// The pass.
    pub pass: &'static str,
    /// What is counted.
    pub name: &'static str,
    /// How often.
    pub count: u64,
}

static COUNTS: Mutex<BTreeMap<(&'static str, &'static str), u64>> = Mutex::new(BTreeMap::new());

pub(crate) fn add(pass: &'static str, name: &'static str, count: u64) {
    if let Ok(mut counts) = COUNTS.lock() {
        *counts.entry((pass, name)).or_default() += count;
    }
}

/// All counters of this process, sorted by pass and name.
pub fn statistics() -> Vec<Statistic> {
    COUNTS.lock().map_or_else(
        |_| Vec::new(),
        |counts| {
            counts
                .iter()
                .map(|(&(pass, name), &count)| Statistic { pass, name, count })
                .collect()
        },
    )
}
