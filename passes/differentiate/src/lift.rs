//! What a derivative is taken of becomes a top-level function with its captures as leading parameters.

use crate::functions::{apply, holds_function, is_derivative, lambda, private_function, signature};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};

/// A function value that is known: a symbol with its leading arguments bound.
#[derive(Debug)]
pub struct Known<'a> {
    /// The top-level function.
    pub symbol: &'a str,
    /// The arguments bound so far.
    pub bound: Vec<Value<'a>>,
}

/// The symbol and bound arguments behind a function value, through `ref` and `partial`.
pub fn known<'a>(function: Value<'a>) -> Option<Known<'a>> {
    let op = function.defining_op()?;
    match op.name() {
        "functional.ref" => Some(Known {
            symbol: op.attr("symbol")?.as_symbol()?,
            bound: Vec::new(),
        }),
        "functional.partial" => {
            let mut inner = known(op.operand(0))?;
            inner.bound.extend(op.operands().into_iter().skip(1));
            Some(inner)
        }
        _ => None,
    }
}

/// Lifts the lambda under each derivative operator of the module, where its captures allow it. Hands back how
/// many were lifted.
pub fn lift_operands(module: Op<'_>) -> u64 {
    let mut lifted = 0;
    for op in module.walk(WalkOrder::Pre) {
        if is_derivative(op) && lift_operand(module, op) {
            lifted += 1;
        }
    }
    lifted
}

fn lift_operand<'a>(module: Op<'a>, derivative: Op<'a>) -> bool {
    let Some(host) = derivative.ancestor("func.func") else {
        return false;
    };
    let function = derivative.operand(0);
    // A higher-order function with its functions bound is specialised by a lambda around it.
    let specialise = known(function)
        .is_some_and(|known| known.bound.iter().any(|value| holds_function(value.ty())));
    if specialise {
        let Some((inputs, results)) = signature(function.ty()) else {
            return false;
        };
        let builder = Builder::before(derivative);
        let around = lambda(&builder, &inputs, &results, |inner, arguments| {
            apply(inner, function, arguments)
        });
        let op = around.defining_op().expect("just made");
        let Some(value) = lift(module, host, op) else {
            op.erase();
            return false;
        };
        derivative.set_operand(0, value);
        op.erase();
        return true;
    }
    // The lambda at the bottom of a chain of partial applications.
    let mut user = derivative;
    let mut value = function;
    while let Some(op) = value.defining_op().filter(|op| op.is("functional.partial")) {
        user = op;
        value = op.operand(0);
    }
    let Some(op) = value.defining_op().filter(|op| op.is("functional.lambda")) else {
        return false;
    };
    match lift(module, host, op) {
        Some(value) => {
            user.set_operand(0, value);
            true
        }
        None => false,
    }
}

/// What a lifted body needs from outside.
#[derive(Default)]
struct Needs<'a> {
    /// Parameters to be.
    captures: Vec<Value<'a>>,
    /// Ops that are cloned into the body, operands first: constants, and what makes function values.
    cloned: Vec<Op<'a>>,
}

impl<'a> Needs<'a> {
    /// Adds a value; false if it is a function value whose making cannot be moved.
    fn add(&mut self, value: Value<'a>) -> bool {
        let definition = value.defining_op();
        if let Some(op) = definition.filter(|op| self.cloned.contains(op) || op.is_constant()) {
            if !self.cloned.contains(&op) {
                self.cloned.push(op);
            }
            return true;
        }
        if !holds_function(value.ty()) {
            if !self.captures.contains(&value) {
                self.captures.push(value);
            }
            return true;
        }
        let Some(op) = definition.filter(|op| {
            op.dialect() == "functional" && op.is_memory_effect_free()
                || op.is("arith.select")
                || op.is("ub.poison")
        }) else {
            return false;
        };
        let inputs = [op.operands(), op.captures()].concat();
        if !inputs.into_iter().all(|input| self.add(input)) {
            return false;
        }
        self.cloned.push(op);
        true
    }
}

/// Whether no symbol has this name, and none is derived from one that had it: a derivative may outlive the lifted
/// function it was taken of, and must not be found again for another one.
fn is_free(module: Op<'_>, name: &str) -> bool {
    module.functions().into_iter().all(|function| {
        function
            .symbol_name()
            .and_then(|other| other.strip_prefix(name))
            .is_none_or(|rest| !rest.is_empty() && !rest.starts_with('$'))
    })
}

/// `@host$fn<k>` with the lambda's body; the value that stands for the lambda is made before it.
fn lift<'a>(module: Op<'a>, host: Op<'a>, lambda: Op<'a>) -> Option<Value<'a>> {
    let mut needs = Needs::default();
    if !lambda.captures().into_iter().all(|value| needs.add(value)) {
        return None;
    }
    let (parameters, results) = signature(lambda.result(0).ty())?;
    let captured: Vec<Type<'a>> = needs.captures.iter().map(|value| value.ty()).collect();
    let inputs = [captured.as_slice(), parameters.as_slice()].concat();
    let name = (0..)
        .map(|k| format!("{}$fn{k}", host.symbol_name().unwrap_or("f")))
        .find(|name| is_free(module, name))?;
    let (_, block) = private_function(host, &name, &inputs, &results);
    let arguments = block.args();
    let mut mapping = Mapping::of(&needs.captures, &arguments[..captured.len()]);
    for op in needs.cloned {
        op.clone_to_end(block, &mut mapping);
    }
    let body = lambda.region(0).entry();
    for (from, to) in body.args().into_iter().zip(&arguments[captured.len()..]) {
        mapping.insert(from, *to);
    }
    for op in body.ops() {
        if op.is("functional.return") {
            let returned: Vec<Value<'a>> = op
                .operands()
                .into_iter()
                .map(|v| mapping.apply(v))
                .collect();
            Builder::at_end(block, op.location())
                .op("func.return")
                .operands(&returned)
                .results(&[])
                .build();
        } else {
            op.clone_to_end(block, &mut mapping);
        }
    }

    let builder = Builder::before(lambda);
    let context = builder.context();
    let reference = builder
        .op("functional.ref")
        .attr("symbol", Attr::symbol(context, &name))
        .results(&[crate::functions::fn_type(context, &inputs, &results)])
        .build()
        .result(0);
    if needs.captures.is_empty() {
        return Some(reference);
    }
    Some(
        builder
            .op("functional.partial")
            .operands(&[reference])
            .operands(&needs.captures)
            .results(&[crate::functions::fn_type(context, &parameters, &results)])
            .build()
            .result(0),
    )
}
