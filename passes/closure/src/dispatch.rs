//! Calls of function values: a conditional between calls of functions.

use crate::{
    coerce::{coerce, poison, record},
    flow::Set,
    scan::field,
    shape::Shape,
};
use pullback_ir::{Attr, Builder, Op, Type, Value};
use std::rc::Rc;

/// What becomes of an element. Holds no value of the text but those that the element keeps, since block
/// arguments go away while lambdas are lifted.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The op that makes the element.
    pub op: Op<'a>,
    /// The values in its record.
    pub keeps: Vec<Value<'a>>,
    /// The record's type.
    pub record: Type<'a>,
    /// What a call of it calls.
    pub target: Target<'a>,
}

/// What a call calls.
#[derive(Debug)]
pub(crate) enum Target<'a> {
    /// A lambda's function: takes what the lambda captures, then its parameters.
    Lambda {
        symbol: String,
        params: Vec<Rc<Shape<'a>>>,
        returns: Vec<Rc<Shape<'a>>>,
    },
    /// A function of the module.
    Symbol(String),
    /// What a `partial` binds arguments of.
    Partial {
        callee: Set,
        bound: Vec<Rc<Shape<'a>>>,
    },
}

/// A call in the text.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The `functional.apply`.
    pub op: Op<'a>,
    /// What may be called.
    pub callee: Set,
    /// The arguments.
    pub arguments: Vec<Rc<Shape<'a>>>,
    /// The results.
    pub results: Vec<Rc<Shape<'a>>>,
}

type Shaped<'a> = (Value<'a>, Rc<Shape<'a>>);

/// Replaces a `functional.apply`, whose operands are represented already.
pub(crate) fn dispatch<'a>(call: &Call<'a>, plans: &[Plan<'a>]) {
    let builder = Builder::before(call.op);
    let operands = call.op.operands();
    let arguments: Vec<_> = operands[1..]
        .iter()
        .copied()
        .zip(call.arguments.iter().cloned())
        .collect();
    let dispatcher = Dispatcher {
        plans,
        results: &call.results,
    };
    let results = dispatcher.any(&builder, &call.callee, operands[0], &arguments);
    call.op.replace_with(&results);
}

struct Dispatcher<'p, 'a> {
    plans: &'p [Plan<'a>],
    results: &'p [Rc<Shape<'a>>],
}

impl<'a> Dispatcher<'_, 'a> {
    /// Calls whichever of the set a value is.
    fn any(
        &self,
        builder: &Builder<'a>,
        set: &Set,
        callee: Value<'a>,
        arguments: &[Shaped<'a>],
    ) -> Vec<Value<'a>> {
        let elements: Vec<_> = set.iter().copied().collect();
        match elements.as_slice() {
            [] => {
                let poison = |shape: &Rc<Shape<'a>>| poison(builder, shape.ty());
                self.results.iter().map(poison).collect()
            }
            [element] => self.one(builder, *element, callee, arguments),
            _ => {
                let tag = field(builder, callee, 0);
                self.several(builder, tag, &elements, &|builder, element| {
                    let record = record(builder, callee, set, element);
                    self.one(builder, element, record, arguments)
                })
            }
        }
    }

    /// A conditional on the tag: halves, so that many functions do not nest deep.
    fn several(
        &self,
        builder: &Builder<'a>,
        tag: Value<'a>,
        elements: &[usize],
        call: &dyn Fn(&Builder<'a>, usize) -> Vec<Value<'a>>,
    ) -> Vec<Value<'a>> {
        if let [element] = elements {
            return call(builder, *element);
        }
        let (low, high) = elements.split_at(elements.len() / 2);
        // Of two functions the first is asked for by name.
        let (predicate, bound) = match low {
            [element] => (EQUAL, *element),
            _ => (UNSIGNED_LESS, high[0]),
        };
        let bound = builder.int(tag.ty(), bound as i64);
        let condition = builder
            .op("arith.cmpi")
            .operands(&[tag, bound])
            .attr(
                "predicate",
                Attr::int(Type::int(builder.context(), 64), predicate),
            )
            .results(&[Type::int(builder.context(), 1)])
            .build()
            .result(0);
        let types: Vec<_> = self.results.iter().map(|shape| shape.ty()).collect();
        let conditional = builder
            .op("scf.if")
            .operands(&[condition])
            .results(&types)
            .regions(2)
            .build();
        for (index, part) in [low, high].into_iter().enumerate() {
            let block = conditional
                .region(index)
                .append_block(&[], builder.location());
            let inner = Builder::at_end(block, builder.location());
            let results = self.several(&inner, tag, part, call);
            inner
                .op("scf.yield")
                .operands(&results)
                .results(&[])
                .build();
        }
        conditional.results()
    }

    /// Calls one function with its record.
    fn one(
        &self,
        builder: &Builder<'a>,
        element: usize,
        record: Value<'a>,
        arguments: &[Shaped<'a>],
    ) -> Vec<Value<'a>> {
        let plan = &self.plans[element];
        let kept = |index| field(builder, record, index);
        match &plan.target {
            Target::Symbol(symbol) => {
                let arguments: Vec<_> = arguments.iter().map(|(value, _)| *value).collect();
                let types: Vec<_> = self.results.iter().map(|shape| shape.ty()).collect();
                call(builder, symbol, &arguments, &types)
            }
            Target::Lambda {
                symbol,
                params,
                returns,
            } => {
                let mut values: Vec<_> = (0..plan.keeps.len()).map(kept).collect();
                for ((value, from), to) in arguments.iter().zip(params) {
                    values.push(coerce(builder, *value, from, to));
                }
                let types: Vec<_> = returns.iter().map(|shape| shape.ty()).collect();
                call(builder, symbol, &values, &types)
                    .into_iter()
                    .zip(returns.iter().zip(self.results))
                    .map(|(value, (from, to))| coerce(builder, value, from, to))
                    .collect()
            }
            Target::Partial { callee, bound } => {
                let mut all: Vec<_> = bound
                    .iter()
                    .enumerate()
                    .map(|(index, shape)| (kept(index + 1), Rc::clone(shape)))
                    .collect();
                all.extend_from_slice(arguments);
                self.any(builder, callee, kept(0), &all)
            }
        }
    }
}

/// `arith.cmpi eq`.
const EQUAL: i64 = 0;
/// `arith.cmpi ult`.
const UNSIGNED_LESS: i64 = 6;

fn call<'a>(
    builder: &Builder<'a>,
    symbol: &str,
    arguments: &[Value<'a>],
    results: &[Type<'a>],
) -> Vec<Value<'a>> {
    builder
        .op("func.call")
        .attr("callee", Attr::symbol(builder.context(), symbol))
        .operands(arguments)
        .results(results)
        .build()
        .results()
}
