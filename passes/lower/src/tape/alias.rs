//! Which stacks are one tape.
//!
//! A stack goes from the pushes of a loop out of it, through branches, calls, tuples, other stacks and data types, to the
//! pops of the reverse loop. Values that may be the same stack are put in one class (a union-find, insensitive to
//! the order of ops and to the calling context).

use petgraph::unionfind::UnionFind;
use pullback_functional::{data_name, ops, stack_elements};
use pullback_ir::{Attr, Op, Type, Value};
use std::collections::HashMap;

/// Where a value is: in the text, or a field in memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Place<'a> {
    /// A value, or what is at a path in its tuple.
    Value(Value<'a>, Vec<usize>),
    /// An element of all stacks of a type.
    Element(Type<'a>, usize, Vec<usize>),
    /// A field of a constructor.
    Field(String, String, usize, Vec<usize>),
    /// A result of a function.
    Result(String, usize, Vec<usize>),
}

/// Classes of stacks.
pub struct Aliases<'a> {
    places: HashMap<Place<'a>, usize>,
    classes: UnionFind<usize>,
}

impl<'a> Aliases<'a> {
    /// Looks at all ops of a module.
    pub fn of(all: &[Op<'a>]) -> Self {
        let functions: HashMap<&str, Op<'a>> = all
            .iter()
            .filter(|op| op.is("func.func"))
            .filter_map(|op| Some((op.symbol_name()?, *op)))
            .collect();
        let mut pairs = Vec::new();
        for &op in all {
            pairs_of(op, &functions, &mut pairs);
        }
        let mut places = HashMap::new();
        let mut equal = Vec::new();
        for (a, b) in pairs {
            let mut number = |place| {
                let next = places.len();
                *places.entry(place).or_insert(next)
            };
            equal.push((number(a), number(b)));
        }
        let mut classes = UnionFind::new(places.len());
        for (a, b) in equal {
            classes.union(a, b);
        }
        Self { places, classes }
    }

    /// The tape that a stack is.
    pub fn tape(&self, stack: Value<'a>) -> Option<usize> {
        let place = self.places.get(&Place::Value(stack, vec![]))?;
        Some(self.classes.find(*place))
    }
}

type Pairs<'a> = Vec<(Place<'a>, Place<'a>)>;

fn pairs_of<'a>(op: Op<'a>, functions: &HashMap<&str, Op<'a>>, pairs: &mut Pairs<'a>) {
    let (operands, results) = (op.operands(), op.results());
    let mut same = |from: &[Value<'a>], to: &[Value<'a>]| {
        for (&from, &to) in from.iter().zip(to) {
            link(
                from.ty(),
                &mut vec![],
                &|path| Place::Value(from, path),
                &|path| Place::Value(to, path),
                pairs,
            );
        }
    };
    let yields = |region: usize| op.region(region).entry().terminator().operands();
    let arguments = |region: usize| op.region(region).entry().args();
    match op.name() {
        "scf.for" => {
            let carried = &arguments(0)[1..];
            same(&operands[3..], carried);
            same(&yields(0), carried);
            same(&yields(0), &results);
        }
        "scf.while" => {
            same(&operands, &arguments(0));
            same(&yields(0)[1..], &arguments(1));
            same(&yields(0)[1..], &results);
            same(&yields(1), &arguments(0));
        }
        "scf.if" | "scf.index_switch" | "scf.execute_region" | ops::MATCH => {
            for block in op.regions().into_iter().filter_map(|region| region.first()) {
                same(&block.terminator().operands(), &results);
            }
        }
        "arith.select" => {
            same(&operands[1..2], &results);
            same(&operands[2..], &results);
        }
        ops::PUSH | ops::POP => same(&operands[..1], &results[..1]),
        _ => {}
    }
    match op.name() {
        ops::PUSH | ops::POP => {
            let ty = operands[0].ty();
            let elements = if op.is(ops::PUSH) {
                &operands
            } else {
                &results
            };
            for (index, &value) in elements[1..].iter().enumerate() {
                let element = |path| Place::Element(ty, index, path);
                link(
                    value.ty(),
                    &mut vec![],
                    &|path| Place::Value(value, path),
                    &element,
                    pairs,
                );
            }
        }
        ops::TUPLE | ops::GET => {
            let (tuple, start) = match op.is(ops::TUPLE) {
                true => (results[0], 0),
                false => (
                    operands[0],
                    op.attr(ops::INDEX).and_then(Attr::as_int).unwrap_or(0) as usize,
                ),
            };
            let fields = if op.is(ops::TUPLE) { operands } else { results };
            for (index, value) in fields.into_iter().enumerate() {
                let field = |path: Vec<usize>| {
                    Place::Value(tuple, [&[start + index], path.as_slice()].concat())
                };
                link(
                    value.ty(),
                    &mut vec![],
                    &|path| Place::Value(value, path),
                    &field,
                    pairs,
                );
            }
        }
        ops::CONSTRUCT => {
            let case = op.attr(ops::CONSTRUCTOR).and_then(Attr::as_str);
            fields(results[0].ty(), case.unwrap_or_default(), &operands, pairs);
        }
        ops::MATCH => {
            let cases = op
                .attr(ops::CASES)
                .and_then(Attr::as_array)
                .unwrap_or_default();
            for (case, region) in cases.into_iter().zip(op.regions()) {
                let (case, block) = (case.as_str().unwrap_or_default(), region.first());
                let arguments = block.map(|block| block.args()).unwrap_or_default();
                fields(operands[0].ty(), case, &arguments, pairs);
            }
        }
        "func.call" => {
            let name = op
                .attr("callee")
                .and_then(Attr::as_symbol)
                .unwrap_or_default();
            let body = functions
                .get(name)
                .and_then(|function| function.region(0).first());
            let parameters = body.map(|body| body.args()).unwrap_or_default();
            for (&value, parameter) in operands.iter().zip(parameters) {
                link(
                    value.ty(),
                    &mut vec![],
                    &|path| Place::Value(value, path),
                    &|path| Place::Value(parameter, path),
                    pairs,
                );
            }
            given(name, &results, pairs);
        }
        "func.return" => {
            let function = op.parent().and_then(|function| function.symbol_name());
            given(function.unwrap_or_default(), &operands, pairs);
        }
        _ => {}
    }
}

/// Values are results of a function.
fn given<'a>(function: &str, values: &[Value<'a>], pairs: &mut Pairs<'a>) {
    for (index, &value) in values.iter().enumerate() {
        let result = |path| Place::Result(function.to_owned(), index, path);
        link(
            value.ty(),
            &mut vec![],
            &|path| Place::Value(value, path),
            &result,
            pairs,
        );
    }
}

/// Values are the fields of a constructor.
fn fields<'a>(data: Type<'a>, case: &str, values: &[Value<'a>], pairs: &mut Pairs<'a>) {
    let name = data_name(data).unwrap_or_default();
    for (index, &value) in values.iter().enumerate() {
        let field = |path| Place::Field(name.clone(), case.to_owned(), index, path);
        link(
            value.ty(),
            &mut vec![],
            &|path| Place::Value(value, path),
            &field,
            pairs,
        );
    }
}

/// The stacks in a value of type `ty` are the same in two places.
fn link<'a>(
    ty: Type<'a>,
    path: &mut Vec<usize>,
    one: &dyn Fn(Vec<usize>) -> Place<'a>,
    other: &dyn Fn(Vec<usize>) -> Place<'a>,
    pairs: &mut Pairs<'a>,
) {
    if stack_elements(ty).is_some() {
        pairs.push((one(path.clone()), other(path.clone())));
    }
    for (index, field) in ty
        .tuple_fields()
        .unwrap_or_default()
        .into_iter()
        .enumerate()
    {
        path.push(index);
        link(field, path, one, other, pairs);
        path.pop();
    }
}
