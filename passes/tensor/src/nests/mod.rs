//! `nd-lower-nests`.
//!
//! What upstream's `convert-linalg-to-loops` makes, but that a result to whose element the inner loops add is a value that these loops carry: in
//! memory, among stores to other arrays, it would keep LLVM from seeing a sum.

mod vectors;

use crate::blocks::vector;
use crate::build::{self, for_loop, index, one, shape};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use vectors::Vector;

/// Writes `linalg.generic` over memory as loops.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-lower-nests", on = "builtin.module")]
pub struct LowerNests;

impl Pass for LowerNests {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        crate::all::load(root);
        let mut lowered = 0;
        // Inner ops first: a body is copied.
        for op in root.op().walk(WalkOrder::Post) {
            if op.is("linalg.generic") && op.result_count() == 0 {
                lowered += u64::from(lower(op).is_some());
            }
        }
        root.count("nests lowered", lowered);
        Ok(())
    }
}

/// An operand, and where each trip finds its element.
struct Place<'a> {
    array: Value<'a>,
    map: Vec<Attr<'a>>,
    /// The loops that its place depends on, up to the last one.
    depth: usize,
}

fn lower(op: Op<'_>) -> Option<()> {
    let context = op.context();
    let rank = op.attr("iterator_types")?.as_array()?.len();
    let maps = op.attr("indexing_maps")?.as_array()?;
    let body = op.region(0).first()?;
    let from: Vec<_> = (0..rank).map(|number| format!("d{number}")).collect();
    let from = from.join(", ");
    let mut trips: Vec<Option<((Value<'_>, usize), bool)>> = vec![None; rank];
    let mut all = vec![];
    for (array, map) in op.operands().into_iter().zip(maps) {
        let results = build::places(map);
        let numbers = results.iter().flat_map(|place| loops_in(place));
        let depth = numbers.map(|number| number + 1).max().unwrap_or(0);
        for (dimension, place) in results.iter().enumerate() {
            let number = build::loop_of(place);
            if let Some(trips) = number.and_then(|number| trips.get_mut(number))
                && trips.is_none_or(|(_, known)| !known)
            {
                let known = shape(array.ty()).get(dimension)?.is_some();
                *trips = Some(((array, dimension), known));
            }
        }
        let map = results
            .iter()
            .map(|place| Attr::parse(context, &format!("affine_map<({from}) -> ({place})>")));
        all.push(Place {
            array,
            map: map.collect::<Option<_>>()?,
            depth,
        });
    }
    let sizes = op.attr("operandSegmentSizes")?.to_string();
    let ins: usize = sizes
        .strip_prefix("array<i32:")?
        .split(',')
        .next()?
        .trim()
        .parse()
        .ok()?;
    let trips = trips.into_iter().collect::<Option<Vec<_>>>()?;
    let builder = Builder::before(op);
    let sizes: Vec<_> = trips
        .into_iter()
        .map(|((array, dimension), _)| extent(&builder, array, dimension))
        .collect();
    let nest = Nest {
        op,
        sizes,
        body,
        all,
        ins,
    };
    let vector = Vector::of(&nest);
    nest.at_depth(&builder, &mut vec![], &[], vector.as_ref());
    op.erase();
    Some(())
}

/// The numbers of the loops in a place.
fn loops_in(place: &str) -> impl Iterator<Item = usize> {
    let words = place.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter_map(build::loop_of)
}

fn extent<'a>(builder: &Builder<'a>, memory: Value<'a>, dimension: usize) -> Value<'a> {
    match shape(memory.ty())[dimension] {
        Some(size) => index(builder, size),
        None => {
            let place = index(builder, dimension as i64);
            one(builder, "memref.dim", &[memory, place], place.ty())
        }
    }
}

struct Nest<'a> {
    op: Op<'a>,
    sizes: Vec<Value<'a>>,
    body: pullback_ir::Block<'a>,
    all: Vec<Place<'a>>,
    ins: usize,
}

impl<'a> Nest<'a> {
    /// Whether a result is carried by the loops from this depth on.
    fn starts(&self, place: &Place<'a>, depth: usize) -> bool {
        place.depth == depth && depth < self.sizes.len()
    }

    /// Makes the loops from a depth on, with the results that those around carry; what these are then.
    fn at_depth(
        &self,
        builder: &Builder<'a>,
        at: &mut Vec<Value<'a>>,
        carried: &[(usize, Value<'a>)],
        vector: Option<&Vector<'a>>,
    ) -> Vec<Value<'a>> {
        let depth = at.len();
        let Some(&size) = self.sizes.get(depth) else {
            return self.innermost(builder, at, carried);
        };
        let own = self.all.iter().enumerate().skip(self.ins);
        let own = own.filter(|(_, place)| self.starts(place, depth));
        let own: Vec<_> = own.map(|(number, _)| number).collect();
        let mut all = carried.to_vec();
        for &number in &own {
            all.push((number, self.load(builder, number, at)));
        }
        let numbers: Vec<_> = all.iter().map(|(number, _)| *number).collect();
        let values: Vec<_> = all.iter().map(|(_, value)| *value).collect();
        let is_last = depth + 1 == self.sizes.len();
        if let Some(vector) = vector.filter(|_| is_last) {
            let results = vector.lower(self, builder, at, &all);
            let (others, mine) = results.split_at(carried.len());
            for (&number, &value) in own.iter().zip(mine) {
                self.store(builder, number, at, value);
            }
            return others.to_vec();
        }
        let bounds = [index(builder, 0), size, index(builder, 1)];
        let results = for_loop(builder, bounds, &values, &mut |inner, place, values| {
            let carried = numbers.iter().copied().zip(values.iter().copied());
            let carried: Vec<_> = carried.collect();
            at.push(place);
            let next = self.at_depth(inner, at, &carried, vector);
            at.pop();
            next
        });
        let (others, mine) = results.split_at(carried.len());
        for (&number, &value) in own.iter().zip(mine) {
            self.store(builder, number, at, value);
        }
        others.to_vec()
    }

    fn innermost(
        &self,
        builder: &Builder<'a>,
        at: &[Value<'a>],
        carried: &[(usize, Value<'a>)],
    ) -> Vec<Value<'a>> {
        let held = |number: usize| carried.iter().find(|(other, _)| *other == number);
        let arguments = self.body.args();
        let taken: Vec<_> = (0..self.all.len())
            .map(|number| match held(number) {
                Some(&(_, value)) => value,
                // What nobody reads need not be there yet.
                None if !arguments[number].has_uses() => arguments[number],
                None => self.load(builder, number, at),
            })
            .collect();
        let given = self.inlined(builder, &taken, at);
        let mut next = vec![];
        for (offset, &value) in given.iter().enumerate() {
            let number = self.ins + offset;
            match held(number) {
                Some(_) => next.push((number, value)),
                None => self.store(builder, number, at, value),
            }
        }
        let order = carried.iter().filter_map(|(number, _)| {
            let same = next.iter().find(|(other, _)| other == number);
            same.map(|(_, value)| *value)
        });
        order.collect()
    }

    /// A copy of the body; what it yields.
    fn inlined(
        &self,
        builder: &Builder<'a>,
        taken: &[Value<'a>],
        at: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        let mut mapping = Mapping::of(&self.body.args(), taken);
        for inside in self.body.ops() {
            if inside.is("linalg.yield") {
                let given = inside.operands().into_iter();
                return given.map(|value| mapping.apply(value)).collect();
            }
            let position = |op: Op<'a>| {
                let number = op.attr("dim").and_then(Attr::as_int);
                let number = usize::try_from(number.unwrap_or_default());
                number.ok().and_then(|number| at.get(number).copied())
            };
            if inside.is("linalg.index")
                && let Some(place) = position(inside)
            {
                mapping.insert(inside.result(0), place);
                continue;
            }
            let copy = match at.is_empty() {
                true => inside.clone_before(self.op, &mut mapping),
                false => inside.clone_to_end(builder.block(), &mut mapping),
            };
            for inner in copy.walk(WalkOrder::Pre) {
                if inner.is("linalg.index")
                    && let Some(place) = position(inner)
                {
                    inner.replace_with(&[place]);
                }
            }
        }
        vec![]
    }

    fn places(&self, builder: &Builder<'a>, number: usize, at: &[Value<'a>]) -> Vec<Value<'a>> {
        let place = &self.all[number];
        let ty = Type::index(builder.context());
        let each = place.map.iter().map(|&map| {
            let text = build::places(map).pop().unwrap_or_default();
            let plain = build::loop_of(&text);
            if let Some(&value) = plain.and_then(|number| at.get(number)) {
                return value;
            }
            if let Ok(known) = text.parse() {
                return index(builder, known);
            }
            // A place depends on no loop further in than where its array is read.
            let zero = index(builder, 0);
            let all = (0..self.sizes.len()).map(|number| at.get(number).copied().unwrap_or(zero));
            let op = builder.op("affine.apply").attr("map", map);
            let all: Vec<_> = all.collect();
            op.operands(&all).results(&[ty]).build().result(0)
        });
        each.collect()
    }

    fn load(&self, builder: &Builder<'a>, number: usize, at: &[Value<'a>]) -> Value<'a> {
        let array = self.all[number].array;
        if array.ty().shape().is_none() {
            return array;
        }
        let mut operands = vec![array];
        operands.extend(self.places(builder, number, at));
        one(builder, "memref.load", &operands, array.ty().element())
    }

    fn store(&self, builder: &Builder<'a>, number: usize, at: &[Value<'a>], value: Value<'a>) {
        let mut operands = vec![value, self.all[number].array];
        operands.extend(self.places(builder, number, at));
        let op = builder.op("memref.store").operands(&operands);
        op.results(&[]).build();
    }
}
