//! Derivative operators that cannot be expanded, and why.

use crate::functions::{holds_function, is_derivative};
use pullback_functional::ops;
use pullback_ir::{Attr, Op, Value, WalkOrder};
use pullback_pass::Error;
use std::collections::HashSet;

/// Says what is wrong with the first operator that is left. One in a higher-order function that nothing calls is
/// fine: it is for whoever calls the function.
pub fn leftover(module: Op<'_>) -> Result<(), Error> {
    let called = called(module);
    let is_called = |op: Op<'_>| {
        op.ancestor("func.func")
            .is_none_or(|function| called.contains(&function))
    };
    let mut ops = module.walk(WalkOrder::Pre).into_iter();
    match ops.find(|&op| is_derivative(op) && is_called(op)) {
        Some(op) => Err(Error::at(op, why(module, op))),
        None => Ok(()),
    }
}

/// The functions that take and give data, and those that they name in turn.
fn called<'a>(module: Op<'a>) -> HashSet<Op<'a>> {
    let mut pending = module.functions();
    pending.retain(|function| {
        let (inputs, results) = function.function_type().unwrap_or_default();
        !inputs.into_iter().chain(results).any(holds_function)
    });
    let mut called = HashSet::new();
    while let Some(function) = pending.pop() {
        if called.insert(function) {
            let names = function.walk(WalkOrder::Pre).into_iter().filter_map(named);
            pending.extend(names.filter_map(|name| module.symbol(name)));
        }
    }
    called
}

fn named(op: Op<'_>) -> Option<&str> {
    let name = match op.name() {
        "func.call" => op.attr("callee"),
        ops::REF => op.attr(ops::SYMBOL),
        _ => None,
    };
    name.and_then(Attr::as_symbol)
}

fn why<'a>(module: Op<'a>, op: Op<'a>) -> String {
    let name = op.name();
    let mut origins = Origins {
        module,
        seen: HashSet::new(),
        pending: vec![op.operand(0)],
        named: Vec::new(),
    };
    while let Some(origin) = origins.next() {
        if is_derivative(origin) {
            return format!(
                "'{name}' differentiates a derivative, which may be that of a derivative in turn: how often is known only \
                 when the program runs; take derivatives a fixed number of times, or unroll the loop or recursion"
            );
        }
        if let Some(callee) = named(origin) {
            return format!(
                "the function that '{name}' differentiates comes from @{callee}, which has no body here; \
                 give @{callee} a body, or apply the operator to a function of this module"
            );
        }
    }
    let around = op.ancestor("func.func").and_then(Op::symbol_name);
    let itself = |&symbol: &&str| around.is_some_and(|around| reaches(module, symbol, around));
    if let Some(symbol) = origins.named.iter().copied().find(itself) {
        return format!(
            "'{name}' differentiates @{symbol}, which is recursive through this derivative: it would need derivatives of \
             all orders; take the derivative of a function that does not take it, or write that derivative out"
        );
    }
    format!(
        "the function that '{name}' differentiates cannot be found: it comes from a construct that hides it; \
         apply the operator to a lambda, a ref, or a partial application of one"
    )
}

/// Whether a function is another, or names it, or names one that does.
fn reaches<'a>(module: Op<'a>, from: &'a str, to: &str) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![from];
    while let Some(name) = pending.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name)
            && let Some(function) = module.symbol(name)
        {
            let inner = function.walk(WalkOrder::Pre).into_iter();
            pending.extend(inner.filter_map(named));
        }
    }
    false
}

/// Goes back from a function value to what makes it.
struct Origins<'a> {
    module: Op<'a>,
    seen: HashSet<Value<'a>>,
    pending: Vec<Value<'a>>,
    /// The functions whose values were met.
    named: Vec<&'a str>,
}

impl<'a> Origins<'a> {
    /// A derivative operator, or a call of a function without a body.
    fn next(&mut self) -> Option<Op<'a>> {
        while let Some(value) = self.pending.pop() {
            if !self.seen.insert(value) {
                continue;
            }
            let Some(op) = value.defining_op() else {
                self.argument(value);
                continue;
            };
            if is_derivative(op) {
                return Some(op);
            }
            if op.is(ops::LAMBDA) {
                let inner = op.walk(WalkOrder::Pre).into_iter();
                self.named.extend(inner.filter_map(named));
            } else if op.is(ops::REF) {
                self.named.extend(named(op));
            }
            let callee = op.is("func.call").then(|| named(op)).flatten();
            match callee.and_then(|name| self.module.symbol(name)) {
                Some(function) if function.region(0).is_empty() => return Some(op),
                Some(function) => self.ends(function),
                None => {
                    self.add(op.operands());
                    if op.is(ops::LAMBDA) {
                        self.add(op.captures());
                    } else {
                        self.ends(op);
                    }
                }
            }
        }
        None
    }

    fn argument(&mut self, value: Value<'a>) {
        let Some((block, index)) = value.block_argument() else {
            return;
        };
        let Some(parent) = block.parent_op() else {
            return;
        };
        if !parent.is("func.func") {
            self.add(parent.operands());
            self.ends(parent);
            return;
        }
        let calls = self.module.walk(WalkOrder::Pre).into_iter();
        let name = parent.symbol_name();
        let calls = calls.filter(|call| call.is("func.call") && named(*call) == name);
        let arguments = calls.filter_map(|call| call.operands().get(index).copied());
        self.add(arguments.collect());
    }

    /// What the regions of an op hand on.
    fn ends(&mut self, op: Op<'a>) {
        let blocks = op.regions().into_iter().flat_map(|region| region.blocks());
        let ends = blocks.filter_map(|block| block.try_terminator());
        let values = ends.flat_map(|end| end.operands()).collect();
        self.add(values);
    }

    fn add(&mut self, values: Vec<Value<'a>>) {
        let functions = values
            .into_iter()
            .filter(|value| holds_function(value.ty()));
        self.pending.extend(functions);
    }
}
