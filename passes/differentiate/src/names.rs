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
    /// One entry for each float leaf of the results: whether a bit that says if it counts comes before its cotangent.
    pub guarded: Vec<bool>,
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
            guarded: vec![false; count],
        }
    }

    /// What a pullback takes for results of these types: the cotangents of useful leaves, each after its guard.
    pub fn cotangents<'a>(&self, results: &[Type<'a>]) -> Vec<Type<'a>> {
        let all = results.iter().flat_map(|ty| leaves(*ty));
        let all = all.zip(self.useful.iter().zip(&self.guarded));
        let taken = |(ty, (&useful, &guarded)): (Type<'a>, (&bool, &bool))| {
            let bit = (useful && guarded).then(|| Type::int(ty.context(), 1));
            [bit, useful.then_some(ty)]
        };
        all.flat_map(taken).flatten().collect()
    }

    /// The derived function's name.
    pub fn name(&self) -> String {
        let varied = self.varied.iter();
        let varied: String = varied.map(|&bit| if bit { '1' } else { '0' }).collect();
        let useful = self.useful.iter().zip(&self.guarded);
        let useful = useful.map(|(useful, guarded)| match (useful, guarded) {
            (false, _) => '0',
            (true, false) => '1',
            (true, true) => '2',
        });
        let useful: String = useful.collect();
        let mode = match self.mode {
            Mode::Reverse => "rev",
            Mode::Forward => "fwd",
        };
        format!("{}${mode}${varied}${useful}", self.symbol)
    }
}
