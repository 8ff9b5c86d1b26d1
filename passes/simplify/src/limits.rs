//! How much code may be copied.
//!
//! Beta reduction of simply typed terms ends, but not in any useful time; so every copy is paid for.

use std::collections::HashMap;

/// What higher-order specialisation may add after the budget is used up, as a multiple of it.
const HIGHER_ORDER: usize = 2;

/// The limits of one run, and what each function has used of them.
#[derive(Debug)]
pub(crate) struct Limits {
    threshold: usize,
    budget: usize,
    used: HashMap<String, usize>,
}

impl Limits {
    /// Bodies of up to `threshold` ops are copied freely until a function has grown by `budget` ops.
    pub(crate) fn new(threshold: usize, budget: usize) -> Self {
        Self {
            threshold,
            budget,
            used: HashMap::new(),
        }
    }

    /// The largest body that is copied for its own sake.
    pub(crate) fn threshold(&self) -> usize {
        self.threshold
    }

    /// The largest body that can be paid for at all.
    pub(crate) fn largest(&self) -> usize {
        self.budget.saturating_mul(HIGHER_ORDER)
    }

    /// Pays for `size` ops that are to be added to `function`; false if that is too much.
    pub(crate) fn pay(&mut self, function: &str, size: usize, higher_order: bool) -> bool {
        let limit = if higher_order {
            self.largest()
        } else {
            self.budget
        };
        let used = self.used.entry(function.to_owned()).or_default();
        let total = used.saturating_add(size);
        if total > limit {
            return false;
        }
        *used = total;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_kept_by_function_and_ends() {
        let mut limits = Limits::new(8, 10);
        assert!(limits.pay("f", 10, false));
        assert!(!limits.pay("f", 1, false));
        assert!(limits.pay("g", 1, false));
        assert!(limits.pay("f", 10, true));
        assert!(!limits.pay("f", 1, true));
        assert!(!limits.pay("g", usize::MAX, true));
    }
}
