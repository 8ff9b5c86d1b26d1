//! Names of derived functions: a pure function of what is derived, so that no counter and no order of work
//! shows in the output.

use crate::leaves::leaves;
use pullback_ir::Type;

/// Reverse or forward mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// `@f$rev$..`
    Reverse,
    /// `@f$fwd$..`
    Forward,
}

/// What is derived: a function, a mode, and which float leaves take part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The primal function's name.
    pub symbol: String,
    /// Reverse or forward.
    pub mode: Mode,
    /// One entry for each float leaf of the arguments: whether it is varied.
    pub varied: Vec<bool>,
    /// One entry for each float leaf of the results: whether it is useful.
    pub useful: Vec<bool>,
}

impl Key {
    /// All results useful, and the arguments' leaves as given.
    pub fn new(symbol: &str, mode: Mode, varied: Vec<bool>, results: &[Type<'_>]) -> Self {
        let count: usize = results.iter().map(|ty| leaves(*ty).len()).sum();
        Self {
            symbol: symbol.to_owned(),
            mode,
            varied,
            useful: vec![true; count],
        }
    }

    /// The types of the useful leaves of results of these types.
    pub fn useful_leaves<'a>(&self, results: &[Type<'a>]) -> Vec<Type<'a>> {
        let all = results.iter().flat_map(|ty| leaves(*ty)).zip(&self.useful);
        all.filter(|(_, useful)| **useful)
            .map(|(ty, _)| ty)
            .collect()
    }

    /// The derived function's name.
    pub fn name(&self) -> String {
        let bits = |mask: &[bool]| -> String {
            mask.iter()
                .map(|&bit| if bit { '1' } else { '0' })
                .collect()
        };
        let mode = match self.mode {
            Mode::Reverse => "rev",
            Mode::Forward => "fwd",
        };
        format!(
            "{}${mode}${}${}",
            self.symbol,
            bits(&self.varied),
            bits(&self.useful)
        )
    }
}
