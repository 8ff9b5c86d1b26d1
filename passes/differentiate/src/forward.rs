//! Forward mode: tangents beside the primal code, from the same rules.

mod arrays;
mod data;
mod regions;

pub use data::{leaves_of, open};

use crate::{
    activity::{Activity, Leaf, get_offset},
    backward::floats,
    derive::{Needs, is_first_order, rule_for},
    emitter::Emitter,
    functions::{call, private_function},
    leaves::{field_offset, leaves},
    loops::normalise,
    mask::Mask,
    monomial::E,
    names::{Key, Mode},
    reverse::declare,
    rules::{At, Entry, Rule},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value};
use pullback_pass::Error;
use std::collections::HashMap;

/// Makes `@f$fwd$<varied>$<useful>` beside `@f`; keys of what it calls go to `needs`.
pub fn forward<'a>(primal: Op<'a>, key: &Key, needs: &mut Needs) -> Result<Op<'a>, Error> {
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
    normalise(function)?;
    let primals = arguments[..inputs.len()].iter();
    let varied: Vec<Leaf<'a>> = primals
        .flat_map(|&argument| (0..leaves(argument.ty()).len()).map(move |leaf| (argument, leaf)))
        .zip(&key.varied)
        .filter(|(_, varied)| **varied)
        .map(|(leaf, _)| leaf)
        .collect();
    let activity = Activity::of(block, &varied, &key.useful);
    activity.check(function)?;
    let emitter = Emitter::new(Builder::before(block.terminator()));
    let mut pusher = Pusher {
        emitter: &emitter,
        activity,
        tangents: HashMap::new(),
        needs,
    };
    for (leaf, &tangent) in varied.into_iter().zip(&arguments[inputs.len()..]) {
        pusher.set(leaf, emitter.with_flags(tangent, None));
    }
    pusher.block(block)?;
    let ret = block.terminator();
    emitter.builder().set_before(ret);
    let mut operands = ret.operands();
    for value in ret.operands() {
        for leaf in 0..leaves(value.ty()).len() {
            operands.push(pusher.tangent_or_zero((value, leaf)));
        }
    }
    ret.set_operands(&operands);
    Ok(function)
}

/// The sweep: a leaf without a tangent is not varied, or no result depends on it.
struct Pusher<'a, 'e, 'n> {
    emitter: &'e Emitter<'a>,
    activity: Activity<'a>,
    tangents: HashMap<Leaf<'a>, E<'a, 'e>>,
    needs: &'n mut Needs,
}

impl<'a, 'e> Pusher<'a, 'e, '_> {
    /// Whether a leaf of the value has a tangent.
    fn has_tangent(&self, value: Value<'a>) -> bool {
        (0..leaves(value.ty()).len()).any(|leaf| self.tangents.contains_key(&(value, leaf)))
    }

    fn set(&mut self, leaf: Leaf<'a>, tangent: E<'a, 'e>) {
        if self.activity.is_active(leaf) {
            self.tangents.insert(leaf, tangent);
        }
    }

    /// A value is the tangent of a leaf.
    fn set_value(&mut self, leaf: Leaf<'a>, tangent: Value<'a>) {
        let tangent = self.emitter.with_flags(tangent, None);
        self.set(leaf, tangent);
    }

    fn tangent_or_zero(&self, leaf: Leaf<'a>) -> Value<'a> {
        match self.tangents.get(&leaf) {
            Some(tangent) => tangent.value(),
            None => self.emitter.zero(leaf),
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
        let (operands, results) = (op.operands(), op.results());
        match op.name() {
            "scf.if" | "scf.index_switch" | ops::MATCH => return self.branch(op),
            "scf.for" => return self.count(op),
            "scf.while" => return self.repeat(op),
            "nd.map" | "nd.reduce" | "nd.scan" => return self.functional(op),
            _ => {}
        }
        if !results
            .iter()
            .any(|&result| self.activity.has_active(result))
        {
            return Ok(());
        }
        match op.name() {
            "func.call" => self.call(op),
            "nd.sort" => self.sort(op),
            ops::TUPLE => {
                for (index, &field) in operands.iter().enumerate() {
                    let offset = field_offset(results[0].ty(), index);
                    for leaf in 0..leaves(field.ty()).len() {
                        self.copy((field, leaf), (results[0], offset + leaf));
                    }
                }
            }
            ops::GET => {
                let offset = get_offset(op);
                for leaf in 0..leaves(results[0].ty()).len() {
                    self.copy((operands[0], offset + leaf), (results[0], leaf));
                }
            }
            "arith.select" => {
                let (condition, yes, no) = (operands[0], operands[1], operands[2]);
                for leaf in 0..leaves(results[0].ty()).len() {
                    let has = |value| self.tangents.contains_key(&(value, leaf));
                    let (in_yes, in_no) = (has(yes), has(no));
                    if in_yes || in_no {
                        let a = self.tangent_or_zero((yes, leaf));
                        let b = self.tangent_or_zero((no, leaf));
                        let chosen = self.emitter.select(condition, a, b);
                        let mut chosen = self.emitter.with_flags(chosen, None);
                        if in_yes != in_no {
                            chosen = chosen.gently_zero_unless(condition, in_yes);
                        }
                        self.set((results[0], leaf), chosen);
                    }
                }
            }
            ops::CONSTRUCT => self.construct(op),
            ops::STACK => self.stack(op),
            ops::PUSH => self.push(op),
            ops::POP => self.pop(op),
            ops::ADD => {
                for leaf in 0..leaves(results[0].ty()).len() {
                    let tangents = operands
                        .iter()
                        .filter_map(|&operand| self.tangents.get(&(operand, leaf)).copied());
                    let terms: Vec<E<'a, 'e>> = tangents.collect();
                    if let Some(sum) = self.emitter.total(&terms) {
                        self.set((results[0], leaf), sum);
                    }
                }
            }
            _ => match rule_for(op, true)? {
                Some(Rule::Elementwise(entries)) => self.elementwise(op, entries),
                Some(Rule::Convert) => {
                    if let Some(tangent) = self.tangents.get(&(operands[0], 0)) {
                        let converted = tangent.convert(results[0].ty());
                        self.set((results[0], 0), converted);
                    }
                }
                Some(Rule::Array(rule)) => self.array(op, &rule),
                _ => {}
            },
        }
        Ok(())
    }

    fn copy(&mut self, from: Leaf<'a>, to: Leaf<'a>) {
        if let Some(&tangent) = self.tangents.get(&from) {
            self.set(to, tangent);
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
                self.set((*result, 0), tangent);
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
        let operands = op.operands().into_iter();
        let all: Vec<(Value<'a>, usize, Type<'a>)> = operands
            .flat_map(|operand| {
                let leaves = leaves(operand.ty()).into_iter().enumerate();
                leaves.map(move |(leaf, ty)| (operand, leaf, ty))
            })
            .collect();
        let tangent = |&(operand, leaf, _): &_| self.tangents.get(&(operand, leaf));
        let mask: Vec<bool> = all.iter().map(|leaf| tangent(leaf).is_some()).collect();
        if !mask.contains(&true) {
            self.emitter.builder().restore(after);
            return;
        }
        let results = op.result_types();
        let mut key = Key::new(callee, Mode::Forward, mask, &results);
        self.needs.admit(&mut key);
        self.needs.ask(key.clone());
        // Where all tangents are under a mask, those of the results are, instead.
        let masks = all.iter().filter_map(tangent).map(|tangent| tangent.mask);
        let common = Mask::common(masks).unwrap_or_default();
        let mask = common.as_one(self.emitter);
        let varied = all.iter().zip(&key.varied).filter(|(_, varied)| **varied);
        let tangents: Vec<Value<'a>> = varied
            .map(|(leaf, _)| match (tangent(leaf), mask) {
                (Some(tangent), None) => tangent.value(),
                (Some(tangent), Some(_)) => tangent.under(tangent.mask.without(&common)).value(),
                (None, _) => self.emitter.zero((leaf.0, leaf.1)),
            })
            .collect();
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
        for (&old, &new) in op.results().iter().zip(&primal) {
            self.activity.replace(old, new);
            for leaf in 0..leaves(new.ty()).len() {
                if let Some(&tangent) = given.next() {
                    let tangent = self.emitter.with_flags(tangent, None);
                    let masked = mask.map(|(condition, on)| tangent.masked(condition, on));
                    self.set((new, leaf), masked.unwrap_or(tangent));
                }
            }
        }
        op.replace_with(&primal);
    }
}
