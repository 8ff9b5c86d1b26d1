//! The reverse of building and of taking apart: the cotangent of a value is taken apart and built.

use super::Backward;
use crate::{
    forward::{leaves_of, open},
    monomial::E,
};
use pullback_functional::{
    build::{pop, push},
    constructors, ops,
};
use pullback_ir::{Attr, Op, Value};

impl<'a, 'e> Backward<'a, 'e, '_> {
    /// The cotangents of a constructor's fields are those of the cotangent's constructor of the same name.
    pub(super) fn construct(&mut self, op: Op<'a>, cotangents: &[Option<E<'a, 'e>>]) {
        let operands = op.operands();
        let Some(cotangent) = cotangents.first().copied().flatten() else {
            return;
        };
        if !operands
            .iter()
            .any(|&operand| self.activity.has_active(operand))
        {
            return;
        }
        let cotangent = cotangent.value();
        let name = op.attr(ops::CONSTRUCTOR).and_then(Attr::as_str);
        let constructors = constructors(op, cotangent.ty()).unwrap_or_default();
        let Some(wanted) = constructors.iter().position(|c| Some(c.name) == name) else {
            return;
        };
        let fields = open(self.emitter, op, cotangent, wanted, &leaves_of(&operands));
        self.give(&operands, fields);
    }

    /// What was pushed last has its cotangent on top.
    pub(super) fn push(&mut self, op: Op<'a>) {
        let Some(cotangent) = self.cotangent((op.result(0), 0)) else {
            return;
        };
        let cotangent = cotangent.value();
        let (rest, entry) = pop(self.emitter.builder(), cotangent);
        let mut given = vec![rest];
        given.extend(entry);
        self.give(&op.operands(), given);
    }

    /// The cotangents of the entry go on top of that of the rest.
    pub(super) fn pop(&mut self, op: Op<'a>) {
        let results = leaves_of(&op.results());
        let cotangents: Vec<Option<E<'a, 'e>>> = results
            .iter()
            .map(|&(value, leaf, _)| self.cotangent((value, leaf)))
            .collect();
        if !cotangents.iter().any(Option::is_some) {
            return;
        }
        let values: Vec<Value<'a>> = results
            .iter()
            .zip(cotangents)
            .map(|(&(value, leaf, _), d)| {
                d.map_or_else(|| self.emitter.zero((value, leaf)), E::value)
            })
            .collect();
        let cotangent = push(self.emitter.builder(), values[0], &values[1..]);
        self.add((op.operand(0), 0), self.emitter.with_flags(cotangent, None));
    }

    /// Adds cotangents to all leaves of these values.
    fn give(&mut self, to: &[Value<'a>], cotangents: Vec<Value<'a>>) {
        for ((value, leaf, _), cotangent) in leaves_of(to).into_iter().zip(cotangents) {
            self.add((value, leaf), self.emitter.with_flags(cotangent, None));
        }
    }
}
