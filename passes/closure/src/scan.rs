//! What takes part: functions, their ops, and which of the ops are understood.

use crate::data::Declarations;
use pullback_functional::{fn_signature, is_fn_type, ops, stack_elements};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};
use std::collections::{HashMap, HashSet};

/// Whether values of this type hold function values: themselves, in a tuple or on a stack. What data types hold is
/// in their declarations.
pub(crate) fn holds_function(ty: Type<'_>) -> bool {
    holds_function_in(ty, parts)
}

/// Whether function values are in a value of this type outside of stacks.
pub(crate) fn has_function_field(ty: Type<'_>) -> bool {
    holds_function_in(ty, Type::tuple_fields)
}

fn holds_function_in<'a>(ty: Type<'a>, parts: impl Fn(Type<'a>) -> Option<Vec<Type<'a>>>) -> bool {
    // Most values are numbers.
    if ty.is_float() || ty.is_integer() {
        return false;
    }
    let mut seen = HashSet::from([ty]);
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        if is_fn_type(ty.to_melior()) {
            return true;
        }
        let parts = parts(ty).unwrap_or_default().into_iter();
        pending.extend(parts.filter(|&part| seen.insert(part)));
    }
    false
}

/// The types of the fields of a tuple, or of what is in an entry of a stack.
pub(crate) fn parts(ty: Type<'_>) -> Option<Vec<Type<'_>>> {
    ty.tuple_fields().or_else(|| stack_elements(ty))
}

/// Whether a path in a type goes through a stack after its first steps.
pub(crate) fn is_on_stack(ty: Type<'_>, path: &[usize], first: usize) -> bool {
    let mut ty = ty;
    for (step, &index) in path.iter().enumerate() {
        if step >= first && stack_elements(ty).is_some() {
            return true;
        }
        match parts(ty).and_then(|parts| parts.get(index).copied()) {
            Some(part) => ty = part,
            None => return false,
        }
    }
    false
}

/// Where in a type function values are: positions in nested tuples and entries of stacks.
pub(crate) fn function_paths(ty: Type<'_>) -> Vec<Vec<usize>> {
    let mut paths = Vec::new();
    let mut pending = vec![(ty, Vec::new())];
    while let Some((ty, path)) = pending.pop() {
        if is_fn_type(ty.to_melior()) {
            paths.push(path);
        } else if let Some(fields) = parts(ty).filter(|_| holds_function(ty)) {
            for (index, field) in fields.into_iter().enumerate().rev() {
                pending.push((field, [path.as_slice(), &[index]].concat()));
            }
        }
    }
    paths
}

/// Whether a function value takes and gives no function values.
pub(crate) fn is_first_order(ty: Type<'_>) -> bool {
    fn_signature(ty.to_melior()).is_some_and(|(inputs, results)| {
        let types = inputs.into_iter().chain(results);
        !types.map(Type::from_melior).any(holds_function)
    })
}

/// The `func.func` ops that take part: those with a body that take and give data, which something may call, and
/// what these name. Higher-order functions that nothing names are nobody's.
pub(crate) struct Scope<'a> {
    /// In the order of the text.
    pub functions: Vec<Op<'a>>,
    /// All ops of these functions, in the order of the text.
    pub ops: Vec<Op<'a>>,
    /// The data types.
    pub data: Declarations<'a>,
    by_name: HashMap<&'a str, Op<'a>>,
}

impl<'a> Scope<'a> {
    /// The functions of a module.
    pub fn of(module: Op<'a>) -> Self {
        let all = module.functions();
        let names: HashMap<_, _> = all
            .iter()
            .filter(|function| !function.region(0).is_empty())
            .filter_map(|&function| Some((function.symbol_name()?, function)))
            .collect();
        let mut inside = HashMap::new();
        let mut pending: Vec<_> = all
            .iter()
            .copied()
            .filter(|&function| !function.region(0).is_empty() && is_data_function(function))
            .collect();
        while let Some(function) = pending.pop() {
            if inside.contains_key(&function) {
                continue;
            }
            let ops = own_ops(function);
            let named = ops.iter().filter_map(|&op| named(op));
            pending.extend(named.filter_map(|name| names.get(name).copied()));
            inside.insert(function, ops);
        }
        let functions: Vec<_> = all
            .into_iter()
            .filter(|function| inside.contains_key(function))
            .collect();
        let ops = functions
            .iter()
            .flat_map(|function| inside.remove(function).unwrap_or_default())
            .collect();
        let by_name = functions
            .iter()
            .filter_map(|&function| Some((function.symbol_name()?, function)))
            .collect();
        Self {
            functions,
            ops,
            data: Declarations::of(module),
            by_name,
        }
    }

    /// A function that takes part.
    pub fn function(&self, name: &str) -> Option<Op<'a>> {
        self.by_name.get(name).copied()
    }
}

/// The ops of a function without those of nested modules and functions, whose names are their own.
fn own_ops(function: Op<'_>) -> Vec<Op<'_>> {
    let mut ops = function.walk(WalkOrder::Pre);
    let isolated: Vec<_> = ops[1..]
        .iter()
        .copied()
        .filter(|op| op.region_count() > 0 && op.is_isolated())
        .collect();
    if !isolated.is_empty() {
        ops.retain(|&op| !isolated.iter().any(|&other| op.is_inside(other)));
    }
    ops
}

fn is_data_function(function: Op<'_>) -> bool {
    function
        .function_type()
        .is_some_and(|(inputs, results)| !inputs.into_iter().chain(results).any(holds_function))
}

/// The function that an op calls or refers to.
pub(crate) fn named(op: Op<'_>) -> Option<&str> {
    let name = match op.name() {
        "func.call" => op.attr("callee"),
        ops::REF => op.attr(ops::SYMBOL),
        _ => None,
    };
    name.and_then(Attr::as_symbol)
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
    let values: HashMap<_, _> = values.iter().copied().collect();
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
    let position = Attr::int(Type::int(builder.context(), 64), index as i64);
    let op = builder.op(ops::GET).operands(&[tuple]);
    op.attr(ops::INDEX, position).build().result(0)
}

/// A tuple.
pub(crate) fn tuple<'a>(builder: &Builder<'a>, fields: &[Value<'a>]) -> Value<'a> {
    builder.op(ops::TUPLE).operands(fields).build().result(0)
}
