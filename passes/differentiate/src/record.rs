//! The forward sweep of reverse mode: calls that hand back their pullbacks.

use crate::{
    activity::{Activity, Leaf},
    arrays::is_in_function,
    derive::Needs,
    forward::leaves_of,
    functions::{self, fn_type},
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
    /// The derivative that gives it.
    pub key: Key,
}

impl<'a> Pullback<'a> {
    /// Makes a call of the derivative of `key` before `call`, a call of the function or of another derivative of it: the
    /// new call, whose results but the last are those of the function.
    pub fn of(call: Op<'a>, key: Key, mut results: Vec<Type<'a>>) -> (Op<'a>, Self) {
        let given = leaves_of(&call.operands()).into_iter().zip(&key.varied);
        let given = given.filter(|(_, varied)| **varied).map(|(leaf, _)| leaf);
        let (gives, gradients): (Vec<Leaf<'a>>, Vec<Type<'a>>) =
            given.map(|(value, leaf, ty)| ((value, leaf), ty)).unzip();
        let cotangents = key.cotangents(&results);
        results.push(fn_type(call.context(), &cotangents, &gradients));
        let builder = Builder::before(call);
        let values = functions::call(&builder, &key.name(), &call.operands(), &results);
        let function = *values.last().expect("the pullback is a result");
        let made = function.defining_op().expect("just made");
        let pullback = Self {
            function,
            gives,
            key,
        };
        (made, pullback)
    }
}

/// Lets the calls of a function that take part in its derivative hand back their pullbacks.
pub fn record<'a>(
    function: Op<'a>,
    activity: &mut Activity<'a>,
    needs: &mut Needs,
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
        let types = op.result_types();
        let mut key = Key::new(callee, Mode::Reverse, mask, &types);
        // A cotangent that is always zero would meet infinite partial derivatives in there.
        let results = op.results().into_iter();
        let results = results
            .flat_map(|result| (0..leaves(result.ty()).len()).map(move |leaf| (result, leaf)));
        key.useful = results.map(|leaf| activity.is_useful(leaf)).collect();
        needs.admit(&mut key);
        let (new, pullback) = Pullback::of(op, key, types);
        let primal = &new.results()[..op.result_count()];
        for (old, &new) in op.results().into_iter().zip(primal) {
            activity.replace(old, new);
        }
        pullbacks.insert(new, pullback);
        op.replace_with(primal);
    }
    pullbacks
}
