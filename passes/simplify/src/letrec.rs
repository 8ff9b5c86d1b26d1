//! `letrec`: recursive function values become recursive functions of the module.
//!
//! By lambda lifting (Johnsson, "Lambda Lifting", 1985): what the `letrec` uses from outside becomes the leading
//! parameters of each function, and each name stands for the function with these arguments bound.

use crate::walk;
use pullback_functional::{
    fn_signature, fn_type_of,
    ops::{APPLY, LETREC, PARTIAL, REF, SYMBOL},
};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value};
use std::collections::HashSet;

/// A `letrec` that does not use its own names is its body.
pub(crate) fn dissolve(function: Op<'_>) -> u64 {
    let mut count = 0;
    for letrec in walk::ops_of(function) {
        if !letrec.is(LETREC) {
            continue;
        }
        let body = letrec.region(0).entry();
        if body.args().into_iter().any(Value::has_uses) {
            continue;
        }
        let terminator = body.terminator();
        body.splice_before(letrec, &letrec.results());
        let functions = terminator.operands();
        terminator.erase();
        letrec.replace_with(&functions);
        count += 1;
    }
    count
}

/// Lifts what is left. Outer ones come first, so that what is inside sees their names as functions of the
/// module; it is in those functions then, and lifted from there.
pub(crate) fn lift(module: Op<'_>, function: Op<'_>) -> u64 {
    let mut count = 0;
    for letrec in walk::ops_of(function) {
        if letrec.is(LETREC) && letrec.ancestor(LETREC).is_none() {
            let names = names(module, function, letrec.result_count());
            Lifting::of(letrec, names).run(function);
            count += 1;
        }
    }
    count
}

/// Names that no symbol has, and from which none is derived: `@f$rec0`, `@f$rec1`, .. in the order of the text.
fn names(module: Op<'_>, function: Op<'_>, count: usize) -> Vec<String> {
    let taken: HashSet<_> = module
        .functions()
        .into_iter()
        .filter_map(Op::symbol_name)
        .collect();
    let is_free = |name: &String| {
        let prefix = format!("{name}$");
        taken
            .iter()
            .all(|other| other != name && !other.starts_with(&prefix))
    };
    let host = function.symbol_name().unwrap_or_default();
    let all = (0..).map(|k| format!("{host}$rec{k}"));
    all.filter(is_free).take(count).collect()
}

/// One `letrec`, and what its functions need from outside.
struct Lifting<'a> {
    letrec: Op<'a>,
    names: Vec<String>,
    /// Leading parameters to be.
    captures: Vec<Value<'a>>,
    /// Constants, and names of functions: made again inside.
    cloned: Vec<Op<'a>>,
}

impl<'a> Lifting<'a> {
    fn of(letrec: Op<'a>, names: Vec<String>) -> Self {
        let mut lifting = Self {
            letrec,
            names,
            captures: Vec::new(),
            cloned: Vec::new(),
        };
        lifting.need(letrec.captures());
        lifting
    }

    fn need(&mut self, values: Vec<Value<'a>>) {
        let mut seen = HashSet::new();
        let mut pending: Vec<_> = values
            .into_iter()
            .rev()
            .map(|value| (value, false))
            .collect();
        while let Some((value, visited)) = pending.pop() {
            let maker = value
                .defining_op()
                .filter(|op| op.is_constant() || matches!(op.name(), REF | PARTIAL));
            match maker {
                Some(op) if visited => self.cloned.push(op),
                Some(op) if seen.insert(value) => {
                    pending.push((value, true));
                    pending.extend(op.operands().into_iter().rev().map(|value| (value, false)));
                }
                None if seen.insert(value) => self.captures.push(value),
                _ => {}
            }
        }
    }

    /// The name of a function as a value, with the captures bound.
    fn value(&self, builder: &Builder<'a>, index: usize, captures: &[Value<'a>]) -> Value<'a> {
        let context = builder.context();
        let (inputs, results) = self.signature(index);
        let ty = Type::function(context, &inputs, &results);
        let reference = builder
            .op(REF)
            .attr(SYMBOL, Attr::symbol(context, &self.names[index]))
            .results(&[fn_type_of(ty.to_melior()).map_or(ty, Type::from_melior)])
            .build()
            .result(0);
        if captures.is_empty() {
            return reference;
        }
        builder
            .op(PARTIAL)
            .operands(&[reference])
            .operands(captures)
            .results(&[self.letrec.result(index).ty()])
            .build()
            .result(0)
    }

    /// The types of the arguments, captures first, and of the results of the function.
    fn signature(&self, index: usize) -> (Vec<Type<'a>>, Vec<Type<'a>>) {
        let ty = self.letrec.result(index).ty();
        let (inputs, results) = fn_signature(ty.to_melior()).unwrap_or_default();
        let ours = |types: Vec<_>| types.into_iter().map(Type::from_melior);
        let captures = self.captures.iter().map(|value| value.ty());
        (
            captures.chain(ours(inputs)).collect(),
            ours(results).collect(),
        )
    }

    /// Makes the functions behind `host` and puts their names in the place of the `letrec`.
    fn run(&self, host: Op<'a>) {
        for index in (0..self.names.len()).rev() {
            self.function(host, index);
        }
        let builder = Builder::before(self.letrec);
        let values: Vec<_> = (0..self.names.len())
            .map(|index| self.value(&builder, index, &self.captures))
            .collect();
        self.letrec.replace_with(&values);
    }

    /// One function: the body of the `letrec`, as far as this function needs it, and a call of what it gives.
    fn function(&self, host: Op<'a>, index: usize) {
        let (inputs, results) = self.signature(index);
        let builder = Builder::after(host);
        builder.set_location(self.letrec.location());
        let context = builder.context();
        let function = builder
            .op("func.func")
            .attr("sym_name", Attr::string(context, &self.names[index]))
            .attr(
                "function_type",
                Attr::of_type(Type::function(context, &inputs, &results)),
            )
            .attr("sym_visibility", Attr::string(context, "private"))
            .results(&[])
            .regions(1)
            .build();
        let location = self.letrec.location();
        let block = function.region(0).append_block(&inputs, location);
        let inner = Builder::at_end(block, location);
        let arguments = block.args();
        let (captures, given) = arguments.split_at(self.captures.len());
        let mut mapping = Mapping::of(&self.captures, captures);
        for op in &self.cloned {
            op.clone_to_end(block, &mut mapping);
        }
        let body = self.letrec.region(0).entry();
        let wanted = body.terminator().operand(index);
        let needed = needed(wanted, self.letrec);
        for (position, name) in body.args().into_iter().enumerate() {
            if name == wanted || needed.iter().any(|op| uses(*op, name)) {
                mapping.insert(name, self.value(&inner, position, captures));
            }
        }
        for op in body.ops().into_iter().filter(|op| needed.contains(op)) {
            op.clone_to_end(block, &mut mapping);
        }
        let call = inner
            .op(APPLY)
            .operands(&[mapping.apply(wanted)])
            .operands(given)
            .results(&results)
            .build();
        inner
            .op("func.return")
            .operands(&call.results())
            .results(&[])
            .build();
    }
}

fn uses<'a>(op: Op<'a>, value: Value<'a>) -> bool {
    op.operands().contains(&value) || op.captures().contains(&value)
}

/// The ops directly in the body that a value depends on.
fn needed<'a>(value: Value<'a>, letrec: Op<'a>) -> HashSet<Op<'a>> {
    let mut needed = HashSet::new();
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        if let Some(op) = value.defining_op().filter(|op| op.is_inside(letrec))
            && needed.insert(op)
        {
            pending.extend(op.operands());
            pending.extend(op.captures());
        }
    }
    needed
}
