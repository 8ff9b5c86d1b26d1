//! `functional-explain`: what depends on what, and where derivatives end.
//!
//! ```text
//! parts.rs    the scalars that a value is made of
//! flow.rs     which part of which value is computed of which, in one function
//! summary.rs  the same of whole functions, callees first, so that calls of one function do not mix
//! report.rs   remarks
//! ```
//!
//! Everything is about the text of a program: a dependence that the text has may still be zero for all inputs, and one
//! that it has not is none.

mod flow;
mod parts;
mod report;
mod summary;

use crate::derive::is_first_order;
use pullback_pass::{Error, Pass, Root};

/// Says, as remarks, what a function's results depend on, which derivatives are zero whatever the inputs are, and which
/// operation cuts them. Changes nothing. Wants first-order code, as after `functional-to-first-order`.
#[derive(Pass)]
#[pass(name = "functional-explain", on = "builtin.module")]
pub struct Explain {
    /// The function; all without function values in their types if empty.
    entry: String,
}

impl Pass for Explain {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        let entries: Vec<_> = module
            .functions()
            .into_iter()
            .filter(|function| !function.region(0).is_empty())
            .filter(|function| match self.entry.as_str() {
                "" => is_first_order(*function),
                entry => function.symbol_name() == Some(entry),
            })
            .collect();
        if entries.is_empty() && !self.entry.is_empty() {
            return Err(Error::at(
                module,
                format!(
                    "there is no function @{} with a body; name one that the module defines",
                    self.entry
                ),
            ));
        }
        let summaries = summary::Summaries::of(module, &entries)?;
        for entry in entries {
            report::remark(entry, &summaries);
        }
        Ok(())
    }
}
