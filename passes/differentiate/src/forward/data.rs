//! Forward mode of data types and stacks: the tangent of a value is built and opened as the value is.

use super::Pusher;
use crate::{
    emitter::{Emitter, holds_unsized, zero},
    leaves::leaves,
};
use pullback_functional::{
    Constructor,
    build::{construct, matching, pop, push, stack},
    constructors, is_tangent_data, ops,
};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};

impl<'a> Pusher<'a, '_, '_> {
    /// The tangents of a constructor's fields, in the block of its case: those of the tangent's constructor of
    /// the same name, zeros if the tangent is zero.
    pub(super) fn fields(&mut self, op: Op<'a>, case: usize, block: Block<'a>) {
        let Some(tangent) = self.tangents.get(&(op.operand(0), 0)).copied() else {
            return;
        };
        let fields: Vec<(Value<'a>, usize, Type<'a>)> = leaves_of(&block.args());
        if fields.is_empty() {
            return;
        }
        let emitter = self.emitter;
        let tangent = emitter.inside(block, || {
            // What is carried in is a value, not a product, so that nothing is made outside of the block.
            if let Some(first) = block.first() {
                emitter.builder().set_before(first);
            }
            let value = tangent.value();
            // The zero comes first in the tangent type, which is its own tangent type.
            let tangent = is_tangent_data(op.operand(0).ty());
            open(emitter, op, value, case + usize::from(!tangent), &fields)
        });
        for ((value, leaf, _), tangent) in fields.into_iter().zip(tangent) {
            self.set_value((value, leaf), tangent);
        }
    }

    pub(super) fn construct(&mut self, op: Op<'a>) {
        let operands = op.operands();
        if !operands.iter().any(|&operand| self.has_tangent(operand)) {
            return;
        }
        let fields = self.entry(&operands);
        let ty = leaves(op.result(0).ty())[0];
        let name = op.attr(ops::CONSTRUCTOR).and_then(Attr::as_str);
        let builder = self.emitter.builder();
        let tangent = construct(builder, ty, name.unwrap_or_default(), &fields);
        self.set_value((op.result(0), 0), tangent);
    }

    pub(super) fn stack(&mut self, op: Op<'a>) {
        let ty = leaves(op.result(0).ty())[0];
        let capacity = op.operands().first().copied();
        let tangent = stack(self.emitter.builder(), ty, capacity);
        self.set_value((op.result(0), 0), tangent);
    }

    pub(super) fn push(&mut self, op: Op<'a>) {
        let operands = op.operands();
        let any = operands.iter().any(|&operand| self.has_tangent(operand));
        // The zero of a stack of arrays is empty, so its tangent has an entry for each.
        if !any && !holds_unsized(op.result(0).ty()) {
            return;
        }
        let below = self.tangent_or_zero((operands[0], 0));
        let entry = self.entry(&operands[1..]);
        let tangent = push(self.emitter.builder(), below, &entry);
        self.set_value((op.result(0), 0), tangent);
    }

    pub(super) fn pop(&mut self, op: Op<'a>) {
        let Some(tangent) = self.tangents.get(&(op.operand(0), 0)).copied() else {
            return;
        };
        let tangent = tangent.value();
        let (rest, entry) = pop(self.emitter.builder(), tangent);
        let results = op.results();
        self.set_value((results[0], 0), rest);
        for ((value, leaf, _), tangent) in leaves_of(&results[1..]).into_iter().zip(entry) {
            self.set_value((value, leaf), tangent);
        }
    }

    /// The tangents of all leaves of these values.
    fn entry(&self, values: &[Value<'a>]) -> Vec<Value<'a>> {
        leaves_of(values)
            .into_iter()
            .map(|(value, leaf, _)| self.tangent_or_zero((value, leaf)))
            .collect()
    }
}

/// All leaves of these values.
pub fn leaves_of<'a>(values: &[Value<'a>]) -> Vec<(Value<'a>, usize, Type<'a>)> {
    let mut found = Vec::new();
    for &value in values {
        for (leaf, ty) in leaves(value.ty()).into_iter().enumerate() {
            found.push((value, leaf, ty));
        }
    }
    found
}

/// The fields of the constructor of this number of a tangent of a data type; zeros if it is another, as the zero is.
/// They are the tangents of `leaves`.
pub fn open<'a>(
    emitter: &Emitter<'a>,
    from: Op<'a>,
    tangent: Value<'a>,
    wanted: usize,
    leaves: &[(Value<'a>, usize, Type<'a>)],
) -> Vec<Value<'a>> {
    let builder = emitter.builder();
    let constructors: Vec<Constructor<'a>> =
        constructors(from, tangent.ty()).expect("the module has been verified");
    let types = constructors[wanted].fields.clone();
    // Zeros whose sizes run time knows are as large as the primal fields.
    let sized: Vec<Option<Value<'a>>> = leaves
        .iter()
        .map(|&(value, leaf, ty)| (!ty.has_static_shape()).then(|| emitter.zero((value, leaf))))
        .collect();
    let case = |inside: &Builder<'a>, index: usize, block: Block<'a>| {
        if index == wanted {
            return block.args();
        }
        let zeros = types
            .iter()
            .zip(&sized)
            .map(|(&ty, sized)| sized.unwrap_or_else(|| zero(inside, ty)));
        zeros.collect()
    };
    matching(builder, tangent, &constructors, &types, case).results()
}
