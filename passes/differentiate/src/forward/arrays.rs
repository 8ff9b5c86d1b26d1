//! Forward mode of arrays, and of functions over elements: these walk over the tangents, too.

use super::Pusher;
use crate::arrays::{ArrayRule, Functional, simple, sort_with};
use pullback_ir::{Attr, Op, Type, Value};
use pullback_pass::Error;

impl<'a> Pusher<'a, '_, '_> {
    pub(super) fn array(&mut self, op: Op<'a>, rule: &ArrayRule) {
        let tangents: Vec<Option<Value<'a>>> = op
            .operands()
            .into_iter()
            .map(|operand| {
                self.tangents
                    .get(&(operand, 0))
                    .map(|tangent| tangent.value())
            })
            .collect();
        if tangents.iter().all(Option::is_none) {
            return;
        }
        let given = (rule.forward)(self.emitter, op, &tangents);
        for (result, tangent) in op.results().into_iter().zip(given) {
            if let Some(tangent) = tangent {
                self.set_value((result, 0), tangent);
            }
        }
    }

    /// What is moved is moved with its tangent, in one sort.
    pub(super) fn sort(&mut self, op: Op<'a>) {
        let operands = op.operands();
        // The sort takes the tangents, so what they are is made before it.
        let after = self.emitter.builder().save();
        self.emitter.builder().set_before(op);
        let moved: Vec<(usize, Value<'a>)> = operands
            .iter()
            .enumerate()
            .filter_map(|(at, &operand)| Some((at, self.tangents.get(&(operand, 0))?.value())))
            .collect();
        let values: Vec<Value<'a>> = moved.iter().map(|&(_, value)| value).collect();
        let (results, given) = sort_with(op, &values, &mut self.activity);
        self.emitter.builder().restore(after);
        for (&(at, _), tangent) in moved.iter().zip(given) {
            self.set_value((results[at], 0), tangent);
        }
    }

    /// `nd.map`, `nd.reduce`, `nd.scan`.
    pub(super) fn functional(&mut self, op: Op<'a>) -> Result<(), Error> {
        let active = |this: &Self, value: Value<'a>| this.activity.is_active((value, 0));
        if let Some(rule) = simple(op) {
            if active(self, op.result(0)) {
                self.array(op, &rule);
            }
            return Ok(());
        }
        let parts = Functional::of(op);
        let arguments = parts.body.args();
        let (elements, carried) = arguments.split_at(parts.inputs);
        let results = op.results();
        let taken: Vec<usize> = (0..parts.inputs)
            .filter(|&at| active(self, elements[at]))
            .collect();
        let kept: Vec<usize> = (0..parts.carried)
            .filter(|&at| active(self, carried[at]) || active(self, results[at]))
            .collect();
        let given: Vec<usize> = match op.is("nd.map") {
            true => (0..results.len())
                .filter(|&at| active(self, results[at]))
                .collect(),
            false => kept.clone(),
        };
        if given.is_empty() {
            return Ok(());
        }
        let (arrays, rest) = (parts.arrays(), parts.rest());
        let emitter = self.emitter;
        let next = op.next().expect("a map is no terminator");
        emitter.builder().set_before(op);
        let tangent = |value: Value<'a>| self.tangent_or_zero((value, 0));
        let more_arrays: Vec<Value<'a>> = taken.iter().map(|&at| tangent(arrays[at])).collect();
        let more_rest: Vec<Value<'a>> = kept.iter().map(|&at| tangent(rest[at])).collect();
        let inputs = [arrays.as_slice(), &more_arrays].concat();
        let others = [rest.as_slice(), &more_rest].concat();
        let types: Vec<Type<'a>> = given.iter().map(|&at| results[at].ty()).collect();
        let context = emitter.builder().context();
        let segments = Attr::i32s(context, &[inputs.len() as i32, others.len() as i32]);
        let mut new = emitter
            .builder()
            .op(op.name())
            .operands(&inputs)
            .operands(&others)
            .results(&op.result_types())
            .results(&types)
            .regions(1);
        for (name, attr) in op.attrs() {
            new = new.attr(
                name,
                if name == "operandSegmentSizes" {
                    segments
                } else {
                    attr
                },
            );
        }
        let new = new.build();
        new.region(0).take_blocks(op.region(0));
        let body = new.region(0).entry();
        let count = body.arg_count();
        let added: Vec<Value<'a>> = inputs
            .iter()
            .map(|value| value.ty().element())
            .chain(
                others
                    .iter()
                    .filter(|_| parts.carried > 0)
                    .map(|value| value.ty()),
            )
            .map(|ty| body.add_arg(ty, op.location()))
            .collect();
        // The tangents come after the elements, and after what is carried.
        let (new_elements, new_carried) = added.split_at(inputs.len());
        let own = new_elements[..parts.inputs]
            .iter()
            .chain(&new_carried[..parts.carried]);
        let own: Vec<Value<'a>> = own.copied().collect();
        for (&old, &new) in arguments.iter().zip(&own) {
            self.activity.replace(old, new);
            old.replace_all_uses_with(new);
        }
        for index in (0..count).rev() {
            body.erase_arg(index);
        }
        let all = new.results();
        let (primal, tangents) = all.split_at(results.len());
        for (&old, &new) in results.iter().zip(primal) {
            self.activity.replace(old, new);
        }
        op.replace_with(primal);
        let added = body.args();
        let (new_elements, new_carried) = added.split_at(inputs.len());
        for (&at, &tangent) in taken.iter().zip(&new_elements[parts.inputs..]) {
            self.hand((new_elements[at], 0), tangent);
        }
        for (&at, &tangent) in kept.iter().zip(&new_carried[parts.carried..]) {
            self.hand((new_carried[at], 0), tangent);
        }
        self.nested(body)?;
        let end = body.terminator();
        let yields = end.operands();
        let more = emitter.inside(body, || {
            emitter.builder().set_before(end);
            let more = given
                .iter()
                .map(|&at| self.tangent_or_zero((yields[at], 0)));
            more.collect::<Vec<Value<'a>>>()
        });
        end.set_operands(&[yields, more].concat());
        emitter.builder().set_before(next);
        for (&at, &tangent) in given.iter().zip(tangents) {
            self.hand((primal[at], 0), tangent);
        }
        Ok(())
    }

    fn hand(&mut self, leaf: (Value<'a>, usize), tangent: Value<'a>) {
        let tangent = self.emitter.with_flags(tangent, None);
        self.tangents.insert(leaf, tangent);
    }
}
