//! Derivatives by what a closure captures: the captured values become leading arguments.
//!
//! `grad (partial f (y as "y")) captures("y": T)` is `λx. let (dy, dx) = (grad (λ(y, x). f(y, x)))(y, x) in (dx, (dy))`.

use crate::{
    expand::wrt_of,
    functions::{apply, lambda, signature},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Op, Type, Value};
use pullback_pass::Error;

/// The names of the captured values that an operator is for.
pub fn names(op: Op<'_>) -> Vec<&str> {
    strings(op, ops::CAPTURES)
}

fn strings<'a>(op: Op<'a>, attr: &str) -> Vec<&'a str> {
    let names = op.attr(attr).and_then(Attr::as_array).unwrap_or_default();
    names.into_iter().filter_map(Attr::as_str).collect()
}

/// That the function of an operator captures nothing of a name.
pub fn unknown(op: Op<'_>, name: &str) -> Error {
    let name = format!(
        "the function that '{}' differentiates captures nothing of the name \"{name}\"; \
         name the value by `captures` at the lambda or by `as` at the partial application",
        op.name()
    );
    Error::at(op, name)
}

/// Rewrites an operator whose function is a partial application that binds all the names; false if it is not.
pub fn by_arguments(op: Op<'_>) -> bool {
    let names = names(op);
    let partial = op.operand(0).defining_op();
    let Some(partial) = partial.filter(|op| op.is(ops::PARTIAL) && !names.is_empty()) else {
        return false;
    };
    let bound = strings(partial, ops::NAMES);
    let position = |name: &&str| bound.iter().position(|other| other == name);
    let Some(positions) = names.iter().map(position).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let (callee, bound) = (partial.operand(0), partial.operands().split_off(1));
    let captured: Vec<_> = positions.iter().map(|&position| bound[position]).collect();
    let signatures = signature(op.operand(0).ty()).zip(signature(op.result(0).ty()));
    let Some(((inputs, results), (_, outputs))) = signatures else {
        return false;
    };

    let builder = Builder::before(op);
    let count = captured.len();
    let mut types: Vec<_> = captured.iter().map(|value| value.ty()).collect();
    types.extend(&inputs);
    let whole = lambda(&builder, &types, &results, |builder, given| {
        let (values, arguments) = given.split_at(count);
        let mut all = bound.clone();
        for (&position, &value) in positions.iter().zip(values) {
            all[position] = value;
        }
        all.extend(arguments);
        apply(builder, callee, &all)
    });
    let wrt = (0..count).chain(wrt_of(op).into_iter().map(|index| index + count));
    let wrt: Vec<_> = wrt.map(|index| index as i64).collect();
    let derivative = builder
        .op(op.name())
        .operands(&[whole])
        .attr(ops::WRT, Attr::i64s(builder.context(), &wrt))
        .build()
        .result(0);
    let new = lambda(&builder, &inputs, &outputs, |builder, arguments| {
        let given = apply(builder, derivative, &[&captured, arguments].concat());
        regroup(builder, op, &given, &outputs, count)
    });
    op.replace_with(&[new]);
    true
}

/// Puts the gradients of the captured values, which come first, into one tuple that comes last.
fn regroup<'a>(
    builder: &Builder<'a>,
    op: Op<'a>,
    given: &[Value<'a>],
    types: &[Type<'a>],
    count: usize,
) -> Vec<Value<'a>> {
    if op.is(ops::VJP) {
        let (&pullback, results) = given.split_last().expect("vjp gives a pullback");
        let (seeds, gradients) = signature(types[results.len()]).unwrap_or_default();
        let pullback = lambda(builder, &seeds, &gradients, |builder, seeds| {
            gradients_last(builder, &apply(builder, pullback, seeds), count)
        });
        return [results, &[pullback]].concat();
    }
    // By uncurrying the gradients are at the bottom.
    if let ([value], [ty]) = (given, types)
        && let Some((inputs, outputs)) = signature(*ty)
    {
        let value = *value;
        return vec![lambda(builder, &inputs, &outputs, |builder, arguments| {
            let given = apply(builder, value, arguments);
            regroup(builder, op, &given, &outputs, count)
        })];
    }
    let values = usize::from(op.is(ops::VALUE_AND_GRAD));
    let mut all = given[..values].to_vec();
    all.extend(gradients_last(builder, &given[values..], count));
    all
}

fn gradients_last<'a>(
    builder: &Builder<'a>,
    gradients: &[Value<'a>],
    count: usize,
) -> Vec<Value<'a>> {
    let (captured, others) = gradients.split_at(count);
    let record = builder.op(ops::TUPLE).operands(captured).build().result(0);
    [others, &[record]].concat()
}
