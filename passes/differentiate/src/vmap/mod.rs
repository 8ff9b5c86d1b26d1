//! `functional.vmap`: a function of many arguments at once.
//!
//! Of numbers it is an `nd.map`, which any function may stand in. A function that takes or gives arrays is batched, op
//! by op, where it is known (`batch`); else it is called in a loop, lane by lane.

mod batch;
mod lanes;

use crate::functions::signature;
use pullback_functional::ops;
use pullback_ir::{Attr, Op, Type, Value};

/// The function that a `functional.vmap` gives.
pub fn expand<'a>(module: Op<'a>, op: Op<'a>) -> Value<'a> {
    let batched = match Axes::of(op).is_of_elements() {
        true => None,
        false => batch::batch(module, op),
    };
    batched.unwrap_or_else(|| lanes::lanes(op))
}

/// What a `functional.vmap` says.
struct Axes<'a> {
    /// The dimension of each argument, none for one that is the same in all lanes.
    inputs: Vec<Option<usize>>,
    outputs: Vec<usize>,
    /// The types of one lane.
    arguments: Vec<Type<'a>>,
    results: Vec<Type<'a>>,
    /// The types of all lanes together.
    all_arguments: Vec<Type<'a>>,
    all_results: Vec<Type<'a>>,
}

impl<'a> Axes<'a> {
    fn of(op: Op<'a>) -> Self {
        let list = |name: &str| op.attr(name).and_then(Attr::as_i64s).unwrap_or_default();
        let inputs = list(ops::IN_AXES).into_iter();
        let outputs = list(ops::OUT_AXES).into_iter();
        let (arguments, results) = signature(op.operand(0).ty()).unwrap_or_default();
        let (all_arguments, all_results) = signature(op.result(0).ty()).unwrap_or_default();
        Self {
            inputs: inputs.map(|axis| usize::try_from(axis).ok()).collect(),
            outputs: outputs
                .filter_map(|axis| usize::try_from(axis).ok())
                .collect(),
            arguments,
            results,
            all_arguments,
            all_results,
        }
    }

    /// How many lanes there are, if the compiler knows.
    fn known(&self) -> Option<i64> {
        let size = |ty: &Type<'a>, axis: usize| ty.shape()?.get(axis).copied().flatten();
        let inputs = self.all_arguments.iter().zip(&self.inputs);
        let mut inputs = inputs.filter_map(|(ty, axis)| size(ty, (*axis)?));
        let outputs = self.all_results.iter().zip(&self.outputs);
        let mut outputs = outputs.filter_map(|(ty, axis)| size(ty, *axis));
        inputs.next().or_else(|| outputs.next())
    }

    /// The first argument that has the dimension.
    fn first(&self) -> Option<(usize, usize)> {
        let mut inputs = self.inputs.iter().enumerate();
        inputs.find_map(|(number, axis)| Some((number, (*axis)?)))
    }
}
