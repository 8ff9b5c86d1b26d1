//! Reverse mode: `@f` becomes forward code and ONE backpropagator lambda (Myia's closure chaining: van
//! Merriënboer et al., "Automatic differentiation in ML", NeurIPS 2018, section 3.2), so that one
//! simplifier sees both.

use crate::{
    activity::{Activity, Leaf},
    arrays,
    backward::Backward,
    derive::{Needs, is_first_order},
    emitter::Emitter,
    functions::{fn_type, private_function},
    leaves::leaves,
    loops::{count_trips, normalise},
    names::Key,
    reciprocal::share_reciprocals,
    record::record,
    tape::record_tapes,
};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::Error;

/// Makes `@f$rev$<varied>$<useful>` beside `@f`; keys of what it calls go to `needs`.
pub fn reverse<'a>(primal: Op<'a>, key: &Key, needs: &mut Needs) -> Result<Op<'a>, Error> {
    let (inputs, results) = primal.function_type().unwrap_or_default();
    if !is_first_order(primal) {
        return Err(Error::at(
            primal,
            "a function with function values among its arguments or results is left where first-order code is needed; apply it to known functions",
        ));
    }
    let context = primal.context();
    let input_leaves: Vec<Type<'a>> = inputs.iter().flat_map(|ty| leaves(*ty)).collect();
    let cotangents = key.cotangents(&results);
    let gradients: Vec<Type<'a>> = input_leaves
        .iter()
        .zip(&key.varied)
        .filter(|(_, varied)| **varied)
        .map(|(ty, _)| *ty)
        .collect();
    let pullback_type = fn_type(context, &cotangents, &gradients);
    let mut derived_results = results.clone();
    derived_results.push(pullback_type);
    let (function, block) = private_function(primal, &key.name(), &inputs, &derived_results);
    if primal.region(0).is_empty() {
        return Ok(declare(function));
    }

    // The forward code.
    let body = primal.region(0).entry();
    let mut mapping = Mapping::of(&body.args(), &block.args());
    for op in body.ops() {
        op.clone_to_end(block, &mut mapping);
    }
    normalise(function)?;
    let arguments: Vec<Leaf<'a>> = block
        .args()
        .into_iter()
        .flat_map(|argument| (0..leaves(argument.ty()).len()).map(move |leaf| (argument, leaf)))
        .zip(&key.varied)
        .filter(|(_, varied)| **varied)
        .map(|(leaf, _)| leaf)
        .collect();
    let mut activity = Activity::of(block, &arguments, &key.useful);
    activity.check(function)?;
    // The cotangent of an array that a function of elements reads is summed in a loop.
    while let Some(op) = reads_array(function, &activity) {
        arrays::expand(op);
        activity = Activity::of(block, &arguments, &key.useful);
    }
    count_trips(function, &mut activity);
    arrays::record_sorts(function, &mut activity);
    let pullbacks = record(function, &mut activity, needs);

    // The backpropagator.
    let ret = block.terminator();
    let builder = Builder::before(ret);
    let lambda = builder
        .op("functional.lambda")
        .results(&[pullback_type])
        .regions(1)
        .build();
    let lambda_block = lambda
        .region(0)
        .append_block(&cotangents, primal.location());
    let emitter = Emitter::new(Builder::at_end(lambda_block, primal.location()));
    emitter.use_products(block);
    let mut backward = Backward::new(&emitter, function, activity, pullbacks, needs);
    let returned = ret.operands().into_iter();
    let returned = returned
        .flat_map(|value| (0..leaves(value.ty()).len()).map(move |leaf| (value, leaf)))
        .zip(key.useful.iter().zip(&key.guarded))
        .filter(|(_, (useful, _))| **useful);
    let mut given = lambda_block.args().into_iter();
    let mut next = || {
        given
            .next()
            .expect("an argument for each cotangent and guard")
    };
    for (leaf, (_, guarded)) in returned {
        let counts = guarded.then(&mut next);
        let seed = emitter.of(next());
        backward.add(
            leaf,
            match counts {
                Some(counts) => seed.zero_unless(counts, true),
                None => seed,
            },
        );
    }
    backward.block(block)?;
    let returned: Vec<Value<'a>> = arguments
        .iter()
        .map(|leaf| {
            let terms = backward.take(*leaf);
            emitter.builder().set_location(primal.location());
            emitter.sum(*leaf, &terms)
        })
        .collect();
    emitter
        .builder()
        .op("functional.return")
        .operands(&returned)
        .results(&[])
        .build();
    share_reciprocals(lambda_block);
    let twins = backward.finish();
    record_tapes(function, lambda, twins);

    let mut operands = ret.operands();
    operands.push(lambda.result(0));
    ret.set_operands(&operands);
    Ok(function)
}

/// A map or fold whose function uses something from outside that takes part and is more than a float.
fn reads_array<'a>(function: Op<'a>, activity: &Activity<'a>) -> Option<Op<'a>> {
    let mut ops = function.walk(WalkOrder::Pre).into_iter();
    ops.find(|&op| {
        let reads = |value: Value<'a>| !value.ty().is_float() && activity.has_active(value);
        let takes_part = || {
            op.results()
                .into_iter()
                .any(|value| activity.has_active(value))
        };
        arrays::is_functional(op)
            && !arrays::is_in_function(op)
            && arrays::simple(op).is_none()
            && takes_part()
            && op.captures().into_iter().any(reads)
    })
}

/// Takes the body away: the derivative is compiled where the primal is.
pub fn declare(function: Op<'_>) -> Op<'_> {
    let (inputs, results) = function.function_type().unwrap_or_default();
    let builder = Builder::before(function);
    let context = builder.context();
    let declaration = builder
        .op("func.func")
        .attr(
            "sym_name",
            Attr::string(context, function.symbol_name().unwrap_or_default()),
        )
        .attr(
            "function_type",
            Attr::of_type(Type::function(context, &inputs, &results)),
        )
        .attr("sym_visibility", Attr::string(context, "private"))
        .attr(crate::derive::SEPARATE, Attr::unit(context))
        .results(&[])
        .regions(1)
        .build();
    function.erase();
    declaration
}
