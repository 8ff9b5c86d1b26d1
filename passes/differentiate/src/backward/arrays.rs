//! The reverse of arrays, and of functions over elements.
//!
//! The reverse of a map is a map over the same elements and the cotangents of its results, which applies the pullback
//! of its function. The function is differentiated as any lambda is, by the next round; what it uses of a scalar from
//! outside is summed.

use super::{
    Backward,
    elements::{Pullback, shell},
};
use crate::{
    arrays::{ArrayRule, Functional, index_ops, shape_of, simple, sum},
    monomial::E,
};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value};
use pullback_pass::Error;

/// The cotangents of an op's results, leaf by leaf.
type Cotangents<'a, 'e> = [Vec<Option<E<'a, 'e>>>];

impl<'a, 'e> Backward<'a, 'e, '_> {
    pub(super) fn array(&mut self, op: Op<'a>, rule: &ArrayRule, cotangents: &Cotangents<'a, 'e>) {
        let operands = op.operands();
        let wanted: Vec<bool> = operands
            .iter()
            .map(|&operand| self.activity.is_active((operand, 0)))
            .collect();
        let given = cotangents
            .iter()
            .map(|leaves| leaves.first().copied().flatten());
        let given: Vec<Option<Value<'a>>> = given.map(|d| d.map(E::value)).collect();
        let found = (rule.reverse)(self.emitter, op, &given, &wanted);
        for (operand, value) in operands.into_iter().zip(found) {
            if let Some(value) = value {
                self.add((operand, 0), self.emitter.with_flags(value, None));
            }
        }
    }

    /// `nd.map`, `nd.reduce`, `nd.scan`.
    pub(super) fn functional(&mut self, op: Op<'a>) -> Result<(), Error> {
        let Some(cotangents) = self.cotangents(op) else {
            return Ok(());
        };
        if let Some(rule) = simple(op) {
            self.array(op, &rule, &cotangents);
            return Ok(());
        }
        let given = cotangents
            .iter()
            .map(|leaves| leaves.first().copied().flatten());
        let given: Vec<Option<Value<'a>>> = given.map(|d| d.map(E::value)).collect();
        match op.name() {
            "nd.map" => self.map_back(Functional::of(op), &given),
            "nd.reduce" => self.reduce_back(Functional::of(op), &given),
            _ => self.scan_back(Functional::of(op), &given),
        }
        Ok(())
    }

    /// The values from outside that the function uses and that take part.
    pub(super) fn captured(&self, parts: Functional<'a>) -> Vec<Value<'a>> {
        let captures = parts.op.captures().into_iter();
        captures
            .filter(|&value| self.activity.has_active(value))
            .collect()
    }

    pub(super) fn is_active(&self, value: Value<'a>) -> bool {
        self.activity.is_active((value, 0))
    }

    pub(super) fn give_one(&mut self, to: Value<'a>, cotangent: Value<'a>) {
        let term = self.emitter.with_flags(cotangent, None);
        self.add((to, 0), term);
    }

    fn map_back(&mut self, parts: Functional<'a>, cotangents: &[Option<Value<'a>>]) {
        let emitter = self.emitter;
        let arrays = parts.arrays();
        let function = Pullback::new(
            parts,
            self.captured(parts),
            parts
                .body
                .args()
                .into_iter()
                .map(|value| self.is_active(value))
                .collect(),
            cotangents.iter().map(Option::is_some).collect(),
        );
        let seeds: Vec<Value<'a>> = cotangents.iter().copied().flatten().collect();
        let inputs = [arrays.as_slice(), &seeds].concat();
        // A result may know a size that an operand does not.
        let like = arrays.first().copied().unwrap_or(parts.op.result(0));
        let results = function.gives();
        let types: Vec<Type<'a>> = results
            .iter()
            .map(|&(value, array)| {
                array.map_or_else(|| like.ty().with_element(value.ty()), |at| arrays[at].ty())
            })
            .collect();
        let segments = [inputs.len() as i32, 0];
        let map = shell(emitter.builder(), "nd.map", &inputs, &[], &types, &segments).build();
        let elements: Vec<Type<'a>> = inputs.iter().map(|value| value.ty().element()).collect();
        let location = emitter.builder().location();
        let block = map.region(0).append_block(&elements, location);
        let inside = Builder::at_end(block, location);
        let mut own = Mapping::new();
        for (op, at) in index_ops(parts.op) {
            let number = Attr::int(Type::int(inside.context(), 64), at as i64);
            let position = inside.op("nd.index").attr("dimension", number);
            let position = position
                .results(&[Type::index(inside.context())])
                .build()
                .result(0);
            own.insert(op.result(0), position);
        }
        let arguments = block.args();
        let (elements, seeds) = arguments.split_at(arrays.len());
        let given = function.apply(&inside, &mut own, elements, seeds);
        inside.op("nd.yield").operands(&given).results(&[]).build();
        self.give_parts(parts, &function, &map.results());
    }

    /// The cotangents of arrays, and of scalars from outside, an element each: these are summed.
    pub(super) fn give_parts(
        &mut self,
        parts: Functional<'a>,
        function: &Pullback<'a>,
        given: &[Value<'a>],
    ) {
        let arrays = parts.arrays();
        for (&(value, array), &cotangent) in function.gives().iter().zip(given) {
            match array {
                Some(at) => self.give_one(arrays[at], cotangent),
                None => {
                    let all: Vec<usize> = (0..shape_of(cotangent.ty()).len()).collect();
                    let total = sum(self.emitter, cotangent, &all, value.ty());
                    self.give_one(value, total);
                }
            }
        }
    }
}
