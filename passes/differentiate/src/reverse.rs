//! Reverse mode: `@f` becomes forward code and ONE backpropagator lambda (Myia's closure chaining: van
//! Merriënboer et al., "Automatic differentiation in ML", NeurIPS 2018, section 3.2), so that one
//! simplifier sees both.

use crate::{
    derive::{is_first_order, rule_for},
    functions::{apply, call, fn_type, holds_function, private_function},
    leaves::{field_offset, leaves},
    monomial::{E, Emitter},
    names::{Key, Mode},
    rules::{At, Entry, Rule},
    threading::{add_results, thread_residuals},
};
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value};
use pullback_pass::Error;
use std::collections::{HashMap, HashSet};

type Leaf<'a> = (Value<'a>, usize);

/// Makes `@f$rev$<varied>$<useful>` beside `@f`; keys of what it calls go to `needs`.
pub fn reverse<'a>(primal: Op<'a>, key: &Key, needs: &mut dyn FnMut(Key)) -> Result<Op<'a>, Error> {
    let (inputs, results) = primal.function_type().unwrap_or_default();
    if !is_first_order(primal) {
        return Err(Error::at(
            primal,
            "a function with function values among its arguments or results is left where first-order code is needed; apply it to known functions",
        ));
    }
    let context = primal.context();
    let input_leaves: Vec<Type<'a>> = inputs.iter().flat_map(|ty| leaves(*ty)).collect();
    let cotangents: Vec<Type<'a>> = results.iter().flat_map(|ty| leaves(*ty)).collect();
    let gradients: Vec<Type<'a>> = input_leaves
        .iter()
        .zip(&key.varied)
        .filter(|(_, varied)| **varied)
        .map(|(ty, _)| *ty)
        .collect();
    let pullback_type = fn_type(context, &cotangents, &gradients);
    let mut derived_results = results.clone();
    derived_results.push(pullback_type);
    let (function, block) = private_function(primal, &key.name(), &inputs, &derived_results);
    if primal.region(0).is_empty() {
        return Ok(declare(function));
    }

    // The forward code.
    let body = primal.region(0).entry();
    let mut mapping = Mapping::of(&body.args(), &block.args());
    for op in body.ops() {
        op.clone_to_end(block, &mut mapping);
    }
    let mut forward = Forward {
        varied: HashSet::new(),
        pullbacks: HashMap::new(),
        needs,
    };
    let mut position = 0;
    let mut arguments: Vec<Leaf<'a>> = Vec::new();
    for argument in block.args() {
        for leaf in 0..leaves(argument.ty()).len() {
            if key.varied[position] {
                forward.varied.insert((argument, leaf));
                arguments.push((argument, leaf));
            }
            position += 1;
        }
    }
    forward.block(block)?;
    let (varied, pullbacks) = (forward.varied, forward.pullbacks);

    // The backpropagator.
    let ret = block.terminator();
    let builder = Builder::before(ret);
    let lambda = builder
        .op("functional.lambda")
        .results(&[pullback_type])
        .regions(1)
        .build();
    let lambda_block = lambda
        .region(0)
        .append_block(&cotangents, primal.location());
    let emitter = Emitter::new(Builder::at_end(lambda_block, primal.location()));
    let mut backward = Backward {
        emitter: &emitter,
        varied: &varied,
        pullbacks: &pullbacks,
        adjoints: vec![HashMap::new()],
    };
    let mut seeds = lambda_block.args().into_iter();
    for value in ret.operands() {
        for leaf in 0..leaves(value.ty()).len() {
            let seed = seeds.next().expect("one cotangent for each result leaf");
            backward.add((value, leaf), emitter.of(seed));
        }
    }
    backward.block(block)?;
    let returned: Vec<Value<'a>> = arguments
        .iter()
        .zip(&gradients)
        .map(|(leaf, ty)| {
            let terms = backward.take(*leaf);
            emitter.builder().set_location(primal.location());
            emitter.sum(*ty, &terms)
        })
        .collect();
    emitter
        .builder()
        .op("functional.return")
        .operands(&returned)
        .results(&[])
        .build();
    thread_residuals(function, lambda);

    let mut operands = ret.operands();
    operands.push(lambda.result(0));
    ret.set_operands(&operands);
    Ok(function)
}

/// Takes the body away: the derivative is compiled where the primal is.
pub fn declare(function: Op<'_>) -> Op<'_> {
    let (inputs, results) = function.function_type().unwrap_or_default();
    let builder = Builder::before(function);
    let context = builder.context();
    let declaration = builder
        .op("func.func")
        .attr(
            "sym_name",
            Attr::string(context, function.symbol_name().unwrap_or_default()),
        )
        .attr(
            "function_type",
            Attr::of_type(Type::function(context, &inputs, &results)),
        )
        .attr("sym_visibility", Attr::string(context, "private"))
        .attr(crate::derive::SEPARATE, Attr::unit(context))
        .results(&[])
        .regions(1)
        .build();
    function.erase();
    declaration
}

/// The forward sweep over the clone: which leaves are varied, and calls that hand back a pullback.
struct Forward<'a, 'n> {
    varied: HashSet<Leaf<'a>>,
    pullbacks: HashMap<Op<'a>, Pullback<'a>>,
    needs: &'n mut dyn FnMut(Key),
}

/// A call's pullback and the operands' leaves whose cotangents it gives.
struct Pullback<'a> {
    function: Value<'a>,
    gives: Vec<Leaf<'a>>,
}

impl<'a> Forward<'a, '_> {
    fn is_varied(&self, value: Value<'a>) -> bool {
        (0..leaves(value.ty()).len()).any(|leaf| self.varied.contains(&(value, leaf)))
    }

    fn block(&mut self, block: Block<'a>) -> Result<(), Error> {
        for op in block.ops() {
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'a>) -> Result<(), Error> {
        let mut inputs = op.operands();
        if op.region_count() > 0 && !op.is("scf.if") {
            inputs.extend(op.captures());
        }
        let varied = inputs.into_iter().any(|value| self.is_varied(value));
        let Some(rule) = rule_for(op, varied)? else {
            return Ok(());
        };
        match (rule, op.name()) {
            (Rule::Structural, "scf.if") => {
                for region in op.regions() {
                    if let Some(block) = region.first() {
                        self.block(block)?;
                        let yields = block.terminator().operands();
                        for (result, value) in op.results().into_iter().zip(yields) {
                            self.flow(value, 0, result, 0);
                        }
                    }
                }
            }
            (Rule::Structural, "func.call") if varied => self.call(op),
            (Rule::Structural, "functional.tuple") => {
                for (index, value) in op.operands().into_iter().enumerate() {
                    let offset = field_offset(op.result(0).ty(), index);
                    self.flow(value, 0, op.result(0), offset);
                }
            }
            (Rule::Structural, "functional.get") => {
                let offset = get_offset(op);
                self.flow(op.operand(0), offset, op.result(0), 0);
            }
            (Rule::Structural, "arith.select") => {
                self.flow(op.operand(1), 0, op.result(0), 0);
                self.flow(op.operand(2), 0, op.result(0), 0);
            }
            (Rule::Elementwise(entries), _) => {
                for entry in entries {
                    if self.is_varied(op.operand(entry.operand)) {
                        self.varied.insert((op.result(entry.result), 0));
                    }
                }
            }
            (Rule::Convert, _) if varied => {
                self.varied.insert((op.result(0), 0));
            }
            _ => {}
        }
        Ok(())
    }

    /// Leaves of `from` from `start` on flow into those of `to` from `offset` on.
    fn flow(&mut self, from: Value<'a>, start: usize, to: Value<'a>, offset: usize) {
        let count = leaves(from.ty())
            .len()
            .min(leaves(to.ty()).len().max(leaves(from.ty()).len()));
        for leaf in start..count {
            if self.varied.contains(&(from, leaf)) && leaf - start + offset < leaves(to.ty()).len()
            {
                self.varied.insert((to, leaf - start + offset));
            }
        }
    }

    fn call(&mut self, op: Op<'a>) {
        let callee = op
            .attr("callee")
            .and_then(Attr::as_symbol)
            .unwrap_or_default();
        let mut mask = Vec::new();
        let mut gives = Vec::new();
        for operand in op.operands() {
            for leaf in 0..leaves(operand.ty()).len() {
                let varied = self.varied.contains(&(operand, leaf));
                mask.push(varied);
                if varied {
                    gives.push((operand, leaf));
                }
            }
        }
        let results = op.result_types();
        let key = Key::new(callee, Mode::Reverse, mask, &results);
        let builder = Builder::before(op);
        let cotangents: Vec<Type<'a>> = results.iter().flat_map(|ty| leaves(*ty)).collect();
        let gradients: Vec<Type<'a>> = gives
            .iter()
            .map(|(value, leaf)| leaves(value.ty())[*leaf])
            .collect();
        let mut types = results;
        types.push(fn_type(op.context(), &cotangents, &gradients));
        let values = call(&builder, &key.name(), &op.operands(), &types);
        let (pullback, primal) = values.split_last().expect("the pullback is a result");
        for value in primal {
            for leaf in 0..leaves(value.ty()).len() {
                self.varied.insert((*value, leaf));
            }
        }
        let new = pullback.defining_op().expect("just made");
        self.pullbacks.insert(
            new,
            Pullback {
                function: *pullback,
                gives,
            },
        );
        op.replace_with(primal);
        (self.needs)(key);
    }
}

fn get_offset(op: Op<'_>) -> usize {
    let index = op.attr("index").and_then(Attr::as_int).unwrap_or(0) as usize;
    field_offset(op.operand(0).ty(), index)
}

/// The reverse sweep: cotangents flow from results to operands.
struct Backward<'a, 'e, 's> {
    emitter: &'e Emitter<'a>,
    varied: &'s HashSet<Leaf<'a>>,
    pullbacks: &'s HashMap<Op<'a>, Pullback<'a>>,
    /// Contributions to each leaf's cotangent; one map a nested branch, innermost last.
    adjoints: Vec<HashMap<Leaf<'a>, Vec<E<'a, 'e>>>>,
}

impl<'a, 'e> Backward<'a, 'e, '_> {
    fn add(&mut self, leaf: Leaf<'a>, term: E<'a, 'e>) {
        if self.varied.contains(&leaf)
            && let Some(scope) = self.adjoints.last_mut()
        {
            scope.entry(leaf).or_default().push(term);
        }
    }

    fn take(&mut self, leaf: Leaf<'a>) -> Vec<E<'a, 'e>> {
        self.adjoints
            .last_mut()
            .and_then(|scope| scope.remove(&leaf))
            .unwrap_or_default()
    }

    /// The cotangent of a leaf, if anything has contributed.
    fn cotangent(&mut self, leaf: Leaf<'a>) -> Option<E<'a, 'e>> {
        let terms = self.take(leaf);
        self.emitter.total(&terms)
    }

    fn block(&mut self, block: Block<'a>) -> Result<(), Error> {
        for op in block.ops().into_iter().rev() {
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'a>) -> Result<(), Error> {
        if op.is_terminator() || op.result_count() == 0 {
            return Ok(());
        }
        self.emitter.enter_op(op, "reverse");
        match op.name() {
            "scf.if" => return self.branch(op),
            "func.call" => {
                self.call(op);
                return Ok(());
            }
            "functional.tuple" => {
                let tuple = op.result(0);
                for (index, field) in op.operands().into_iter().enumerate() {
                    let offset = field_offset(tuple.ty(), index);
                    for leaf in 0..leaves(field.ty()).len() {
                        for term in self.take((tuple, offset + leaf)) {
                            self.add((field, leaf), term);
                        }
                    }
                }
                return Ok(());
            }
            "functional.get" => {
                let offset = get_offset(op);
                for leaf in 0..leaves(op.result(0).ty()).len() {
                    for term in self.take((op.result(0), leaf)) {
                        self.add((op.operand(0), offset + leaf), term);
                    }
                }
                return Ok(());
            }
            _ => {}
        }
        let cotangents: Vec<Vec<Option<E<'a, 'e>>>> = op
            .results()
            .into_iter()
            .map(|result| {
                (0..leaves(result.ty()).len())
                    .map(|leaf| self.cotangent((result, leaf)))
                    .collect()
            })
            .collect();
        if cotangents.iter().flatten().all(Option::is_none) {
            return Ok(());
        }
        if op.is("arith.select") {
            self.select(op, &cotangents[0]);
            return Ok(());
        }
        match rule_for(op, true)? {
            Some(Rule::Elementwise(entries)) => {
                let each: Vec<Option<E<'a, 'e>>> = cotangents
                    .iter()
                    .map(|leaves| leaves.first().copied().flatten())
                    .collect();
                self.elementwise(op, entries, &each);
            }
            Some(Rule::Convert) => {
                if let Some(d) = cotangents[0][0] {
                    let back = d.convert(op.operand(0).ty());
                    self.add((op.operand(0), 0), back);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn elementwise(&mut self, op: Op<'a>, entries: &[Entry], cotangents: &[Option<E<'a, 'e>>]) {
        let operands = op.operands();
        let x = floats(self.emitter, &operands);
        let y: Vec<E<'a, 'e>> = op
            .results()
            .into_iter()
            .map(|value| self.emitter.of(value))
            .collect();
        for entry in entries {
            let operand = operands[entry.operand];
            let Some(d) = cotangents[entry.result] else {
                continue;
            };
            if self.varied.contains(&(operand, 0)) {
                let term = (entry.partial)(At {
                    d,
                    x: &x,
                    y: &y,
                    operands: &operands,
                });
                self.add((operand, 0), term);
            }
        }
    }

    fn select(&mut self, op: Op<'a>, cotangents: &[Option<E<'a, 'e>>]) {
        let condition = op.operand(0);
        for (leaf, cotangent) in cotangents.iter().enumerate() {
            let Some(d) = *cotangent else { continue };
            self.add((op.operand(1), leaf), d.masked(condition, true));
            self.add((op.operand(2), leaf), d.masked(condition, false));
        }
    }

    fn call(&mut self, op: Op<'a>) {
        let Some(pullback) = self.pullbacks.get(&op) else {
            return;
        };
        let results: Vec<Value<'a>> = op
            .results()
            .into_iter()
            .filter(|result| !holds_function(result.ty()))
            .collect();
        let mut cotangents = Vec::new();
        let mut any = false;
        for result in results {
            for (leaf, ty) in leaves(result.ty()).into_iter().enumerate() {
                let cotangent = self.cotangent((result, leaf));
                any |= cotangent.is_some();
                cotangents.push((ty, cotangent));
            }
        }
        if !any {
            return;
        }
        let seeds: Vec<Value<'a>> = cotangents
            .into_iter()
            .map(|(ty, term)| term.map_or_else(|| self.emitter.constant(ty, 0.0), E::value))
            .collect();
        let given = apply(self.emitter.builder(), pullback.function, &seeds);
        for (leaf, value) in pullback.gives.iter().zip(given) {
            let term = self.emitter.of(value);
            self.add(*leaf, term);
        }
    }

    /// The reverse of a branch is a branch on the same condition; what both need from outside is its results.
    fn branch(&mut self, op: Op<'a>) -> Result<(), Error> {
        let cotangents: Vec<Vec<Option<E<'a, 'e>>>> = op
            .results()
            .into_iter()
            .map(|result| {
                (0..leaves(result.ty()).len())
                    .map(|leaf| self.cotangent((result, leaf)))
                    .collect()
            })
            .collect();
        if cotangents.iter().flatten().all(Option::is_none) {
            return Ok(());
        }
        let emitter = self.emitter;
        let location = emitter.builder().location();
        let shell = emitter
            .builder()
            .op("scf.if")
            .operands(&[op.operand(0)])
            .results(&[])
            .regions(2)
            .build();
        let mut outward: Vec<HashMap<Leaf<'a>, Vec<E<'a, 'e>>>> = Vec::new();
        let mut order: Vec<Leaf<'a>> = Vec::new();
        for side in 0..2 {
            let block = shell.region(side).append_block(&[], location);
            let source = op.region(side).entry();
            self.adjoints.push(HashMap::new());
            emitter.inside(block, || -> Result<(), Error> {
                for (value, leaves) in source.terminator().operands().into_iter().zip(&cotangents) {
                    for (leaf, cotangent) in leaves.iter().enumerate() {
                        if let Some(d) = cotangent {
                            self.add((value, leaf), *d);
                        }
                    }
                }
                self.block(source)
            })?;
            let scope = self.adjoints.pop().unwrap_or_default();
            let mut leaves: Vec<Leaf<'a>> = scope.keys().copied().collect();
            leaves.retain(|(value, _)| !value.is_inside(op));
            outward.push(scope);
            order.extend(leaves);
        }
        sort_leaves(op, &mut order);
        order.dedup();
        let types: Vec<Type<'a>> = order
            .iter()
            .map(|(value, leaf)| leaves(value.ty())[*leaf])
            .collect();
        let mut yields: [Vec<Value<'a>>; 2] = [Vec::new(), Vec::new()];
        for side in 0..2 {
            let block = shell.region(side).entry();
            emitter.inside(block, || {
                for (leaf, ty) in order.iter().zip(&types) {
                    let terms = outward[side].remove(leaf).unwrap_or_default();
                    yields[side].push(emitter.sum(*ty, &terms));
                }
                emitter.builder().op("scf.yield").results(&[]).build();
            });
        }
        let new = add_results(shell, &types, [&yields[0], &yields[1]]);
        for (leaf, value) in order.into_iter().zip(new.results()) {
            let term = emitter.of(value);
            self.add(leaf, term);
        }
        Ok(())
    }
}

/// The float operands as lazy products.
pub fn floats<'a, 'e>(emitter: &'e Emitter<'a>, operands: &[Value<'a>]) -> Vec<Option<E<'a, 'e>>> {
    operands
        .iter()
        .map(|value| {
            let ty = value.ty();
            ty.element().is_float().then(|| emitter.of(*value))
        })
        .collect()
}

/// An order that depends on the program only: arguments and ops before `op`, as they stand in the text.
fn sort_leaves<'a>(op: Op<'a>, leaves: &mut [Leaf<'a>]) {
    let Some(function) = op.ancestor("func.func") else {
        return;
    };
    let mut positions: HashMap<Value<'a>, usize> = HashMap::new();
    for inner in function.walk(pullback_ir::WalkOrder::Pre) {
        for region in inner.regions() {
            for block in region.blocks() {
                for argument in block.args() {
                    let next = positions.len();
                    positions.insert(argument, next);
                }
            }
        }
        for result in inner.results() {
            let next = positions.len();
            positions.insert(result, next);
        }
    }
    leaves.sort_by_key(|(value, leaf)| (positions.get(value).copied(), *leaf));
}
