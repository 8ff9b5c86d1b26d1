//! The forward sweep of reverse mode: calls that hand back their pullbacks.

use crate::{
    activity::{Activity, Leaf},
    arrays::is_in_function,
    functions::{call, fn_type},
    leaves::leaves,
    names::{Key, Mode},
};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use std::collections::HashMap;

/// A call's pullback and the operands' leaves whose cotangents it gives.
#[derive(Debug)]
pub struct Pullback<'a> {
    /// The function value.
    pub function: Value<'a>,
    /// The operands' leaves whose cotangents it gives.
    pub gives: Vec<Leaf<'a>>,
    /// Of which of the results' leaves it takes the cotangents.
    pub takes: Vec<bool>,
}

/// Lets the calls of a function that take part in its derivative hand back their pullbacks. Keys of the derivatives
/// go to `needs`.
pub fn record<'a>(
    function: Op<'a>,
    activity: &mut Activity<'a>,
    needs: &mut dyn FnMut(&mut Key),
) -> HashMap<Op<'a>, Pullback<'a>> {
    let mut pullbacks = HashMap::new();
    for op in function.walk(WalkOrder::Pre) {
        let active = op
            .results()
            .into_iter()
            .any(|value| activity.has_active(value));
        // The function of a map is differentiated as a lambda.
        if !op.is("func.call") || !active || is_in_function(op) {
            continue;
        }
        let callee = op
            .attr("callee")
            .and_then(Attr::as_symbol)
            .unwrap_or_default();
        let operands = op.operands().into_iter();
        let all: Vec<Leaf<'a>> = operands
            .flat_map(|operand| (0..leaves(operand.ty()).len()).map(move |leaf| (operand, leaf)))
            .collect();
        let mask = all.iter().map(|&leaf| activity.is_varied(leaf)).collect();
        let mut types = op.result_types();
        let mut key = Key::new(callee, Mode::Reverse, mask, &types);
        // A cotangent that is always zero would meet infinite partial derivatives in there.
        let results = op.results().into_iter();
        let results = results
            .flat_map(|result| (0..leaves(result.ty()).len()).map(move |leaf| (result, leaf)));
        key.useful = results.map(|leaf| activity.is_useful(leaf)).collect();
        needs(&mut key);
        let given = all.into_iter().zip(&key.varied);
        let gives: Vec<Leaf<'a>> = given
            .filter(|(_, varied)| **varied)
            .map(|(leaf, _)| leaf)
            .collect();
        let cotangents = key.useful_leaves(&types);
        let gradients: Vec<Type<'a>> = gives
            .iter()
            .map(|(value, leaf)| leaves(value.ty())[*leaf])
            .collect();
        types.push(fn_type(op.context(), &cotangents, &gradients));
        let values = call(&Builder::before(op), &key.name(), &op.operands(), &types);
        let (&made, primal) = values.split_last().expect("the pullback is a result");
        for (old, &new) in op.results().into_iter().zip(primal) {
            activity.replace(old, new);
        }
        let new = made.defining_op().expect("just made");
        let pullback = Pullback {
            function: made,
            gives,
            takes: key.useful,
        };
        pullbacks.insert(new, pullback);
        op.replace_with(primal);
    }
    pullbacks
}
