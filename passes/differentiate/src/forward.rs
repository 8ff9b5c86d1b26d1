//! Forward mode: tangents beside the primal code, from the same rules.

use crate::{
    backward::floats,
    derive::{is_first_order, rule_for},
    emitter::Emitter,
    functions::{call, private_function},
    leaves::{field_offset, leaves},
    monomial::E,
    names::{Key, Mode},
    reverse::declare,
    rules::{At, Entry, Rule},
    threading::add_results,
};
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value};
use pullback_pass::Error;
use std::collections::HashMap;

type Leaf<'a> = (Value<'a>, usize);

/// Makes `@f$fwd$<varied>$<useful>` beside `@f`; keys of what it calls go to `needs`.
pub fn forward<'a>(primal: Op<'a>, key: &Key, needs: &mut dyn FnMut(Key)) -> Result<Op<'a>, Error> {
    let (inputs, results) = primal.function_type().unwrap_or_default();
    if !is_first_order(primal) {
        return Err(Error::at(
            primal,
            "a function with function values among its arguments or results is left where first-order code is needed; apply it to known functions",
        ));
    }
    let tangent_inputs: Vec<Type<'a>> = inputs
        .iter()
        .flat_map(|ty| leaves(*ty))
        .zip(&key.varied)
        .filter(|(_, varied)| **varied)
        .map(|(ty, _)| ty)
        .collect();
    let tangent_results: Vec<Type<'a>> = results.iter().flat_map(|ty| leaves(*ty)).collect();
    let derived_inputs = [inputs.as_slice(), tangent_inputs.as_slice()].concat();
    let derived_results = [results.as_slice(), tangent_results.as_slice()].concat();
    let (function, block) =
        private_function(primal, &key.name(), &derived_inputs, &derived_results);
    if primal.region(0).is_empty() {
        return Ok(declare(function));
    }
    let body = primal.region(0).entry();
    let arguments = block.args();
    let mut mapping = Mapping::of(&body.args(), &arguments[..inputs.len()]);
    for op in body.ops() {
        op.clone_to_end(block, &mut mapping);
    }
    let emitter = Emitter::new(Builder::before(block.terminator()));
    let mut pusher = Pusher {
        emitter: &emitter,
        tangents: HashMap::new(),
        needs,
    };
    let mut varied = key.varied.iter();
    let mut tangents = arguments[inputs.len()..].iter();
    for argument in &arguments[..inputs.len()] {
        for leaf in 0..leaves(argument.ty()).len() {
            if varied.next().copied().unwrap_or(false)
                && let Some(tangent) = tangents.next()
            {
                pusher
                    .tangents
                    .insert((*argument, leaf), emitter.with_flags(*tangent, None));
            }
        }
    }
    pusher.block(block)?;
    let ret = block.terminator();
    emitter.builder().set_before(ret);
    let mut operands = ret.operands();
    for value in ret.operands() {
        for (leaf, ty) in leaves(value.ty()).into_iter().enumerate() {
            operands.push(pusher.tangent_or_zero((value, leaf), ty));
        }
    }
    ret.set_operands(&operands);
    Ok(function)
}

/// The sweep: a leaf without a tangent is not varied.
struct Pusher<'a, 'e, 'n> {
    emitter: &'e Emitter<'a>,
    tangents: HashMap<Leaf<'a>, E<'a, 'e>>,
    needs: &'n mut dyn FnMut(Key),
}

impl<'a, 'e> Pusher<'a, 'e, '_> {
    fn is_varied(&self, value: Value<'a>) -> bool {
        (0..leaves(value.ty()).len()).any(|leaf| self.tangents.contains_key(&(value, leaf)))
    }

    fn tangent_or_zero(&self, leaf: Leaf<'a>, ty: Type<'a>) -> Value<'a> {
        match self.tangents.get(&leaf) {
            Some(tangent) => tangent.value(),
            None => self.emitter.constant(ty, 0.0),
        }
    }

    fn block(&mut self, block: Block<'a>) -> Result<(), Error> {
        for op in block.ops() {
            if let Some(next) = op.next() {
                self.emitter.builder().set_before(next);
                self.emitter.enter_op(op, "forward");
                self.op(op)?;
            }
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
            (Rule::Structural, "scf.if") => self.branch(op)?,
            (Rule::Structural, "func.call") if varied => self.call(op),
            (Rule::Structural, "functional.tuple") => {
                for (index, field) in op.operands().into_iter().enumerate() {
                    let offset = field_offset(op.result(0).ty(), index);
                    for leaf in 0..leaves(field.ty()).len() {
                        self.copy((field, leaf), (op.result(0), offset + leaf));
                    }
                }
            }
            (Rule::Structural, "functional.get") => {
                let index = op.attr("index").and_then(Attr::as_int).unwrap_or(0) as usize;
                let offset = field_offset(op.operand(0).ty(), index);
                for leaf in 0..leaves(op.result(0).ty()).len() {
                    self.copy((op.operand(0), offset + leaf), (op.result(0), leaf));
                }
            }
            (Rule::Structural, "arith.select") => {
                let (condition, yes, no) = (op.operand(0), op.operand(1), op.operand(2));
                for (leaf, ty) in leaves(op.result(0).ty()).into_iter().enumerate() {
                    if self.tangents.contains_key(&(yes, leaf))
                        || self.tangents.contains_key(&(no, leaf))
                    {
                        let a = self.tangent_or_zero((yes, leaf), ty);
                        let b = self.tangent_or_zero((no, leaf), ty);
                        let chosen = self
                            .emitter
                            .with_flags(self.emitter.select(condition, a, b), None);
                        self.tangents.insert((op.result(0), leaf), chosen);
                    }
                }
            }
            (Rule::Elementwise(entries), _) if varied => self.elementwise(op, entries),
            (Rule::Convert, _) => {
                if let Some(tangent) = self.tangents.get(&(op.operand(0), 0)) {
                    let converted = tangent.convert(op.result(0).ty());
                    self.tangents.insert((op.result(0), 0), converted);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn copy(&mut self, from: Leaf<'a>, to: Leaf<'a>) {
        if let Some(tangent) = self.tangents.get(&from) {
            self.tangents.insert(to, *tangent);
        }
    }

    fn elementwise(&mut self, op: Op<'a>, entries: &[Entry]) {
        let operands = op.operands();
        let x = floats(self.emitter, &operands);
        let results = op.results();
        let y: Vec<E<'a, 'e>> = results
            .iter()
            .map(|value| self.emitter.of(*value))
            .collect();
        for (index, result) in results.iter().enumerate() {
            let terms: Vec<E<'a, 'e>> = entries
                .iter()
                .filter(|entry| entry.result == index)
                .filter_map(|entry| {
                    let d = *self.tangents.get(&(operands[entry.operand], 0))?;
                    let term = (entry.partial)(At {
                        d,
                        x: &x,
                        y: &y,
                        operands: &operands,
                    });
                    Some(term.stamped())
                })
                .collect();
            if let Some(tangent) = self.emitter.total(&terms) {
                self.tangents.insert((*result, 0), tangent);
            }
        }
    }

    fn call(&mut self, op: Op<'a>) {
        let callee = op
            .attr("callee")
            .and_then(Attr::as_symbol)
            .unwrap_or_default();
        // The call takes the tangents, so what they are is made before it.
        let after = self.emitter.builder().save();
        self.emitter.builder().set_before(op);
        let mut mask = Vec::new();
        let mut tangents = Vec::new();
        for operand in op.operands() {
            for leaf in 0..leaves(operand.ty()).len() {
                let tangent = self.tangents.get(&(operand, leaf));
                mask.push(tangent.is_some());
                tangents.extend(tangent.map(|tangent| tangent.value()));
            }
        }
        let results = op.result_types();
        let key = Key::new(callee, Mode::Forward, mask, &results);
        let tangent_types: Vec<Type<'a>> = results.iter().flat_map(|ty| leaves(*ty)).collect();
        let types = [results.as_slice(), tangent_types.as_slice()].concat();
        let arguments = [op.operands(), tangents].concat();
        self.emitter.builder().restore(after);
        let builder = Builder::before(op);
        let values = call(&builder, &key.name(), &arguments, &types);
        let (primal, mut given) = {
            let (primal, tangents) = values.split_at(results.len());
            (primal.to_vec(), tangents.iter())
        };
        for value in &primal {
            for leaf in 0..leaves(value.ty()).len() {
                if let Some(tangent) = given.next() {
                    self.tangents
                        .insert((*value, leaf), self.emitter.with_flags(*tangent, None));
                }
            }
        }
        op.replace_with(&primal);
        (self.needs)(key);
    }

    /// The branches yield the tangents of what they yield.
    fn branch(&mut self, op: Op<'a>) -> Result<(), Error> {
        let emitter = self.emitter;
        for region in op.regions() {
            if let Some(block) = region.first() {
                emitter.inside(block, || self.block(block))?;
            }
        }
        if op.result_count() == 0 {
            return Ok(());
        }
        let yields: Vec<Vec<Value<'a>>> = op
            .regions()
            .into_iter()
            .map(|region| region.entry().terminator().operands())
            .collect();
        let mut varied: Vec<(usize, usize, Type<'a>)> = Vec::new();
        for (index, result) in op.results().into_iter().enumerate() {
            for (leaf, ty) in leaves(result.ty()).into_iter().enumerate() {
                if yields
                    .iter()
                    .any(|values| self.tangents.contains_key(&(values[index], leaf)))
                {
                    varied.push((index, leaf, ty));
                }
            }
        }
        if varied.is_empty() {
            return Ok(());
        }
        let extra: Vec<Vec<Value<'a>>> = (0..2)
            .map(|side| {
                let block = op.region(side).entry();
                emitter.inside(block, || {
                    emitter.builder().set_before(block.terminator());
                    varied
                        .iter()
                        .map(|&(index, leaf, ty)| {
                            self.tangent_or_zero((yields[side][index], leaf), ty)
                        })
                        .collect()
                })
            })
            .collect();
        let types: Vec<Type<'a>> = varied.iter().map(|&(_, _, ty)| ty).collect();
        let count = op.result_count();
        let next = op.next().expect("a branch is no terminator");
        let new = add_results(op, &types, [&extra[0], &extra[1]]);
        emitter.builder().set_before(next);
        for (position, (index, leaf, _)) in varied.into_iter().enumerate() {
            let tangent = emitter.with_flags(new.result(count + position), None);
            self.tangents.insert((new.result(index), leaf), tangent);
        }
        Ok(())
    }
}
