//! Calls that belong together.

use super::Pure;
use crate::split::{Half, callee, inputs};
use pullback_ir::{Op, Value};
use std::collections::HashSet;

/// So many ops at most are looked at to see what cotangents are made of.
const MOST: usize = 4096;

/// A call of a forward half and one of its backward half.
pub(super) struct Pair<'a, 'h> {
    pub forward: Op<'a>,
    pub backward: Op<'a>,
    pub half: &'h Half<'a>,
    /// The ops between the two that make the cotangents, in order.
    pub between: Vec<Op<'a>>,
}

impl<'a, 'h> Pair<'a, 'h> {
    /// The pair that ends with this call of the backward half, if the cotangents are or can be there before.
    pub fn of(backward: Op<'a>, half: &'h Half<'a>, pure: &Pure<'_>) -> Option<Self> {
        if !pure.may_move(backward) {
            return None;
        }
        let forward = forward(backward, half)?;
        let tape = &forward.results()[half.plain..];
        let is_alone = tape
            .iter()
            .flat_map(|value| value.uses())
            .all(|use_| use_.op == backward);
        // A call that nothing needs goes without this.
        if !is_alone || !forward.has_uses() {
            return None;
        }
        let cotangents = &backward.operands()[half.kept.len()..];
        let between = slice(cotangents, forward)?;
        let may_move = between.iter().all(|&op| pure.may_move(op));
        may_move.then_some(Self {
            forward,
            backward,
            half,
            between,
        })
    }
}

/// The call of the forward half whose arguments and results a call of the backward half takes.
fn forward<'a>(backward: Op<'a>, half: &Half<'a>) -> Option<Op<'a>> {
    let operands = backward.operands();
    let belongs = |&call: &Op<'a>| {
        callee(call) == Some(half.forward_name())
            && call.block() == backward.block()
            && call.is_before(backward)
            && half
                .kept
                .iter()
                .zip(&operands)
                .all(|(kept, &operand)| kept.of(call) == operand)
    };
    let results = half.kept.iter().zip(&operands);
    let mut results = results.filter(|(kept, _)| kept.is_result());
    if let Some((_, tape)) = results.next() {
        return tape.defining_op().filter(belongs);
    }
    // Everything that is kept is an argument of both calls, so that any call with those will do; the first of equal
    // calls is the only one after `cse`.
    let arguments = operands.iter().take(half.kept.len());
    let users = arguments.min_by_key(|value| value.uses().len())?.uses();
    let mut calls = users.into_iter().map(|use_| use_.op).filter(belongs);
    let first = calls.next()?;
    Some(calls.fold(
        first,
        |one, other| if other.is_before(one) { other } else { one },
    ))
}

/// The ops behind `start` in its block that the values are made of, in order; `None` if `start` is one of them.
fn slice<'a>(values: &[Value<'a>], start: Op<'a>) -> Option<Vec<Op<'a>>> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut pending = values.to_vec();
    while let Some(value) = pending.pop() {
        let op = value.defining_op().filter(|op| op.block() == start.block());
        let Some(op) = op.filter(|&op| !op.is_before(start)) else {
            continue;
        };
        if op == start || seen.len() == MOST {
            return None;
        }
        if seen.insert(op) {
            found.push(op);
            pending.extend(inputs(op));
        }
    }
    found.sort_by(|&a, &b| match a.is_before(b) {
        _ if a == b => std::cmp::Ordering::Equal,
        true => std::cmp::Ordering::Less,
        false => std::cmp::Ordering::Greater,
    });
    Some(found)
}
