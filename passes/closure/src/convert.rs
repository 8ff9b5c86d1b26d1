//! Values of sets: made, taken apart, and changed from the representation of a small set to that of a larger
//! one.

use crate::{
    flow::Set,
    scan::{field, tuple},
    shape::Shape,
};
use pullback_functional::{Constructor, build, data_type};
use pullback_ir::{Attr, Block, Builder, Type, Value};
use std::{collections::BTreeMap, rc::Rc};

/// `ub.poison`.
pub(crate) fn poison<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    builder.op("ub.poison").results(&[ty]).build().result(0)
}

/// What is known of the elements of all sets.
pub(crate) struct Layout<'a> {
    /// For each element the types of what it keeps.
    pub records: Vec<Vec<Type<'a>>>,
    /// For each element the name of its constructor.
    pub constructors: Vec<String>,
    /// The data types.
    pub data: BTreeMap<Set, String>,
}

/// What is done with one of several functions: gets its number and what it keeps.
type Each<'e, 'a> = dyn Fn(&Builder<'a>, usize, &[Value<'a>]) -> Vec<Value<'a>> + 'e;

impl<'a> Layout<'a> {
    /// The constructors of a set's data type: one without fields, if there is one, is the first, which has the
    /// cheapest representation.
    pub fn order(&self, set: &Set) -> Vec<usize> {
        let mut elements: Vec<_> = set.iter().copied().collect();
        elements.sort_by_key(|&element| !self.records[element].is_empty());
        elements
    }

    /// The function that is an element with what it keeps, as a value of a set.
    pub fn inject(
        &self,
        builder: &Builder<'a>,
        element: usize,
        keeps: &[Value<'a>],
        set: &Set,
    ) -> Value<'a> {
        let context = builder.context();
        if let Some(name) = self.data.get(set) {
            let constructor = &self.constructors[element];
            return build::construct(builder, data_type(context, name), constructor, keeps);
        }
        let record = tuple(builder, keeps);
        if set.len() == 1 {
            return record;
        }
        let mut fields = vec![builder.int(Type::int(context, 32), element as i64)];
        for &other in set {
            fields.push(if other == element {
                record
            } else {
                poison(builder, Type::tuple(context, &self.records[other]))
            });
        }
        tuple(builder, &fields)
    }

    /// Does `each` with whichever function a value of a set is.
    pub fn eliminate(
        &self,
        builder: &Builder<'a>,
        value: Value<'a>,
        set: &Set,
        results: &[Type<'a>],
        each: &Each<'_, 'a>,
    ) -> Vec<Value<'a>> {
        if self.data.contains_key(set) {
            return self.matched(builder, value, set, results, each);
        }
        let elements: Vec<_> = set.iter().copied().collect();
        match elements.as_slice() {
            [] => results.iter().map(|&ty| poison(builder, ty)).collect(),
            [element] => each(builder, *element, &self.fields(builder, *element, value)),
            _ => {
                let tag = field(builder, value, 0);
                halves(builder, tag, &elements, results, &|builder, element| {
                    let position = set.iter().position(|&other| other == element);
                    let record = field(builder, value, position.map_or(0, |index| index + 1));
                    each(builder, element, &self.fields(builder, element, record))
                })
            }
        }
    }

    fn fields(&self, builder: &Builder<'a>, element: usize, record: Value<'a>) -> Vec<Value<'a>> {
        (0..self.records[element].len())
            .map(|index| field(builder, record, index))
            .collect()
    }

    /// A `functional.match` with a case for each element.
    fn matched(
        &self,
        builder: &Builder<'a>,
        value: Value<'a>,
        set: &Set,
        results: &[Type<'a>],
        each: &Each<'_, 'a>,
    ) -> Vec<Value<'a>> {
        let elements = self.order(set);
        let constructors: Vec<_> = elements
            .iter()
            .map(|&element| Constructor {
                // The context keeps the name.
                name: Attr::string(builder.context(), &self.constructors[element])
                    .as_str()
                    .unwrap_or_default(),
                fields: self.records[element].clone(),
            })
            .collect();
        let case = |inner: &Builder<'a>, index: usize, block: Block<'a>| {
            each(inner, elements[index], &block.args())
        };
        build::matching(builder, value, &constructors, results, case).results()
    }

    /// The value in the representation `to`; every function that it may be is also in `to`.
    pub fn coerce(
        &self,
        builder: &Builder<'a>,
        value: Value<'a>,
        from: &Shape<'a>,
        to: &Shape<'a>,
    ) -> Value<'a> {
        if is_same(from, to) {
            return value;
        }
        match (from, to) {
            (Shape::Function(from, _), Shape::Function(to, ty)) => {
                if from.len() > 1 && !self.data.contains_key(from) && !self.data.contains_key(to) {
                    return self.widen(builder, value, from, to);
                }
                let inject = |builder: &Builder<'a>, element, keeps: &[Value<'a>]| {
                    vec![self.inject(builder, element, keeps, to)]
                };
                self.eliminate(builder, value, from, &[*ty], &inject)[0]
            }
            (Shape::Tuple(from, _), Shape::Tuple(to, _)) => {
                let pairs = from.iter().zip(to).enumerate();
                let fields: Vec<_> = pairs
                    .map(|(index, (from, to))| {
                        self.coerce(builder, field(builder, value, index), from, to)
                    })
                    .collect();
                tuple(builder, &fields)
            }
            // Shapes of one type are of one kind, and a stack is the same everywhere.
            _ => value,
        }
    }

    /// A tag and records with those of more functions.
    fn widen(&self, builder: &Builder<'a>, value: Value<'a>, from: &Set, to: &Set) -> Value<'a> {
        let mut fields = vec![field(builder, value, 0)];
        for &element in to {
            fields.push(match from.iter().position(|&other| other == element) {
                Some(position) => field(builder, value, position + 1),
                None => {
                    let ty = Type::tuple(builder.context(), &self.records[element]);
                    poison(builder, ty)
                }
            });
        }
        tuple(builder, &fields)
    }

    /// Several values in other representations.
    pub fn coerce_all(
        &self,
        builder: &Builder<'a>,
        values: &[Value<'a>],
        from: &[Rc<Shape<'a>>],
        to: &[Rc<Shape<'a>>],
    ) -> Vec<Value<'a>> {
        let shapes = from.iter().zip(to);
        let values = values.iter().zip(shapes);
        values
            .map(|(&value, (from, to))| self.coerce(builder, value, from, to))
            .collect()
    }
}

fn is_same(from: &Shape<'_>, to: &Shape<'_>) -> bool {
    match (from, to) {
        (Shape::Function(from, _), Shape::Function(to, _)) => from == to,
        (Shape::Tuple(from, _), Shape::Tuple(to, _)) => {
            from.iter().zip(to).all(|(from, to)| is_same(from, to))
        }
        _ => true,
    }
}

/// A conditional on the tag: halves, so that many functions do not nest deep.
fn halves<'a>(
    builder: &Builder<'a>,
    tag: Value<'a>,
    elements: &[usize],
    results: &[Type<'a>],
    each: &dyn Fn(&Builder<'a>, usize) -> Vec<Value<'a>>,
) -> Vec<Value<'a>> {
    if let [element] = elements {
        return each(builder, *element);
    }
    let (low, high) = elements.split_at(elements.len() / 2);
    // Of two functions the first is asked for by name.
    let (predicate, bound) = match low {
        [element] => (EQUAL, *element),
        _ => (UNSIGNED_LESS, high[0]),
    };
    let bound = builder.int(tag.ty(), bound as i64);
    let i64 = Type::int(builder.context(), 64);
    let condition = builder
        .op("arith.cmpi")
        .operands(&[tag, bound])
        .attr("predicate", Attr::int(i64, predicate))
        .results(&[Type::int(builder.context(), 1)])
        .build()
        .result(0);
    let conditional = builder
        .op("scf.if")
        .operands(&[condition])
        .results(results)
        .regions(2)
        .build();
    for (index, part) in [low, high].into_iter().enumerate() {
        let block = conditional
            .region(index)
            .append_block(&[], builder.location());
        let inner = Builder::at_end(block, builder.location());
        let values = halves(&inner, tag, part, results, each);
        inner.op("scf.yield").operands(&values).results(&[]).build();
    }
    conditional.results()
}

/// `arith.cmpi eq`.
const EQUAL: i64 = 0;
/// `arith.cmpi ult`.
const UNSIGNED_LESS: i64 = 6;
