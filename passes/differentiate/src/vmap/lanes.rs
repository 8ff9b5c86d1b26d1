//! Lane by lane: any function, which need not be known.

use super::Axes;
use crate::{
    arrays::{build, shape_of},
    functions::{apply, lambda},
};
use pullback_ir::{Attr, Builder, Op, Type, Value};

/// A function that calls that of a `functional.vmap` for each lane.
pub fn lanes<'a>(op: Op<'a>) -> Value<'a> {
    let axes = Axes::of(op);
    let function = op.operand(0);
    let builder = Builder::before(op);
    lambda(
        &builder,
        &axes.all_arguments,
        &axes.all_results,
        |builder, arguments| {
            let lanes = Lanes {
                axes: &axes,
                function,
                arguments,
            };
            match axes.is_of_elements() {
                true => lanes.map(builder),
                false => lanes.repeat(builder),
            }
        },
    )
}

impl Axes<'_> {
    /// Whether each lane takes and gives numbers, but for what is the same in all.
    pub fn is_of_elements(&self) -> bool {
        let inputs = self.arguments.iter().zip(&self.inputs);
        let mut own = inputs.filter(|(_, axis)| axis.is_some()).map(|(ty, _)| ty);
        own.all(|ty| !ty.is_shaped()) && !self.results.iter().any(|ty| ty.is_shaped())
    }
}

/// The calls of a function.
struct Lanes<'a, 'x> {
    axes: &'x Axes<'a>,
    function: Value<'a>,
    arguments: &'x [Value<'a>],
}

impl<'a> Lanes<'a, '_> {
    /// A map over elements.
    fn map(&self, builder: &Builder<'a>) -> Vec<Value<'a>> {
        let size = self.axes.known();
        let of = |element: Type<'a>| Type::array(&[size], element);
        let own: Vec<usize> = (0..self.arguments.len())
            .filter(|&at| self.axes.inputs[at].is_some())
            .collect();
        let arrays: Vec<Value<'a>> = own
            .iter()
            .map(|&at| build::cast(builder, self.arguments[at], of(self.axes.arguments[at])))
            .collect();
        let types: Vec<Type<'a>> = self.axes.results.iter().map(|&ty| of(ty)).collect();
        let (map, inside) = build::shell(builder, "nd.map", &arrays, &[], &types, &[]);
        let mut all = self.arguments.to_vec();
        for (&at, element) in own.iter().zip(map.region(0).entry().args()) {
            all[at] = element;
        }
        let made = apply(&inside, self.function, &all);
        inside.op("nd.yield").operands(&made).results(&[]).build();
        let results = map.results().into_iter().zip(&self.axes.all_results);
        results
            .map(|(array, &ty)| build::cast(builder, array, ty))
            .collect()
    }

    /// A loop over lanes.
    fn repeat(&self, builder: &Builder<'a>) -> Vec<Value<'a>> {
        let (first, axis) = self.axes.first().expect("an argument has lanes");
        let count = build::size(builder, self.arguments[first], axis);
        let zero = build::number(builder, 0);
        let unknown = |ty: &Type<'a>| shape_of(*ty).contains(&None);
        if !self.axes.results.iter().any(unknown) {
            let arrays = self.empty(builder, count, &[]);
            return self.from(builder, zero, count, &arrays);
        }
        // The first lane tells how large the results are.
        let bit = Type::int(builder.context(), 1);
        let more = Attr::int(Type::int(builder.context(), 64), 4);
        let attrs = [("predicate", more)];
        let any = build::one(builder, "arith.cmpi", &[count, zero], &attrs, bit);
        let branch = builder
            .op("scf.if")
            .operands(&[any])
            .results(&self.axes.all_results)
            .regions(2)
            .build();
        let sides: Vec<Builder<'a>> = (0..2)
            .map(|side| {
                let block = branch.region(side).append_block(&[], builder.location());
                Builder::at_end(block, builder.location())
            })
            .collect();
        let end = |inside: &Builder<'a>, values: &[Value<'a>]| {
            inside.op("scf.yield").operands(values).results(&[]).build();
        };
        let made = self.lane(&sides[0], zero);
        let arrays = self.empty(&sides[0], count, &made);
        let arrays = self.put(&sides[0], &made, &arrays, zero);
        let one = build::number(&sides[0], 1);
        let arrays = self.from(&sides[0], one, count, &arrays);
        end(&sides[0], &arrays);
        end(&sides[1], &self.empty(&sides[1], count, &[]));
        branch.results()
    }

    /// The lanes from one on.
    fn from(
        &self,
        builder: &Builder<'a>,
        low: Value<'a>,
        count: Value<'a>,
        arrays: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        let step = build::number(builder, 1);
        let op = builder
            .op("scf.for")
            .operands(&[low, count, step])
            .operands(arrays)
            .results(&self.axes.all_results)
            .regions(1)
            .build();
        let index = build::index(builder);
        let arguments = [&[index], self.axes.all_results.as_slice()].concat();
        let block = op.region(0).append_block(&arguments, builder.location());
        let inside = Builder::at_end(block, builder.location());
        let (at, arrays) = (block.arg(0), &block.args()[1..]);
        let made = self.lane(&inside, at);
        let arrays = self.put(&inside, &made, arrays, at);
        inside
            .op("scf.yield")
            .operands(&arrays)
            .results(&[])
            .build();
        op.results()
    }

    /// What one lane gives.
    fn lane(&self, builder: &Builder<'a>, at: Value<'a>) -> Vec<Value<'a>> {
        let own = (0..self.arguments.len()).map(|number| {
            let (array, ty) = (self.arguments[number], self.axes.arguments[number]);
            match self.axes.inputs[number] {
                Some(axis) => build::lane(builder, array, axis, at, ty),
                None => array,
            }
        });
        let own: Vec<Value<'a>> = own.collect();
        apply(builder, self.function, &own)
    }

    /// The results with one lane's put in.
    fn put(
        &self,
        builder: &Builder<'a>,
        made: &[Value<'a>],
        arrays: &[Value<'a>],
        at: Value<'a>,
    ) -> Vec<Value<'a>> {
        let all = made.iter().zip(arrays).zip(&self.axes.outputs);
        all.map(|((&made, &array), &axis)| build::put_lane(builder, made, array, axis, at))
            .collect()
    }

    /// Arrays for the results, as large as what a lane gave tells, or without elements.
    fn empty(&self, builder: &Builder<'a>, count: Value<'a>, made: &[Value<'a>]) -> Vec<Value<'a>> {
        let results = self.axes.all_results.iter().zip(&self.axes.outputs);
        let make = |(number, (&ty, &axis)): (usize, (&Type<'a>, &usize))| {
            let mut sizes = Vec::new();
            for (at, size) in shape_of(ty).into_iter().enumerate() {
                if size.is_some() {
                    continue;
                }
                sizes.push(match made.get(number) {
                    _ if at == axis => count,
                    Some(&made) => build::size(builder, made, at - usize::from(at > axis)),
                    None => build::number(builder, 0),
                });
            }
            build::one(builder, "tensor.empty", &sizes, &[], ty)
        };
        results.enumerate().map(make).collect()
    }
}
