//! The reverse of folds: they go the other way. What a fold had before each element is found again by a scan, and the
//! cotangent of what it has is carried back by a scan, which gives those of the elements, too.

use super::{
    Backward,
    elements::{Pullback, shell},
};
use crate::{
    arrays::{
        Functional, binary, broadcast, compare_index, filled, gather, index, list, shape_of, size,
        sizes, sum,
    },
    leaves::leaves,
};
use pullback_ir::{Attr, Builder, Mapping, Type, Value};

impl<'a> Backward<'a, '_, '_> {
    /// The fold along several dimensions is one along their product, which comes last.
    pub(super) fn reduce_back(&mut self, parts: Functional<'a>, cotangents: &[Option<Value<'a>>]) {
        let emitter = self.emitter;
        let (kept, along) = (parts.kept(), parts.along());
        let shape = parts.shape();
        let first = parts.arrays()[0];
        let order = [kept.as_slice(), &along].concat();
        let permuted: Vec<Option<i64>> = order.iter().map(|&at| shape[at]).collect();
        let folded: Option<i64> = along
            .iter()
            .try_fold(1_i64, |product, &at| product.checked_mul(shape[at]?));
        let mut merged: Vec<Option<i64>> = kept.iter().map(|&at| shape[at]).collect();
        merged.push(folded);
        let mut lengths: Vec<Value<'a>> = kept
            .iter()
            .filter(|&&at| shape[at].is_none())
            .map(|&at| size(emitter, first, at))
            .collect();
        if folded.is_none() {
            let sizes = along.iter().map(|&at| size(emitter, first, at));
            let product = sizes.reduce(|a, b| binary(emitter, "arith.muli", a, b));
            lengths.extend(product);
        }
        let arrays: Vec<Value<'a>> = parts
            .arrays()
            .into_iter()
            .map(|array| {
                let element = array.ty().element();
                let moved = match order.is_sorted() {
                    true => array,
                    false => {
                        let ty = Type::array(&permuted, element);
                        emitter.pure(
                            "nd.transpose",
                            &[array],
                            &[("permutation", list(emitter, &order))],
                            ty,
                        )
                    }
                };
                let ty = Type::array(&merged, element);
                match moved.ty() == ty && along.len() == 1 {
                    true => moved,
                    false => {
                        let operands = [vec![moved], lengths.clone()].concat();
                        emitter.pure("nd.reshape", &operands, &[], ty)
                    }
                }
            })
            .collect();
        let ends: Vec<Option<Value<'a>>> = cotangents.to_vec();
        let fold = Fold {
            dimension: kept.len(),
            reverse: false,
            had: None,
            seeds: vec![None; ends.len()],
            ends,
            exclusive: false,
        };
        let (function, given) = self.fold_back(parts, &arrays, &fold);
        let first = parts.arrays();
        let back: Vec<Value<'a>> = given
            .iter()
            .zip(function.gives())
            .map(|(&d, (_, array))| {
                let Some(array) = array.map(|at| first[at]) else {
                    return d;
                };
                let ty = Type::array(&permuted, d.ty().element());
                let moved = match d.ty() == ty && along.len() == 1 {
                    true => d,
                    false => {
                        let dynamic = order.iter().filter(|&&at| shape[at].is_none());
                        let dynamic: Vec<Value<'a>> =
                            dynamic.map(|&at| size(emitter, array, at)).collect();
                        let operands = [vec![d], dynamic].concat();
                        emitter.pure("nd.reshape", &operands, &[], ty)
                    }
                };
                if order.is_sorted() {
                    return moved;
                }
                let mut inverse = vec![0; order.len()];
                for (to, &from) in order.iter().enumerate() {
                    inverse[from] = to;
                }
                let inverse = list(emitter, &inverse);
                emitter.pure(
                    "nd.transpose",
                    &[moved],
                    &[("permutation", inverse)],
                    array.ty(),
                )
            })
            .collect();
        self.give_parts(parts, &function, &back);
    }

    pub(super) fn scan_back(&mut self, parts: Functional<'a>, cotangents: &[Option<Value<'a>>]) {
        let exclusive = parts.op.attr("exclusive").is_some();
        let fold = Fold {
            dimension: parts.along()[0],
            reverse: parts.op.attr("reverse").is_some(),
            had: exclusive.then(|| parts.op.results()),
            seeds: cotangents.to_vec(),
            ends: vec![None; cotangents.len()],
            exclusive,
        };
        let (function, given) = self.fold_back(parts, &parts.arrays(), &fold);
        self.give_parts(parts, &function, &given);
    }

    /// The cotangents that a fold's function gives, a value for each of [`Pullback::gives`]; those of what the fold
    /// starts from are added.
    fn fold_back(
        &mut self,
        parts: Functional<'a>,
        arrays: &[Value<'a>],
        fold: &Fold<'a>,
    ) -> (Pullback<'a>, Vec<Value<'a>>) {
        let emitter = self.emitter;
        let builder = emitter.builder();
        let location = builder.location();
        let starts = parts.rest();
        let arguments = parts.body.args();
        // What is carried and takes part; the cotangents of the others end here.
        let floats: Vec<usize> = (0..parts.carried)
            .filter(|&at| {
                !leaves(starts[at].ty()).is_empty() && self.is_active(arguments[parts.inputs + at])
            })
            .collect();
        let had = fold
            .had
            .clone()
            .unwrap_or_else(|| prefixes(builder, parts, arrays, fold));
        let mut active: Vec<bool> = arguments
            .iter()
            .map(|&value| self.is_active(value))
            .collect();
        for (at, active) in active.iter_mut().enumerate().skip(parts.inputs) {
            *active = floats.contains(&(at - parts.inputs));
        }
        let wanted = (0..parts.carried).map(|at| floats.contains(&at)).collect();
        let function = Pullback::new(parts, self.captured(parts), active, wanted);

        // Cotangents at each position: those of a scan's results, and those of a reduction's at the last one.
        let like = arrays[0];
        let mut starts_at: Vec<Value<'a>> = Vec::new();
        let mut seeds: Vec<Option<Value<'a>>> = Vec::new();
        for &at in &floats {
            let zero = emitter.constant(starts[at].ty(), 0.0);
            match fold.ends[at] {
                Some(end) if !end.ty().is_shaped() => {
                    starts_at.push(end);
                    seeds.push(None);
                }
                Some(end) if shape_of(end.ty()).is_empty() => {
                    starts_at.push(emitter.pure("tensor.extract", &[end], &[], end.ty().element()));
                    seeds.push(None);
                }
                Some(end) => {
                    starts_at.push(zero);
                    seeds.push(Some(self.at_last(like, fold.dimension, end)));
                }
                None => {
                    starts_at.push(zero);
                    seeds.push(fold.seeds[at]);
                }
            }
        }
        let gives = function.gives();
        let extra: Vec<Value<'a>> = gives
            .iter()
            .map(|(value, _)| emitter.constant(value.ty().element(), 0.0))
            .collect();
        let inits = [starts_at.as_slice(), &extra].concat();
        let given_seeds: Vec<Value<'a>> = seeds.iter().copied().flatten().collect();
        let inputs = [arrays, &had, &given_seeds].concat();
        let types: Vec<Type<'a>> = inits
            .iter()
            .map(|value| like.ty().with_element(value.ty()))
            .collect();
        let segments = [inputs.len() as i32, inits.len() as i32];
        let mut scan = shell(builder, "nd.scan", &inputs, &inits, &types, &segments).attr(
            "dimension",
            Attr::int(Type::int(builder.context(), 64), fold.dimension as i64),
        );
        if !fold.reverse {
            scan = scan.attr("reverse", Attr::unit(builder.context()));
        }
        let scan = scan.build();
        let elements: Vec<Type<'a>> = inputs
            .iter()
            .map(|value| value.ty().element())
            .chain(inits.iter().map(|value| value.ty()))
            .collect();
        let block = scan.region(0).append_block(&elements, location);
        let inside = Builder::at_end(block, location);
        let all = block.args();
        let (elements, rest) = all.split_at(arrays.len() + had.len());
        let (seed_elements, carried) = rest.split_at(given_seeds.len());
        let mut seed_elements = seed_elements.iter().copied();
        let here: Vec<Option<Value<'a>>> = seeds
            .iter()
            .map(|seed| seed.and_then(|_| seed_elements.next()))
            .collect();
        let add = |a: Value<'a>, b: Option<Value<'a>>| match b {
            Some(b) => inside
                .op("arith.addf")
                .operands(&[a, b])
                .results(&[a.ty()])
                .build()
                .result(0),
            None => a,
        };
        let cotangents: Vec<Value<'a>> = carried
            .iter()
            .zip(&here)
            .map(|(&carried, &here)| {
                if fold.exclusive {
                    carried
                } else {
                    add(carried, here)
                }
            })
            .collect();
        let given = function.apply_fold(&inside, elements, &cotangents);
        let (back, given) = given.split_at(floats.len());
        let back: Vec<Value<'a>> = back
            .iter()
            .zip(&here)
            .map(|(&back, &here)| {
                if fold.exclusive {
                    add(back, here)
                } else {
                    back
                }
            })
            .collect();
        let yields = [back.as_slice(), given].concat();
        inside.op("nd.yield").operands(&yields).results(&[]).build();
        let results = scan.results();
        for (position, &at) in floats.iter().enumerate() {
            if self.is_active(starts[at]) {
                let total = self.of_start(
                    fold,
                    like,
                    results[position],
                    starts_at[position],
                    fold.ends[at],
                    starts[at],
                );
                self.give_one(starts[at], total);
            }
        }
        (function, results[floats.len()..].to_vec())
    }

    /// The cotangent of what a fold starts from: what the scan has at the end, which is at the first position of the
    /// primal fold; where there are no positions, what it started from.
    fn of_start(
        &mut self,
        fold: &Fold<'a>,
        like: Value<'a>,
        carried: Value<'a>,
        started: Value<'a>,
        end: Option<Value<'a>>,
        start: Value<'a>,
    ) -> Value<'a> {
        let emitter = self.emitter;
        let shape = shape_of(carried.ty());
        let length = size(emitter, like, fold.dimension);
        let first = match fold.reverse {
            true => binary(emitter, "arith.subi", length, index(emitter, 1)),
            false => index(emitter, 0),
        };
        let mut rest = shape.clone();
        rest.remove(fold.dimension);
        let ty = match rest.is_empty() {
            true => start.ty(),
            false => Type::array(&rest, start.ty()),
        };
        let found = gather(emitter, carried, &[first], &[fold.dimension], ty);
        let all: Vec<usize> = (0..rest.len()).collect();
        let total = match rest.is_empty() {
            true => found,
            false => sum(emitter, found, &all, start.ty()),
        };
        if shape[fold.dimension].is_some_and(|size| size > 0) {
            return total;
        }
        let empty = match end {
            Some(end) if end.ty().is_shaped() => {
                let all: Vec<usize> = (0..shape_of(end.ty()).len()).collect();
                sum(emitter, end, &all, start.ty())
            }
            _ => started,
        };
        let is_empty = compare_index(emitter, length, index(emitter, 0));
        emitter.select(is_empty, empty, total)
    }

    /// An array as large as `like` that is `end` at the last position along a dimension, zero elsewhere.
    fn at_last(&mut self, like: Value<'a>, dimension: usize, end: Value<'a>) -> Value<'a> {
        let emitter = self.emitter;
        let ty = like.ty().with_element(end.ty().element());
        let rank = shape_of(ty).len();
        let others: Vec<usize> = (0..rank).filter(|&at| at != dimension).collect();
        let length = size(emitter, like, dimension);
        let last = binary(emitter, "arith.subi", length, index(emitter, 1));
        let numbers = ty.with_element(Type::index(emitter.builder().context()));
        let number = Attr::int(Type::int(emitter.builder().context(), 64), dimension as i64);
        let positions = emitter.pure(
            "nd.iota",
            &sizes(emitter, numbers, like),
            &[("dimension", number)],
            numbers,
        );
        let last = broadcast(emitter, last, &[], numbers, like);
        let is_last = compare_index(emitter, positions, last);
        let each = broadcast(emitter, end, &others, ty, like);
        let zero = filled(emitter, ty, 0.0, like);
        emitter.select(is_last, each, zero)
    }
}

/// A fold whose reverse is taken.
struct Fold<'a> {
    dimension: usize,
    /// Whether the primal goes from the end to the start.
    reverse: bool,
    /// What it had before each element, if that is known.
    had: Option<Vec<Value<'a>>>,
    /// The cotangents of what it has at each position.
    seeds: Vec<Option<Value<'a>>>,
    /// The cotangents of what it has in the end.
    ends: Vec<Option<Value<'a>>>,
    /// Whether the results are what it had before each element.
    exclusive: bool,
}

/// What a fold had before each element: the same fold, as a scan.
fn prefixes<'a>(
    builder: &Builder<'a>,
    parts: Functional<'a>,
    arrays: &[Value<'a>],
    fold: &Fold<'a>,
) -> Vec<Value<'a>> {
    let inits = parts.rest();
    let like = arrays[0].ty();
    let types: Vec<Type<'a>> = inits
        .iter()
        .map(|value| like.with_element(value.ty()))
        .collect();
    let segments = [arrays.len() as i32, inits.len() as i32];
    let unit = Attr::unit(builder.context());
    let mut scan = shell(builder, "nd.scan", arrays, &inits, &types, &segments)
        .attr(
            "dimension",
            Attr::int(Type::int(builder.context(), 64), fold.dimension as i64),
        )
        .attr("exclusive", unit);
    if fold.reverse {
        scan = scan.attr("reverse", unit);
    }
    let scan = scan.build();
    parts
        .op
        .region(0)
        .clone_into(scan.region(0), &mut Mapping::new());
    scan.results()
}
