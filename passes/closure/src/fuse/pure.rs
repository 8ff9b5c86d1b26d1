//! What neither reads nor writes memory.

use crate::split::callee;
use pullback_functional::ops;
use pullback_ir::{Op, WalkOrder};
use std::collections::{HashMap, HashSet};

/// The functions of a module that neither read nor write memory.
pub(super) struct Pure<'a>(HashSet<&'a str>);

impl<'a> Pure<'a> {
    /// Those that do not if the others that they call do not.
    pub fn of(functions: &[Op<'a>]) -> Self {
        let mut pure = HashSet::new();
        let mut callers: HashMap<&str, Vec<&'a str>> = HashMap::new();
        let mut pending = Vec::new();
        for function in functions {
            let Some(name) = function.symbol_name() else {
                continue;
            };
            let mut is_free = !function.region(0).is_empty();
            for op in function.walk(WalkOrder::Pre).into_iter().skip(1) {
                match callee(op) {
                    Some(callee) => callers.entry(callee).or_default().push(name),
                    None => is_free &= is_free_itself(op),
                }
            }
            if is_free {
                pure.insert(name);
            }
        }
        let known: HashSet<&str> = pure.clone();
        pending.extend(
            callers
                .keys()
                .filter(|name| !known.contains(*name))
                .copied(),
        );
        while let Some(name) = pending.pop() {
            for caller in callers.get(name).into_iter().flatten() {
                if pure.remove(caller) {
                    pending.push(caller);
                }
            }
        }
        Self(pure)
    }

    /// Whether an op, with all that is in it, may be moved to where its operands are.
    pub fn may_move(&self, op: Op<'_>) -> bool {
        let inner = op.walk(WalkOrder::Pre);
        inner.into_iter().all(|op| match callee(op) {
            Some(name) => self.0.contains(name),
            None => is_free_itself(op),
        })
    }
}

/// Whether an op that is no call does nothing beyond what is in its regions. A stack is memory, but only for what is
/// made of it.
fn is_free_itself(op: Op<'_>) -> bool {
    op.is_memory_effect_free()
        || op.is_terminator()
        || op.is(ops::STACK)
        || op.region_count() > 0 && (op.dialect() == "scf" || op.is(ops::MATCH))
}
