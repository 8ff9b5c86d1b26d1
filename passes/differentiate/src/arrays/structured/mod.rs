//! Structured ops of `linalg` in terms of `nd`, which has the rules: sums of products become contractions, windows
//! `nd.unfold`, bodies `nd.map` and `nd.reduce`. What fits nowhere becomes loops over elements, as it is defined.

mod fold;
mod loops;
mod product;
mod read;

use super::{build, shape_of};
use pullback_ir::{Affine, AffineMap, Block, Builder, Mapping, Op, Type, Value};
use std::collections::HashSet;

/// How many loops have a letter of a contraction.
const LETTERS: usize = 26;

/// Puts ops of `nd` in place of a structured op that gives floats.
pub fn convert(op: Op<'_>) {
    let floats = |value: &Value<'_>| value.ty().element().is_float();
    if !op.results().iter().any(floats) {
        return;
    }
    let Some(structured) = Structured::of(op) else {
        return;
    };
    let results = structured
        .elementwise()
        .or_else(|| structured.product())
        .or_else(|| structured.fold())
        .unwrap_or_else(|| structured.loops());
    op.replace_with(&results);
}

/// A structured op on arrays.
struct Structured<'a> {
    op: Op<'a>,
    builder: Builder<'a>,
    body: Block<'a>,
    /// Where each operand is read, what is written into included.
    maps: Vec<AffineMap>,
    /// How many loops there are.
    dims: usize,
    /// How many operands are only read.
    inputs: usize,
    /// An operand and a dimension of it that is as long as each loop.
    lengths: Vec<(usize, usize)>,
    /// The loops that what is written into does not have, in order.
    reduced: Vec<usize>,
}

/// An array whose dimensions are loops, in this order.
#[derive(Clone)]
struct Aligned<'a> {
    array: Value<'a>,
    loops: Vec<usize>,
}

impl<'a> Structured<'a> {
    fn of(op: Op<'a>) -> Option<Self> {
        let maps = op.indexing_maps()?;
        let dims = maps.first()?.dims;
        let inputs = op.operand_count().checked_sub(op.result_count())?;
        let length = |dim: usize| {
            // What the compiler knows is better.
            let found = |known: bool| {
                maps.iter().enumerate().find_map(|(number, map)| {
                    let shape = shape_of(op.operand(number).ty());
                    let at = (0..map.results.len()).find(|&at| {
                        map.results[at] == Affine::Dim(dim) && (!known || shape[at].is_some())
                    })?;
                    Some((number, at))
                })
            };
            found(true).or_else(|| found(false))
        };
        let written: HashSet<usize> = maps[inputs..]
            .iter()
            .flat_map(|map| (0..dims).filter(|&dim| names(map, dim)))
            .collect();
        Some(Self {
            reduced: (0..dims).filter(|dim| !written.contains(dim)).collect(),
            lengths: (0..dims).map(length).collect::<Option<_>>()?,
            builder: Builder::before(op),
            body: op.region(0).first()?,
            op,
            maps,
            dims,
            inputs,
        })
    }

    /// The length of a loop, if the compiler knows it.
    fn known(&self, dim: usize) -> Option<i64> {
        let (operand, at) = self.lengths[dim];
        shape_of(self.op.operand(operand).ty())[at]
    }

    /// The length of a loop.
    fn length(&self, dim: usize) -> Value<'a> {
        let (operand, at) = self.lengths[dim];
        build::size(&self.builder, self.op.operand(operand), at)
    }

    /// The type of an array over these loops.
    fn over(&self, loops: &[usize], element: Type<'a>) -> Type<'a> {
        let shape: Vec<Option<i64>> = loops.iter().map(|&dim| self.known(dim)).collect();
        Type::array(&shape, element)
    }

    /// The lengths of these loops that the compiler does not know.
    fn unknown(&self, loops: &[usize]) -> Vec<Value<'a>> {
        let unknown = loops.iter().filter(|&&dim| self.known(dim).is_none());
        unknown.map(|&dim| self.length(dim)).collect()
    }

    fn yields(&self) -> Vec<Value<'a>> {
        self.body.terminator().operands()
    }

    /// The numbers of the arguments of the body that a value depends on, and of the loops whose position it reads.
    fn reads(&self, values: &[Value<'a>]) -> Reads {
        let mut reads = Reads::default();
        let mut pending = values.to_vec();
        let mut seen = HashSet::new();
        while let Some(value) = pending.pop() {
            if !seen.insert(value) {
                continue;
            }
            if let Some((block, number)) = value.block_argument() {
                if block == self.body {
                    reads.arguments.push(number);
                }
                continue;
            }
            let Some(op) = value.defining_op().filter(|op| op.is_inside(self.op)) else {
                continue;
            };
            reads.loops.extend(loop_of(op));
            pending.extend(op.operands());
            // What a branch uses of the body.
            for inner in op.walk(pullback_ir::WalkOrder::Pre).into_iter().skip(1) {
                pending.extend(inner.operands());
            }
        }
        reads.arguments.sort_unstable();
        reads.loops.sort_unstable();
        reads.loops.dedup();
        reads
    }

    /// The loops that what is written into has as its dimensions, the same for all; `None` if it has others.
    fn written(&self) -> Option<Vec<usize>> {
        let first = &self.maps[self.inputs];
        if self.maps[self.inputs..].iter().any(|map| map != first) {
            return None;
        }
        let mut loops = Vec::new();
        for result in &first.results {
            match result {
                Affine::Dim(dim) if !loops.contains(dim) => loops.push(*dim),
                Affine::Constant(0) => {}
                _ => return None,
            }
        }
        Some(loops)
    }

    /// Every position is written once: a map.
    fn elementwise(&self) -> Option<Vec<Value<'a>>> {
        if self.op.result_count() == 0 || self.dims > LETTERS {
            return None;
        }
        let target = self.written()?;
        if target.len() < self.dims {
            return None;
        }
        let yields = self.yields();
        let made = self.map(&yields, &target)?;
        Some(self.results(&made, &target))
    }

    /// An array over the loops `target` of each value of the body.
    fn map(&self, values: &[Value<'a>], target: &[usize]) -> Option<Vec<Value<'a>>> {
        let argument = |value: Value<'a>| match value.block_argument() {
            Some((block, number)) if block == self.body => Some(number),
            _ => None,
        };
        if let [value] = values
            && let Some(number) = argument(*value)
        {
            let read = self.read(number)?;
            return Some(vec![self.spread(&read, target)]);
        }
        let reads = self.reads(values);
        let mut arrays = Vec::new();
        for &number in &reads.arguments {
            let read = self.read(number)?;
            arrays.push(self.spread(&read, target));
        }
        let types: Vec<Type<'a>> = values
            .iter()
            .map(|value| self.over(target, value.ty()))
            .collect();
        let sizes = match arrays.is_empty() {
            true => self.unknown(target),
            false => Vec::new(),
        };
        let (map, inside) = build::shell(&self.builder, "nd.map", &arrays, &sizes, &types, &[]);
        let block = map.region(0).entry();
        let mut mapping = Mapping::new();
        for (&number, element) in reads.arguments.iter().zip(block.args()) {
            mapping.insert(self.body.arg(number), element);
        }
        for &dim in &reads.loops {
            let at = target.iter().position(|&target| target == dim)?;
            self.place_loop(dim, build::position(&inside, at), &mut mapping);
        }
        let made = self.inline(&inside, values, &mut mapping);
        inside.op("nd.yield").operands(&made).results(&[]).build();
        Some(map.results())
    }

    /// A value stands for the position of a loop.
    fn place_loop(&self, dim: usize, value: Value<'a>, mapping: &mut Mapping<'a>) {
        for op in self.op.walk(pullback_ir::WalkOrder::Pre) {
            if loop_of(op) == Some(dim) {
                mapping.insert(op.result(0), value);
            }
        }
    }

    /// Copies what values of the body need.
    fn inline(
        &self,
        inside: &Builder<'a>,
        values: &[Value<'a>],
        mapping: &mut Mapping<'a>,
    ) -> Vec<Value<'a>> {
        let mut needed = HashSet::new();
        let mut pending: Vec<Op<'a>> = values.iter().filter_map(|v| v.defining_op()).collect();
        while let Some(op) = pending.pop() {
            let mut own = std::iter::successors(Some(op), |op| op.parent());
            let own = own.find(|op| op.block() == Some(self.body));
            let Some(own) = own.filter(|own| needed.insert(*own)) else {
                continue;
            };
            for inner in own.walk(pullback_ir::WalkOrder::Pre) {
                pending.extend(inner.operands().iter().filter_map(|v| v.defining_op()));
            }
        }
        // The place may be before an op, or at the end of a block that has none yet.
        let place = build::number(inside, 0).defining_op();
        let place = place.expect("a constant is made by an op");
        for op in self.body.ops() {
            if needed.contains(&op) && loop_of(op).is_none() {
                op.clone_before(place, mapping);
            }
        }
        place.erase();
        values.iter().map(|&value| mapping.apply(value)).collect()
    }

    /// Arrays over loops as the results: of their types, with the dimensions of size 1 that no loop has.
    fn results(&self, arrays: &[Value<'a>], loops: &[usize]) -> Vec<Value<'a>> {
        let result = |(&array, ty): (&Value<'a>, Type<'a>)| {
            if self.maps[self.inputs].results.len() > loops.len() || !array.ty().is_shaped() {
                let sizes: Vec<Value<'a>> = (0..loops.len())
                    .filter(|&at| self.known(loops[at]).is_none())
                    .map(|at| build::size(&self.builder, array, at))
                    .collect();
                let mut sizes = sizes.into_iter();
                let shape = self.maps[self.inputs].results.iter().zip(shape_of(ty));
                let full: Vec<Option<i64>> = shape
                    .map(|(result, size)| match result {
                        Affine::Dim(dim) => self.known(*dim),
                        _ => size.or(Some(1)),
                    })
                    .collect();
                let full = Type::array(&full, ty.element());
                let sizes: Vec<Value<'a>> = sizes.by_ref().collect();
                return build::cast(
                    &self.builder,
                    build::one(
                        &self.builder,
                        "nd.reshape",
                        &[&[array], sizes.as_slice()].concat(),
                        &[],
                        full,
                    ),
                    ty,
                );
            }
            build::cast(&self.builder, array, ty)
        };
        arrays
            .iter()
            .zip(self.op.result_types())
            .map(result)
            .collect()
    }
}

/// Whether a map depends on a loop.
fn names(map: &AffineMap, dim: usize) -> bool {
    fn depends(expression: &Affine, dim: usize) -> bool {
        match expression {
            Affine::Dim(other) => *other == dim,
            Affine::Symbol(_) | Affine::Constant(_) => false,
            Affine::Add(a, b)
            | Affine::Mul(a, b)
            | Affine::Mod(a, b)
            | Affine::FloorDiv(a, b)
            | Affine::CeilDiv(a, b) => depends(a, dim) || depends(b, dim),
        }
    }
    map.results.iter().any(|result| depends(result, dim))
}

/// What a value of a body depends on.
#[derive(Debug, Default)]
struct Reads {
    arguments: Vec<usize>,
    loops: Vec<usize>,
}

/// The loop whose position an op is.
fn loop_of(op: Op<'_>) -> Option<usize> {
    if !op.is("linalg.index") {
        return None;
    }
    usize::try_from(op.attr("dim")?.as_int()?).ok()
}
