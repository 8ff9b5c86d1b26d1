//! The function of a map or a fold, and its pullback.

use crate::{
    arrays::{Functional, index_ops},
    functions::{apply, fn_type},
};
use pullback_ir::{Attr, Block, Builder, Mapping, Op, OpBuilder, Type, Value};

/// A map or a fold without its function.
pub fn shell<'a, 'b>(
    builder: &'b Builder<'a>,
    name: &'b str,
    inputs: &[Value<'a>],
    rest: &[Value<'a>],
    types: &[Type<'a>],
    segments: &[i32],
) -> OpBuilder<'a, 'b> {
    builder
        .op(name)
        .operands(inputs)
        .operands(rest)
        .attr(
            "operandSegmentSizes",
            Attr::i32s(builder.context(), segments),
        )
        .results(types)
        .regions(1)
}

/// The function of elements as a lambda of those of its inputs that take part, and its pullback.
pub struct Pullback<'a> {
    parts: Functional<'a>,
    /// Values from outside that take part.
    captured: Vec<Value<'a>>,
    /// Which of the function's arguments take part.
    active: Vec<bool>,
    /// Which of its results have cotangents.
    seeded: Vec<bool>,
}

impl<'a> Pullback<'a> {
    pub fn new(
        parts: Functional<'a>,
        captured: Vec<Value<'a>>,
        active: Vec<bool>,
        seeded: Vec<bool>,
    ) -> Self {
        Self {
            parts,
            captured,
            active,
            seeded,
        }
    }

    /// What it gives cotangents of, but for what a fold carries: the elements of arrays, by number, and values from
    /// outside.
    pub fn gives(&self) -> Vec<(Value<'a>, Option<usize>)> {
        let arrays = self.parts.arrays().into_iter().enumerate();
        let arrays = arrays.filter(|&(at, _)| self.active[at]);
        let arrays = arrays.map(|(at, array)| (array, Some(at)));
        arrays
            .chain(self.captured.iter().map(|&value| (value, None)))
            .collect()
    }

    /// The cotangents of [`Pullback::gives`] for a map.
    pub fn apply(
        &self,
        builder: &Builder<'a>,
        outside: &mut Mapping<'a>,
        elements: &[Value<'a>],
        seeds: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        self.pull(builder, outside, elements, seeds)
    }

    /// Those of what the fold carries first.
    pub fn apply_fold(
        &self,
        builder: &Builder<'a>,
        elements: &[Value<'a>],
        seeds: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        let given = self.pull(builder, &mut Mapping::new(), elements, seeds);
        let arrays = self.active[..self.parts.inputs]
            .iter()
            .filter(|active| **active)
            .count();
        let carried = self.active[self.parts.inputs..]
            .iter()
            .filter(|active| **active)
            .count();
        let (arrays, rest) = given.split_at(arrays);
        let (carried, captured) = rest.split_at(carried);
        [carried, arrays, captured].concat()
    }

    fn pull(
        &self,
        builder: &Builder<'a>,
        outside: &mut Mapping<'a>,
        elements: &[Value<'a>],
        seeds: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        let body: Block<'a> = self.parts.body;
        let arguments = body.args();
        let chosen: Vec<usize> = (0..arguments.len()).filter(|&at| self.active[at]).collect();
        let values: Vec<Value<'a>> = chosen
            .iter()
            .map(|&at| elements[at])
            .chain(self.captured.iter().copied())
            .collect();
        let types: Vec<Type<'a>> = values.iter().map(|value| value.ty()).collect();
        let yields = self.parts.yields();
        let seeded: Vec<Value<'a>> = (0..yields.len())
            .filter(|&at| self.seeded[at])
            .map(|at| yields[at])
            .collect();
        let given: Vec<Type<'a>> = seeded.iter().map(|value| value.ty()).collect();
        let context = builder.context();
        let function = fn_type(context, &types, &given);
        let lambda = builder
            .op("functional.lambda")
            .results(&[function])
            .regions(1)
            .build();
        let block = lambda.region(0).append_block(&types, builder.location());
        for (at, &argument) in arguments.iter().enumerate() {
            let own = chosen.iter().position(|&chosen| chosen == at);
            outside.insert(
                argument,
                own.map_or_else(|| elements[at], |position| block.arg(position)),
            );
        }
        for (&value, &own) in self.captured.iter().zip(&block.args()[chosen.len()..]) {
            outside.insert(value, own);
        }
        let end = body.terminator();
        let positions: Vec<Op<'a>> = index_ops(self.parts.op)
            .into_iter()
            .map(|(op, _)| op)
            .collect();
        for op in body.ops() {
            if op != end && !positions.contains(&op) {
                op.clone_to_end(block, outside);
            }
        }
        let returned: Vec<Value<'a>> = seeded.iter().map(|&value| outside.apply(value)).collect();
        let inside = Builder::at_end(block, builder.location());
        inside
            .op("functional.return")
            .operands(&returned)
            .results(&[])
            .build();
        let pullback = fn_type(context, &given, &types);
        let results = [given.as_slice(), &[pullback]].concat();
        let vjp = builder
            .op("functional.vjp")
            .operands(&[lambda.result(0)])
            .results(&[fn_type(context, &types, &results)])
            .build();
        let made = apply(builder, vjp.result(0), &values);
        let pullback = made[made.len() - 1];
        apply(builder, pullback, seeds)
    }
}
