//! Who calls a module's functions.

use pullback_ir::{Attr, Block, Builder, Op, Region, Type, Value, WalkOrder};
use std::collections::HashMap;

/// The mark of a function that another object defines: its body stands in for that one's until it is lowered.
pub(crate) const SEPARATE: &str = "functional.separate";

/// The calls of a module, and how often it names its functions.
pub(crate) struct Callers<'a> {
    uses: HashMap<&'a str, usize>,
    calls: HashMap<&'a str, Vec<Op<'a>>>,
}

impl<'a> Callers<'a> {
    /// Those of a module; `None` if it cannot be told what its ops name.
    pub(crate) fn of(module: Op<'a>) -> Option<Self> {
        let mut uses = HashMap::<&str, usize>::new();
        let ops = module.regions().into_iter().flat_map(Region::blocks);
        for op in ops.flat_map(Block::ops).chain([module]) {
            for name in op.symbol_uses()? {
                *uses.entry(name).or_default() += 1;
            }
        }
        let mut calls = HashMap::<&str, Vec<Op<'_>>>::new();
        for op in module.walk(WalkOrder::Pre) {
            if let Some(callee) = callee(op) {
                calls.entry(callee).or_default().push(op);
            }
        }
        Some(Self { uses, calls })
    }

    /// All calls of a function; `None` if something else names it too.
    pub(crate) fn known(&self, name: &str) -> Option<&[Op<'a>]> {
        let calls = self.calls.get(name).map_or(&[][..], Vec::as_slice);
        (calls.len() == self.uses.get(name).copied().unwrap_or(0)).then_some(calls)
    }
}

/// The function that an op calls.
pub(crate) fn callee(op: Op<'_>) -> Option<&str> {
    let callee = op.is("func.call").then(|| op.attr("callee")).flatten()?;
    callee.as_symbol()
}

/// A call of the same function with other operands and results.
pub(crate) fn call_like<'a>(
    builder: &Builder<'a>,
    call: Op<'a>,
    operands: &[Value<'a>],
    results: &[Type<'a>],
) -> Op<'a> {
    let mut new = builder.op("func.call").operands(operands).results(results);
    for (name, attr) in call.attrs() {
        if name != "arg_attrs" && name != "res_attrs" {
            new = new.attr(name, attr);
        }
    }
    new.build()
}

/// Whom a function's signature concerns.
pub(crate) enum Visibility {
    /// This module alone.
    Private,
    /// Other objects too.
    Public,
    /// Whoever defines it.
    Declared,
}

impl Visibility {
    /// That of a function.
    pub(crate) fn of(function: Op<'_>) -> Self {
        let visibility = function.attr("sym_visibility").and_then(Attr::as_str);
        if function.region(0).is_empty() {
            Self::Declared
        } else if visibility == Some("private") && function.attr(SEPARATE).is_none() {
            Self::Private
        } else {
            Self::Public
        }
    }
}
