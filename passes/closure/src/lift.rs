//! Lambdas as functions of the module.

use crate::{
    dispatch::{Plan, Target},
    scan::{substitute, tuple},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Op, Type, Value};
use std::collections::{HashMap, HashSet};

/// Names for the lambdas of one function: `@f$fn0`, `@f$fn1`, .. in the order of the text, without
/// those that are taken.
#[derive(Debug)]
pub(crate) struct Names<'t> {
    function: String,
    next: u64,
    taken: &'t mut HashSet<String>,
}

impl<'t> Names<'t> {
    /// For a function of a module with these symbols.
    pub fn new(function: Op<'_>, taken: &'t mut HashSet<String>) -> Self {
        let function = function.symbol_name().unwrap_or_default().to_owned();
        Self {
            function,
            next: 0,
            taken,
        }
    }

    /// The next name, taken from now on.
    pub fn next(&mut self) -> String {
        loop {
            let name = format!("{}$fn{}", self.function, self.next);
            self.next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The symbols of a module.
pub(crate) fn symbols(module: Op<'_>) -> HashSet<String> {
    let blocks = module
        .regions()
        .into_iter()
        .flat_map(|region| region.blocks());
    blocks
        .flat_map(|block| block.ops())
        .filter_map(|op| op.symbol_name().map(str::to_owned))
        .collect()
}

/// Makes an empty private function before `before` for each lambda; they are filled by [`lift`].
pub(crate) fn declare<'a>(before: Op<'a>, plans: &[Plan<'a>]) -> HashMap<Op<'a>, Op<'a>> {
    let mut functions = HashMap::new();
    for plan in plans {
        let Target::Lambda {
            symbol,
            params,
            returns,
        } = &plan.target
        else {
            continue;
        };
        let builder = Builder::before(before);
        builder.set_location(plan.op.location());
        let mut inputs = plan.record.tuple_fields().unwrap_or_default();
        inputs.extend(params.iter().map(|shape| shape.ty()));
        let results: Vec<_> = returns.iter().map(|shape| shape.ty()).collect();
        let context = builder.context();
        let ty = Type::function(context, &inputs, &results);
        let function = builder
            .op("func.func")
            .attr("sym_name", Attr::string(context, symbol))
            .attr("function_type", Attr::of_type(ty))
            .attr("sym_visibility", Attr::string(context, "private"))
            .results(&[])
            .regions(1)
            .build();
        functions.insert(plan.op, function);
    }
    functions
}

/// Makes the record of an element where the element is made, and moves a lambda's body into its
/// function. Inner lambdas come before outer ones, so that the captures are still what they were.
pub(crate) fn lift<'a>(plan: &Plan<'a>, functions: &HashMap<Op<'a>, Op<'a>>) -> Value<'a> {
    let builder = Builder::before(plan.op);
    let record = tuple(&builder, &plan.keeps);
    let Some(function) = functions.get(&plan.op) else {
        return record;
    };
    let body = plan.op.region(0).entry();
    let old = body.args();
    let location = plan.op.location();
    let captures: Vec<_> = plan
        .keeps
        .iter()
        .map(|&value| (value, body.add_arg(value.ty(), location)))
        .collect();
    for &parameter in &old {
        let new = body.add_arg(parameter.ty(), location);
        parameter.replace_all_uses_with(new);
    }
    for index in (0..old.len()).rev() {
        body.erase_arg(index);
    }
    substitute(plan.op, &captures);
    let end = body.terminator();
    debug_assert!(end.is(ops::RETURN));
    Builder::before(end)
        .op("func.return")
        .operands(&end.operands())
        .results(&[])
        .build();
    end.erase();
    function.region(0).take_blocks(plan.op.region(0));
    record
}
