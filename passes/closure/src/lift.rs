//! New symbols: lambdas as functions of the module, and the data types of sets.

use crate::{
    convert::Layout,
    data::fields_attr,
    dispatch::{Plan, Target, types},
    flow::{Element, Set},
    scan::{named, substitute},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Op, Type};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Names for what is made of a module's function values: `@f$fn0`, `@f$fn1`, .. for the lambdas of `@f` in the
/// order of the text, without those that are taken.
#[derive(Debug)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// For each element what it is called: a lambda's function, the function that a `ref` names.
    labels: Vec<String>,
}

impl Names {
    /// For elements of a module with these symbols. `lifted`: which become functions.
    pub fn new(module: Op<'_>, elements: &[Element<'_>], lifted: &dyn Fn(usize) -> bool) -> Self {
        let blocks = module
            .regions()
            .into_iter()
            .flat_map(|region| region.blocks());
        let taken = blocks
            .flat_map(|block| block.ops())
            .filter_map(|op| op.symbol_name().map(str::to_owned))
            .collect();
        let mut names = Self {
            taken,
            labels: Vec::new(),
        };
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (index, element) in elements.iter().enumerate() {
            let label = match named(element.op) {
                Some(symbol) => symbol.to_owned(),
                None if !lifted(index) => String::new(),
                None => {
                    let host = element.op.ancestor("func.func").and_then(Op::symbol_name);
                    let kind = if element.op.is(ops::LAMBDA) {
                        "fn"
                    } else {
                        "partial"
                    };
                    let base = format!("{}${kind}", host.unwrap_or_default());
                    let next = counts.entry(base.clone()).or_default();
                    loop {
                        let name = format!("{base}{next}");
                        *next += 1;
                        if names.taken.insert(name.clone()) {
                            break name;
                        }
                    }
                }
            };
            names.labels.push(label);
        }
        names
    }

    /// What an element is called.
    pub fn label(&self, element: usize) -> &str {
        &self.labels[element]
    }

    /// `@name$suffix`, or the first of `@name$suffix1`, .. that is free; taken from now on.
    pub fn free(&mut self, name: &str, suffix: &str) -> String {
        let base = format!("{name}${suffix}");
        let others = (1..).map(|k| format!("{base}{k}"));
        let mut names = std::iter::once(base.clone()).chain(others);
        let name = names
            .find(|name| !self.taken.contains(name))
            .unwrap_or(base);
        self.taken.insert(name.clone());
        name
    }

    /// A name for a set: after its first element.
    pub fn set(&mut self, set: &Set) -> String {
        let first = set.first().map_or("none", |&element| self.label(element));
        let base = format!("{first}$set");
        let others = (1..).map(|k| format!("{base}{k}"));
        let mut names = std::iter::once(base.clone()).chain(others);
        let free = names.find(|name| {
            !self.taken.contains(name) && !self.taken.contains(&format!("{name}$apply"))
        });
        let name = free.unwrap_or(base);
        self.taken.insert(name.clone());
        self.taken.insert(format!("{name}$apply"));
        name
    }

    /// The names of the constructors: what the elements are called, as identifiers.
    pub fn constructors(&self) -> Vec<String> {
        let mut taken = HashSet::new();
        let name = |label: &String| {
            let is_word = |c: char| c.is_ascii_alphanumeric() || "_$.".contains(c);
            let word: String = label
                .chars()
                .map(|c| if is_word(c) { c } else { '_' })
                .collect();
            let word = if word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
                word
            } else {
                format!("_{word}")
            };
            let others = (1..).map(|k| format!("{word}${k}"));
            let mut names = std::iter::once(word.clone()).chain(others);
            let free = names.find(|name| !taken.contains(name));
            let name = free.unwrap_or(word);
            taken.insert(name.clone());
            name
        };
        self.labels.iter().map(name).collect()
    }
}

/// An empty private function before `before`.
pub(crate) fn declare<'a>(
    before: Op<'a>,
    like: Op<'a>,
    symbol: &str,
    inputs: &[Type<'a>],
    results: &[Type<'a>],
) -> Op<'a> {
    let builder = Builder::before(before);
    builder.set_location(like.location());
    let context = builder.context();
    builder
        .op("func.func")
        .attr("sym_name", Attr::string(context, symbol))
        .attr(
            "function_type",
            Attr::of_type(Type::function(context, inputs, results)),
        )
        .attr("sym_visibility", Attr::string(context, "private"))
        .results(&[])
        .regions(1)
        .build()
}

/// Makes an empty function for each lambda, before the function that it is in; they are filled by [`lift`].
pub(crate) fn declare_lambdas<'a>(
    plans: &[Plan<'a>],
    layout: &Layout<'a>,
) -> HashMap<Op<'a>, Op<'a>> {
    let mut functions = HashMap::new();
    for (index, plan) in plans.iter().enumerate() {
        let Target::Function {
            symbol,
            params,
            returns,
        } = &plan.target
        else {
            continue;
        };
        let host = plan.op.ancestor("func.func");
        let Some(host) = host.filter(|_| plan.op.is(ops::LAMBDA)) else {
            continue;
        };
        let mut inputs = layout.records[index].clone();
        inputs.extend(types(params));
        let function = declare(host, plan.op, symbol, &inputs, &types(returns));
        functions.insert(plan.op, function);
    }
    functions
}

/// Declares the data types of sets, before the function that the first element is in.
pub(crate) fn declare_data<'a>(
    plans: &[Plan<'a>],
    layout: &Layout<'a>,
    sets: &BTreeMap<Set, String>,
) {
    for (set, name) in sets {
        let Some(plan) = set.first().map(|&element| &plans[element]) else {
            continue;
        };
        let Some(host) = plan.op.ancestor("func.func") else {
            continue;
        };
        let builder = Builder::before(host);
        builder.set_location(plan.op.location());
        let context = builder.context();
        let elements = layout.order(set);
        let names: Vec<_> = elements
            .iter()
            .map(|&element| Attr::string(context, &layout.constructors[element]))
            .collect();
        let fields: Vec<_> = elements
            .iter()
            .map(|&element| layout.records[element].clone())
            .collect();
        builder
            .op(ops::DATA)
            .attr("sym_name", Attr::string(context, name))
            .attr("sym_visibility", Attr::string(context, "private"))
            .attr(ops::CONSTRUCTORS, Attr::array(context, &names))
            .attr(ops::FIELDS, fields_attr(context, &fields))
            .results(&[])
            .build();
    }
}

/// Moves a lambda's body into its function. Inner lambdas come before outer ones, so that the captures are still
/// what they were.
pub(crate) fn lift<'a>(plan: &Plan<'a>, function: Op<'a>) {
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
}
