//! A derivative operator on a known function becomes a lambda around the derived function.

use crate::{
    captures,
    derive::derive,
    functions::{apply, call, is_derivative, lambda, signature},
    leaves::{explode, leaves, pack},
    lift::{Known, known},
    names::{Key, Mode},
    vmap,
};
use pullback_functional::ops::VMAP;
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::Error;
use std::collections::HashSet;

/// The arguments an operator differentiates by, in the order of its results.
pub fn wrt_of(op: Op<'_>) -> Vec<usize> {
    if let Some(list) = op.attr("wrt").and_then(Attr::as_i64s) {
        return list
            .into_iter()
            .filter_map(|index| usize::try_from(index).ok())
            .collect();
    }
    let (inputs, _) = signature(op.operand(0).ty()).unwrap_or_default();
    (0..inputs.len())
        .filter(|&index| !leaves(inputs[index]).is_empty())
        .collect()
}

/// Expands the operators whose function is known and holds no operator itself. Hands back how many operators
/// were expanded and how many functions derived.
pub fn expand_innermost(module: Op<'_>) -> Result<(u64, u64), Error> {
    let operators = || {
        let ops = module.walk(WalkOrder::Pre).into_iter();
        ops.filter(|op| is_derivative(*op))
    };
    let is_ready =
        |op: &Op<'_>| known(op.operand(0)).is_some_and(|known| is_innermost(module, known.symbol));
    let map = |maps: &[Op<'_>]| {
        for &op in maps {
            let function = vmap::expand(module, op);
            op.replace_with(&[function]);
        }
        Ok((maps.len() as u64, 0))
    };
    // What maps become is simplified before a derivative of it is taken.
    let (maps, ready): (Vec<Op<'_>>, Vec<Op<'_>>) =
        operators().filter(is_ready).partition(|op| op.is(VMAP));
    if !maps.is_empty() {
        return map(&maps);
    }
    // A function that will not be known is mapped as well.
    if ready.is_empty() {
        let unknown = operators().filter(|op| op.is(VMAP) && known(op.operand(0)).is_none());
        return map(&unknown.collect::<Vec<_>>());
    }
    let mut derived = 0;
    for op in &ready {
        if let Some(name) = captures::names(*op).first() {
            return Err(captures::unknown(*op, name));
        }
        derived += expand(module, *op)?;
    }
    Ok((ready.len() as u64, derived))
}

/// Whether no derivative operator is in a function or in what it reaches.
fn is_innermost(module: Op<'_>, symbol: &str) -> bool {
    let mut seen: HashSet<String> = HashSet::new();
    let mut pending = vec![symbol.to_owned()];
    while let Some(name) = pending.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(function) = module.symbol(&name) else {
            continue;
        };
        for op in function.walk(WalkOrder::Pre) {
            if is_derivative(op) {
                return false;
            }
            let reached = match op.name() {
                "func.call" => op.attr("callee"),
                "functional.ref" => op.attr("symbol"),
                _ => None,
            };
            pending.extend(reached.and_then(Attr::as_symbol).map(str::to_owned));
        }
    }
    true
}

fn expand<'a>(module: Op<'a>, op: Op<'a>) -> Result<u64, Error> {
    let Some(known) = known(op.operand(0)) else {
        return Ok(0);
    };
    let plan = Plan::new(op, known);
    let mode = if op.is("functional.jvp") {
        Mode::Forward
    } else {
        Mode::Reverse
    };
    let key = Key::new(plan.known.symbol, mode, plan.mask(), &plan.results);
    let derived = derive(module, key.clone())?;
    let value = match op.name() {
        "functional.jvp" => plan.jvp(&key),
        "functional.vjp" => plan.vjp(&key),
        "functional.grad" => plan.gradient(&key, false),
        _ => plan.gradient(&key, true),
    };
    op.replace_with(&[value]);
    Ok(derived)
}

/// Everything about one operator that its expansion needs.
struct Plan<'a> {
    op: Op<'a>,
    known: Known<'a>,
    /// The function's arguments (bound ones not counted) and results.
    inputs: Vec<Type<'a>>,
    results: Vec<Type<'a>>,
    wrt: Vec<usize>,
}

impl<'a> Plan<'a> {
    fn new(op: Op<'a>, known: Known<'a>) -> Self {
        let (inputs, results) = signature(op.operand(0).ty()).unwrap_or_default();
        Self {
            op,
            known,
            inputs,
            results,
            wrt: wrt_of(op),
        }
    }

    /// Which float leaves of the symbol's arguments are varied: those of `wrt`.
    fn mask(&self) -> Vec<bool> {
        let bound = self
            .known
            .bound
            .iter()
            .flat_map(|value| leaves(value.ty()).into_iter().map(|_| false));
        let free = self.inputs.iter().enumerate().flat_map(|(index, ty)| {
            let varied = self.wrt.contains(&index);
            leaves(*ty).into_iter().map(move |_| varied)
        });
        bound.chain(free).collect()
    }

    fn derivative_signature(&self) -> (Vec<Type<'a>>, Vec<Type<'a>>) {
        signature(self.op.result(0).ty()).unwrap_or_default()
    }

    fn result_leaves(&self) -> Vec<Type<'a>> {
        self.results.iter().flat_map(|ty| leaves(*ty)).collect()
    }

    /// Calls the reverse derivative: the results, and the pullback.
    fn call_reverse(
        &self,
        builder: &Builder<'a>,
        key: &Key,
        arguments: &[Value<'a>],
    ) -> (Vec<Value<'a>>, Value<'a>) {
        let all = [self.known.bound.as_slice(), arguments].concat();
        let mut types = self.results.clone();
        types.push(crate::functions::fn_type(
            builder.context(),
            &self.result_leaves(),
            &self.varied_leaves(),
        ));
        let mut values = call(builder, &key.name(), &all, &types);
        let pullback = values.pop().expect("the pullback is the last result");
        (values, pullback)
    }

    /// The leaves of the varied arguments in the order of the arguments.
    fn varied_leaves(&self) -> Vec<Type<'a>> {
        self.inputs
            .iter()
            .enumerate()
            .filter(|(index, _)| self.wrt.contains(index))
            .flat_map(|(_, ty)| leaves(*ty))
            .collect()
    }

    /// Cotangents of the `wrt` arguments, in the operator's order, from the leaves in the arguments' order.
    fn gradients(&self, builder: &Builder<'a>, given: &[Value<'a>]) -> Vec<Value<'a>> {
        let mut given = given.iter().copied();
        let mut by_argument: Vec<Option<Value<'a>>> = vec![None; self.inputs.len()];
        for (index, ty) in self.inputs.iter().enumerate() {
            if self.wrt.contains(&index) {
                by_argument[index] = Some(pack(builder, *ty, &mut given));
            }
        }
        self.wrt
            .iter()
            .filter_map(|&index| by_argument[index])
            .collect()
    }

    fn gradient(&self, key: &Key, with_value: bool) -> Value<'a> {
        let (inputs, outputs) = self.derivative_signature();
        let builder = Builder::before(self.op);
        lambda(&builder, &inputs, &outputs, |builder, arguments| {
            let (mut returned, pullback) = self.call_reverse(builder, key, arguments);
            let seed = builder.float(self.results[0], 1.0);
            let given = apply(builder, pullback, &[seed]);
            if !with_value {
                returned.clear();
            }
            returned.extend(self.gradients(builder, &given));
            returned
        })
    }

    fn vjp(&self, key: &Key) -> Value<'a> {
        let (inputs, outputs) = self.derivative_signature();
        let builder = Builder::before(self.op);
        lambda(&builder, &inputs, &outputs, |builder, arguments| {
            let (mut returned, pullback) = self.call_reverse(builder, key, arguments);
            let (seeds, gradients) = outputs
                .last()
                .and_then(|ty| signature(*ty))
                .unwrap_or_default();
            returned.push(lambda(
                builder,
                &seeds,
                &gradients,
                |builder, cotangents| {
                    let seeds: Vec<Value<'a>> = cotangents
                        .iter()
                        .flat_map(|value| explode(builder, *value))
                        .collect();
                    let given = apply(builder, pullback, &seeds);
                    self.gradients(builder, &given)
                },
            ));
            returned
        })
    }

    fn jvp(&self, key: &Key) -> Value<'a> {
        let (inputs, outputs) = self.derivative_signature();
        let builder = Builder::before(self.op);
        lambda(&builder, &inputs, &outputs, |builder, arguments| {
            let (primal, tangents) = arguments.split_at(self.inputs.len());
            let mut all = self.known.bound.clone();
            all.extend(primal);
            // The operator's tangents are in the order of `wrt`, the derived function's in that of the arguments.
            for index in 0..self.inputs.len() {
                if let Some(position) = self.wrt.iter().position(|&wrt| wrt == index) {
                    all.extend(explode(builder, tangents[position]));
                }
            }
            let leaf_types = self.result_leaves();
            let types = [self.results.as_slice(), leaf_types.as_slice()].concat();
            let values = call(builder, &key.name(), &all, &types);
            let (results, leaves_given) = values.split_at(self.results.len());
            let mut returned = results.to_vec();
            let mut given = leaves_given.iter().copied();
            for ty in &self.results {
                if !leaves(*ty).is_empty() {
                    returned.push(pack(builder, *ty, &mut given));
                }
            }
            returned
        })
    }
}
