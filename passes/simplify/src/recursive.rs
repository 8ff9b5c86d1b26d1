//! Functions that data hands to themselves.
//!
//! Beta reduction of simply typed terms ends, but a data type with a field that is a function of that type, as in
//! `data @d { d(fn<(@d) -> f64>) }`, holds the untyped lambda calculus. An infinite reduction calls functions of such
//! types again and again: they are not copied, which would go on at each run, and become lambda sets.

use pullback_functional::{
    constructors, data::stack_elements, data_name, fn_signature, is_fn_type,
};
use pullback_ir::{Op, Type};
use std::collections::HashSet;

/// Whether one of these types is, or holds, a function type that holds itself by way of data. Data types are looked up from `from`.
pub(crate) fn is_recursive<'a>(types: Vec<Type<'a>>, from: Op<'a>) -> bool {
    let held = reachable(types, from);
    if !held.iter().any(|ty| data_name(*ty).is_some()) {
        return false;
    }
    let mut functions = held.into_iter().filter(|ty| is_fn_type(ty.to_melior()));
    functions.any(|function| reachable(parts(function, from), from).contains(&function))
}

/// These types, and all that they hold.
fn reachable<'a>(types: Vec<Type<'a>>, from: Op<'a>) -> HashSet<Type<'a>> {
    let mut found = HashSet::new();
    let mut pending = types;
    while let Some(ty) = pending.pop() {
        if found.insert(ty) {
            pending.extend(parts(ty, from));
        }
    }
    found
}

/// What a value of this type holds, or takes and gives.
fn parts<'a>(ty: Type<'a>, from: Op<'a>) -> Vec<Type<'a>> {
    if let Some((inputs, results)) = fn_signature(ty.to_melior()) {
        let all = inputs.into_iter().chain(results);
        return all.map(Type::from_melior).collect();
    }
    if let Some(fields) = ty.tuple_fields().or_else(|| stack_elements(ty)) {
        return fields;
    }
    let constructors = constructors(from, ty).unwrap_or_default();
    let fields = constructors
        .into_iter()
        .map(|constructor| constructor.fields);
    fields.flatten().collect()
}
