//! What a function holds of function values, and whether the pass can handle it.

use pullback_functional::{fn_signature, is_fn_type, ops};
use pullback_ir::{Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::Error;

/// What is to be done with a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It has no function values, or they come from where this pass does not see.
    LeaveAlone,
    /// All function values are made and called here.
    Handle,
}

/// Whether values of this type hold function values, themselves or in a tuple.
pub(crate) fn holds_function(ty: Type<'_>) -> bool {
    !function_paths(ty).is_empty()
}

/// Where in a type function values are: positions in nested tuples.
pub(crate) fn function_paths(ty: Type<'_>) -> Vec<Vec<usize>> {
    let mut paths = Vec::new();
    let mut pending = vec![(ty, Vec::new())];
    while let Some((ty, path)) = pending.pop() {
        if is_fn_type(ty.to_melior()) {
            paths.push(path);
        } else if let Some(fields) = ty.tuple_fields() {
            for (index, field) in fields.into_iter().enumerate() {
                pending.push((field, [path.as_slice(), &[index]].concat()));
            }
        }
    }
    paths
}

/// The ops through which function values flow in a way that [`crate::flow`] knows.
const KNOWN: [&str; 15] = [
    ops::LAMBDA,
    ops::REF,
    ops::APPLY,
    ops::PARTIAL,
    ops::TUPLE,
    ops::GET,
    ops::RETURN,
    "arith.select",
    "ub.poison",
    "scf.if",
    "scf.yield",
    "scf.for",
    "scf.while",
    "scf.condition",
    "scf.index_switch",
];

/// Looks through a `func.func`.
pub(crate) fn scan(function: Op<'_>) -> Result<Verdict, Error> {
    let (inputs, results) = function.function_type().unwrap_or_default();
    if inputs.into_iter().chain(results).any(holds_function) {
        return Ok(Verdict::LeaveAlone);
    }
    let mut recursive = None;
    let mut has_functions = false;
    for op in function.walk(WalkOrder::Pre) {
        let name = op.name();
        if ops::DERIVATIVES.contains(&name) || is_higher_order_reference(op) {
            return Ok(Verdict::LeaveAlone);
        }
        let mut values = op.operands().into_iter().chain(op.results());
        if values.any(|value| holds_function(value.ty())) {
            has_functions = true;
            if name == ops::LETREC {
                recursive.get_or_insert(op);
            } else if !KNOWN.contains(&name) {
                return Ok(Verdict::LeaveAlone);
            }
        }
    }
    match recursive {
        Some(op) => Err(Error::at(
            op,
            "recursion of function values is not supported yet; write the recursive function as a `func.func`",
        )),
        None if has_functions => Ok(Verdict::Handle),
        None => Ok(Verdict::LeaveAlone),
    }
}

/// Whether an op refers to a function of the module that takes or gives functions.
fn is_higher_order_reference(op: Op<'_>) -> bool {
    op.is(ops::REF)
        && fn_signature(op.result(0).ty().to_melior()).is_some_and(|(inputs, results)| {
            let types = inputs.into_iter().chain(results);
            types.map(Type::from_melior).any(holds_function)
        })
}

/// Gives each lambda the constants it uses as its own, so that it does not capture them.
pub(crate) fn copy_constants_into_lambdas(function: Op<'_>) {
    // Outer lambdas first: what an inner one uses is in the outer one by then.
    for lambda in function.walk(WalkOrder::Pre) {
        if !lambda.is(ops::LAMBDA) {
            continue;
        }
        let constants: Vec<_> = lambda
            .captures()
            .into_iter()
            .filter_map(|value| Some((value, value.defining_op().filter(|op| op.is_constant())?)))
            .collect();
        let Some(first) = lambda.region(0).entry().first() else {
            continue;
        };
        let mut copies = Vec::new();
        for (value, constant) in constants {
            let copy = constant.clone_before(first, &mut Mapping::new());
            copies.push((value, copy.result(value.result_index().unwrap_or(0))));
        }
        substitute(lambda, &copies);
    }
}

/// Lets other values stand for some inside an op's regions.
pub(crate) fn substitute<'a>(op: Op<'a>, values: &[(Value<'a>, Value<'a>)]) {
    if values.is_empty() {
        return;
    }
    let values: std::collections::HashMap<_, _> = values.iter().copied().collect();
    for inner in op.walk(WalkOrder::Pre).into_iter().skip(1) {
        for (index, operand) in inner.operands().into_iter().enumerate() {
            if let Some(&value) = values.get(&operand) {
                inner.set_operand(index, value);
            }
        }
    }
}

/// A field of a tuple.
pub(crate) fn field<'a>(builder: &Builder<'a>, tuple: Value<'a>, index: usize) -> Value<'a> {
    let position = pullback_ir::Attr::int(Type::int(builder.context(), 64), index as i64);
    let op = builder.op(ops::GET).operands(&[tuple]);
    op.attr(ops::INDEX, position).build().result(0)
}

/// A tuple.
pub(crate) fn tuple<'a>(builder: &Builder<'a>, fields: &[Value<'a>]) -> Value<'a> {
    builder.op(ops::TUPLE).operands(fields).build().result(0)
}
