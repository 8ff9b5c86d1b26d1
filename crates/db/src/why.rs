//! Why queries ran: what changed since the last time, and how each query depends on it.
//!
//! Queries of a function read that function and, through the names in its text, those that it reaches; nothing else. So
//! a query ran because one of these changed, and the shortest chain of names from its function to a changed one says how.

use crate::{
    Database, Lookup, Request,
    cache::{Content, Stored, contents, written},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    fmt::Write,
};

/// What a program was made of, to be compared with what it is made of next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The functions and data types by name, as hashes of their words; the whole file where it cannot be split.
    parts: Vec<(String, String)>,
    /// Everything else that was asked for.
    options: String,
}

/// What ran, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// What changed, in sentences; empty if nothing did.
    pub changes: Vec<String>,
    /// The queries, in the order in which they ran.
    pub steps: Vec<Step>,
}

/// A query that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name, such as `simplified(f)`.
    pub query: String,
    /// Whether its value came from the cache.
    pub from_cache: bool,
    /// Why it ran.
    pub reason: String,
    /// The functions from its own to one that changed; empty where the reason is another one.
    pub chain: Vec<String>,
}

/// Stands for a file that cannot be split.
const WHOLE: &str = "the file";

impl Snapshot {
    /// Of a request's program, as it is now.
    pub fn of(db: &Database, request: &Request) -> Self {
        let hex = |hash: &[u8; 32]| blake3::Hash::from_bytes(*hash).to_hex().to_string();
        let parts = match contents(db, request.file) {
            Some(contents) => contents
                .iter()
                .map(|(name, (hash, _))| (name.clone(), hex(hash)))
                .collect(),
            None => vec![(WHOLE.to_owned(), hex(&written(db, request.file)))],
        };
        let options = (
            &request.entry,
            &request.derivative,
            request.fp,
            request.opt_level,
        );
        let others = (&request.target, request.checks_nan, request.checkpoint);
        Self {
            parts,
            options: format!("{options:?} {others:?}"),
        }
    }

    /// As bytes, for a cache.
    pub fn to_bytes(&self) -> Vec<u8> {
        (self.parts.clone(), self.options.clone()).to_bytes()
    }

    /// What [`Snapshot::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (parts, options) = Stored::from_bytes(bytes)?;
        Some(Self { parts, options })
    }

    /// The parts that differ, each with what became of it.
    fn changed(&self, before: &Self) -> BTreeMap<String, &'static str> {
        let old: BTreeMap<_, _> = before.parts.iter().cloned().collect();
        let new: BTreeMap<_, _> = self.parts.iter().cloned().collect();
        let mut changed = BTreeMap::new();
        for (name, hash) in &new {
            match old.get(name) {
                None => drop(changed.insert(name.clone(), "is new")),
                Some(known) if known != hash => drop(changed.insert(name.clone(), "changed")),
                Some(_) => {}
            }
        }
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            changed.insert(name.clone(), "is gone");
        }
        changed
    }
}

impl Database {
    /// Why these queries ran, and what was looked for in the cache, for a request whose program was `before` the last
    /// time: `None` if there was none.
    pub fn why(
        &self,
        request: &Request,
        before: Option<&Snapshot>,
        ran: &[String],
        lookups: &[Lookup],
    ) -> Rebuilt {
        let now = Snapshot::of(self, request);
        let changed = before.map(|before| now.changed(before)).unwrap_or_default();
        let options = before.is_some_and(|before| before.options != now.options);
        let mut changes: Vec<String> = changed
            .iter()
            .map(|(name, what)| format!("{} {what}", shown(name)))
            .collect();
        if options {
            changes.push("options changed".into());
        }
        if before.is_none() {
            changes.push("there is no earlier run to compare with".into());
        }
        let contents = contents(self, request.file).as_ref();
        let file = request.file.name(self);
        let found: HashMap<&str, bool> = lookups
            .iter()
            .map(|lookup| (lookup.what.as_str(), lookup.found))
            .collect();
        let mut seen = BTreeSet::new();
        let looked_for = lookups.iter().map(|lookup| &lookup.what);
        let queries = ran.iter().chain(looked_for);
        let mut steps = vec![];
        for query in queries.filter(|query| seen.insert(query.as_str())) {
            let from_cache = found.get(query.as_str()).copied().unwrap_or(false);
            let about = about(query);
            let chain = match contents {
                _ if before.is_none() || changed.is_empty() => vec![],
                Some(_) if about == file => vec![],
                Some(contents) => chain(contents, &changed, function_of(about)),
                None => vec![WHOLE.to_owned()],
            };
            let reason = match (chain.as_slice(), about == file) {
                _ if before.is_none() => "nothing was known".to_owned(),
                ([.., last], _) => {
                    let what = changed.get(last).copied().unwrap_or("changed");
                    let by = match chain.len() {
                        1 => String::new(),
                        _ => {
                            let names: Vec<_> = chain.iter().map(|name| shown(name)).collect();
                            format!(": {}", names.join(" -> "))
                        }
                    };
                    format!("{} {what}{by}", shown(last))
                }
                ([], true) if !changed.is_empty() => "the file changed".into(),
                _ if options => "options changed".into(),
                ([], true) => "the text was read again".into(),
                _ => "it was not known to this process".into(),
            };
            steps.push(Step {
                query: query.clone(),
                from_cache,
                reason,
                chain,
            });
        }
        Rebuilt { changes, steps }
    }
}

/// What a query's name has in parentheses.
fn about(query: &str) -> &str {
    let inside = query.split_once('(').map_or(query, |(_, rest)| rest);
    inside.strip_suffix(')').unwrap_or(inside)
}

/// The function of the source that a unit is of: of `grad f`, `f`; of `f$rev$1$1`, `f`.
fn function_of(unit: &str) -> &str {
    let name = unit.rsplit(' ').next().unwrap_or(unit);
    name.split('$').next().unwrap_or(name)
}

/// The shortest chain of names to something that changed.
fn chain(
    contents: &BTreeMap<String, Content>,
    changed: &BTreeMap<String, &'static str>,
    from: &str,
) -> Vec<String> {
    let mut via: HashMap<&str, &str> = HashMap::new();
    let mut pending = VecDeque::from([from]);
    while let Some(name) = pending.pop_front() {
        if changed.contains_key(name) {
            let mut chain = vec![name.to_owned()];
            let mut at = name;
            while at != from {
                at = via[at];
                chain.push(at.to_owned());
            }
            chain.reverse();
            return chain;
        }
        for next in contents.get(name).map_or(&[][..], |(_, names)| names) {
            if next != from && !via.contains_key(next.as_str()) {
                via.insert(next, name);
                pending.push_back(next);
            }
        }
    }
    vec![]
}

fn shown(name: &str) -> String {
    match name {
        WHOLE => WHOLE.to_owned(),
        name => format!("@{name}"),
    }
}

impl Rebuilt {
    /// A line for each change and each query.
    pub fn text(&self) -> String {
        let mut text = String::from("why rebuilt:\n");
        for change in &self.changes {
            let _ = writeln!(text, "  {change}");
        }
        if self.steps.is_empty() {
            text.push_str("  nothing ran\n");
        }
        for step in &self.steps {
            let _ = match step.from_cache {
                true => writeln!(text, "  {}: from the cache", step.query),
                false => writeln!(text, "  {} ran: {}", step.query, step.reason),
            };
        }
        text
    }

    /// A graph in Graphviz's language: changes to the queries that they made run, through those of the functions between.
    pub fn dot(&self) -> String {
        let mut text = String::from("digraph why_rebuilt {\n  rankdir=LR;\n  node [shape=box];\n");
        let mut edges = BTreeSet::new();
        for step in self.steps.iter().take(SHOWN) {
            let style = match step.from_cache {
                true => " [style=dashed]",
                false => "",
            };
            let _ = writeln!(text, "  {:?}{style};", step.query);
            let mut to = step.query.clone();
            // From what changed through each function between to the query.
            match step.chain.as_slice() {
                [] => drop(edges.insert((step.reason.clone(), to))),
                chain => {
                    for name in chain {
                        edges.insert((shown(name), to));
                        to = shown(name);
                    }
                }
            }
        }
        if let Some(more @ 1..) = self.steps.len().checked_sub(SHOWN) {
            let _ = writeln!(text, "  \"and {more} more queries\" [shape=plaintext];");
        }
        for change in &self.changes {
            if let Some((name, _)) = change.split_once(' ').filter(|_| change.starts_with('@')) {
                let _ = writeln!(text, "  {name:?} [style=bold];");
            }
        }
        for (from, to) in edges {
            let _ = writeln!(text, "  {from:?} -> {to:?};");
        }
        text.push_str("}\n");
        text
    }
}

/// More queries than these are no picture.
const SHOWN: usize = 200;
