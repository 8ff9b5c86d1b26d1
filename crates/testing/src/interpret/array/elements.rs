//! What is done with single elements, by their type.

use super::super::{
    Type, Value,
    scalar::{mask, signed},
};
use crate::number::{Binary, Number};
use std::cmp::Ordering;

/// The type of the elements.
pub(super) fn element(ty: &Type) -> &Type {
    match ty {
        Type::Array(_, element) => element,
        element => element,
    }
}

pub(super) fn zero<N: Number>(ty: &Type) -> Value<N> {
    whole(element(ty), 0)
}

/// A whole number as an element.
pub(super) fn whole<N: Number>(ty: &Type, number: usize) -> Value<N> {
    match element(ty) {
        Type::Float(kind) => Value::Float(N::from_int(number as i128).rounded(*kind)),
        Type::Int(width) => Value::Int(number as u64 & mask(*width)),
        _ => Value::Poison,
    }
}

/// The sum; floats are not rounded, so that long sums are right to the last digit.
pub(super) fn add<N: Number>(ty: &Type, a: &Value<N>, b: &Value<N>) -> Value<N> {
    match (element(ty), a, b) {
        (_, Value::Float(a), Value::Float(b)) => Value::Float(a.binary(Binary::Addf, *b)),
        (Type::Int(width), Value::Int(a), Value::Int(b)) => {
            Value::Int(a.wrapping_add(*b) & mask(*width))
        }
        _ => Value::Poison,
    }
}

/// The product, not rounded.
pub(super) fn multiply<N: Number>(ty: &Type, a: &Value<N>, b: &Value<N>) -> Value<N> {
    match (element(ty), a, b) {
        (_, Value::Float(a), Value::Float(b)) => Value::Float(a.binary(Binary::Mulf, *b)),
        (Type::Int(width), Value::Int(a), Value::Int(b)) => {
            Value::Int(a.wrapping_mul(*b) & mask(*width))
        }
        _ => Value::Poison,
    }
}

/// A sum as its type holds it.
pub(super) fn rounded<N: Number>(ty: &Type, value: Value<N>) -> Value<N> {
    match (element(ty), value) {
        (Type::Float(kind), Value::Float(x)) => Value::Float(x.rounded(*kind)),
        (_, value) => value,
    }
}

/// Integers have a sign, but those of one bit, which are 0 and 1.
pub(super) fn integer(ty: &Type, bits: u64) -> i64 {
    match element(ty) {
        Type::Int(1) => bits.cast_signed(),
        Type::Int(width) => signed(bits, *width),
        _ => bits.cast_signed(),
    }
}

/// The order of two elements; `None` where one is no number.
pub(super) fn order<N: Number>(ty: &Type, a: &Value<N>, b: &Value<N>) -> Option<Ordering> {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Int(b)) => Some(integer(ty, *a).cmp(&integer(ty, *b))),
        _ => None,
    }
}

pub(super) fn is_nan<N: Number>(value: &Value<N>) -> bool {
    matches!(value, Value::Float(x) if x.is_nan())
}

/// The lesser or the greater; what is no number wins.
pub(super) fn extreme<N: Number>(ty: &Type, least: bool, a: &Value<N>, b: &Value<N>) -> Value<N> {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => {
            let function = if least {
                Binary::Minimumf
            } else {
                Binary::Maximumf
            };
            Value::Float(a.binary(function, *b))
        }
        (Value::Int(_), Value::Int(_)) => {
            let wanted = if least {
                Ordering::Less
            } else {
                Ordering::Greater
            };
            if order(ty, a, b) == Some(wanted) {
                a.clone()
            } else {
                b.clone()
            }
        }
        _ => Value::Poison,
    }
}
