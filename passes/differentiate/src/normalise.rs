//! Derivatives of curried and of higher-order functions, and of functions chosen by a branch.
//!
//! - uncurrying: `(D s u)(f)(x) = D(\u. s u f x)(u)`; a function result takes no seed;
//! - specialising: `(D f)(g, x) = D(\x. f(g, x))(x)`, since a function argument has no tangent;
//! - branches: the derivative of what `scf.if` yields is yielded by the branches.

use crate::{
    captures,
    expand::wrt_of,
    functions::{apply, holds_function, is_derivative, lambda, signature},
    leaves::leaves,
    threading::add_results,
};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};

/// One sweep; how many derivative operators were rewritten.
pub fn normalise(module: Op<'_>) -> u64 {
    let mut changed = 0;
    for op in module.walk(WalkOrder::Pre) {
        if op.block().is_none() {
            continue;
        }
        let done = if is_derivative(op) {
            captures::by_arguments(op) || uncurry(op) || into_branches(op)
        } else if op.is("functional.apply") {
            specialise(op)
        } else {
            false
        };
        changed += u64::from(done);
    }
    changed
}

/// The same derivative operator on another function.
fn derivative_of<'a>(
    builder: &Builder<'a>,
    like: Op<'a>,
    function: Value<'a>,
    wrt: &[usize],
) -> Value<'a> {
    if like.is(ops::VMAP) {
        let mut op = builder
            .op(like.name())
            .operands(&[function])
            .results(&like.result_types());
        for (name, attr) in like.attrs() {
            op = op.attr(name, attr);
        }
        return op.build().result(0);
    }
    let wrt: Vec<i64> = wrt.iter().map(|&index| index as i64).collect();
    builder
        .op(like.name())
        .operands(&[function])
        .attr("wrt", Attr::i64s(builder.context(), &wrt))
        .maybe_attr(ops::CAPTURES, like.attr(ops::CAPTURES))
        .maybe_attr(ops::CAPTURE_TYPES, like.attr(ops::CAPTURE_TYPES))
        .build()
        .result(0)
}

fn uncurry(op: Op<'_>) -> bool {
    // The names have to be found first.
    if !captures::names(op).is_empty() {
        return false;
    }
    let Some((inputs, results)) = signature(op.operand(0).ty()) else {
        return false;
    };
    match op.name() {
        "functional.grad" | "functional.value_and_grad" => {
            let [result] = results.as_slice() else {
                return false;
            };
            let Some((inner, innermost)) = signature(*result) else {
                return false;
            };
            uncurry_gradient(op, &inputs, &inner, &innermost);
            true
        }
        "functional.jvp" if results.iter().any(|ty| signature(*ty).is_some()) => {
            uncurry_tangent(op, &inputs, &results);
            true
        }
        _ => false,
    }
}

/// `grad s` is `\u. \f. (grad (\u. s u f))(u)`.
fn uncurry_gradient<'a>(
    op: Op<'a>,
    inputs: &[Type<'a>],
    inner: &[Type<'a>],
    innermost: &[Type<'a>],
) {
    let builder = Builder::before(op);
    let function = op.operand(0);
    let wrt = wrt_of(op);
    let (_, outer_results) = signature(op.result(0).ty()).expect("its verifier says so");
    let curried = outer_results[0];
    let (_, gradients) =
        signature(curried).expect("the derivative of a curried function is curried");
    let new = lambda(&builder, inputs, &outer_results, |builder, outer| {
        vec![lambda(builder, inner, &gradients, |builder, given| {
            let whole = lambda(builder, inputs, innermost, |builder, again| {
                let partly = apply(builder, function, again);
                apply(builder, partly[0], given)
            });
            let derivative = derivative_of(builder, op, whole, &wrt);
            apply(builder, derivative, outer)
        })]
    });
    op.replace_with(&[new]);
}

/// Each function among the results of `jvp s` gets a function as its tangent: that of applying it.
fn uncurry_tangent<'a>(op: Op<'a>, inputs: &[Type<'a>], results: &[Type<'a>]) {
    let builder = Builder::before(op);
    let function = op.operand(0);
    let wrt = wrt_of(op);
    let (all_inputs, all_results) = signature(op.result(0).ty()).expect("its verifier says so");
    let plain: Vec<usize> = (0..results.len())
        .filter(|&index| signature(results[index]).is_none())
        .collect();
    let plain_types: Vec<Type<'a>> = plain.iter().map(|&index| results[index]).collect();
    let new = lambda(&builder, &all_inputs, &all_results, |builder, arguments| {
        let primal = &arguments[..inputs.len()];
        let values = apply(builder, function, primal);
        let mut plain_tangents = Vec::new();
        if plain_types.iter().any(|ty| !leaves(*ty).is_empty()) {
            let only = lambda(builder, inputs, &plain_types, |builder, again| {
                let values = apply(builder, function, again);
                plain.iter().map(|&index| values[index]).collect()
            });
            let derivative = derivative_of(builder, op, only, &wrt);
            plain_tangents = apply(builder, derivative, arguments).split_off(plain.len());
        }
        let mut plain_tangents = plain_tangents.into_iter();
        let mut tangents = all_results[results.len()..].iter();
        let mut returned = values.clone();
        for (index, ty) in results.iter().enumerate() {
            let Some((given_types, inner)) = signature(*ty) else {
                if !leaves(*ty).is_empty() {
                    returned.extend(plain_tangents.next());
                    tangents.next();
                }
                continue;
            };
            if !differentiable_results(&inner) {
                continue;
            }
            let Some((_, inner_tangents)) = tangents.next().and_then(|ty| signature(*ty)) else {
                continue;
            };
            returned.push(lambda(
                builder,
                &given_types,
                &inner_tangents,
                |builder, given| {
                    let whole = lambda(builder, inputs, &inner, |builder, again| {
                        let values = apply(builder, function, again);
                        apply(builder, values[index], given)
                    });
                    let derivative = derivative_of(builder, op, whole, &wrt);
                    apply(builder, derivative, arguments).split_off(inner.len())
                },
            ));
        }
        returned
    });
    op.replace_with(&[new]);
}

/// Whether a tangent is due for any of these results.
fn differentiable_results(types: &[Type<'_>]) -> bool {
    types.iter().any(|ty| match signature(*ty) {
        Some((_, results)) => differentiable_results(&results),
        None => !leaves(*ty).is_empty(),
    })
}

/// Function arguments of an applied derivative move into the function.
fn specialise(apply_op: Op<'_>) -> bool {
    let Some(op) = apply_op
        .operand(0)
        .defining_op()
        .filter(|op| is_derivative(*op) && captures::names(*op).is_empty())
        // A function that is the same in all lanes needs no care.
        .filter(|op| !op.is(ops::VMAP))
    else {
        return false;
    };
    let function = op.operand(0);
    let Some((inputs, results)) = signature(function.ty()) else {
        return false;
    };
    let wrt = wrt_of(op);
    let arguments: Vec<Value<'_>> = apply_op.operands().split_off(1);
    let moved: Vec<bool> = inputs
        .iter()
        .enumerate()
        .map(|(index, ty)| holds_function(*ty) && !wrt.contains(&index))
        .collect();
    if !moved.contains(&true) {
        return false;
    }
    let builder = Builder::before(apply_op);
    let stay: Vec<usize> = (0..inputs.len()).filter(|&index| !moved[index]).collect();
    let stay_types: Vec<Type<'_>> = stay.iter().map(|&index| inputs[index]).collect();
    let inner = lambda(&builder, &stay_types, &results, |builder, given| {
        let mut given = given.iter();
        let all: Vec<Value<'_>> = (0..inputs.len())
            .map(|index| {
                if moved[index] {
                    arguments[index]
                } else {
                    *given
                        .next()
                        .expect("one value for each argument that stays")
                }
            })
            .collect();
        apply(builder, function, &all)
    });
    let wrt: Vec<usize> = wrt
        .iter()
        .filter_map(|index| stay.iter().position(|kept| kept == index))
        .collect();
    let derivative = derivative_of(&builder, op, inner, &wrt);
    let mut rest: Vec<Value<'_>> = stay.iter().map(|&index| arguments[index]).collect();
    rest.extend(&arguments[inputs.len()..]);
    let values = apply(&builder, derivative, &rest);
    apply_op.replace_with(&values);
    true
}

/// The derivative of a function that a branch yields.
fn into_branches(op: Op<'_>) -> bool {
    let Some(branch) = op.operand(0).defining_op().filter(|op| op.is("scf.if")) else {
        return false;
    };
    let Some(index) = op.operand(0).result_index() else {
        return false;
    };
    let ty = op.result(0).ty();
    let wrt = wrt_of(op);
    let inner: Vec<Value<'_>> = (0..2)
        .map(|side| {
            let yields = branch.region(side).entry().terminator();
            let builder = Builder::before(yields);
            derivative_of(&builder, op, yields.operand(index), &wrt)
        })
        .collect();
    let count = branch.result_count();
    let new = add_results(branch, &[ty], &[vec![inner[0]], vec![inner[1]]]);
    op.replace_with(&[new.result(count)]);
    true
}
