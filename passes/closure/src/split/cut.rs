//! What a function value keeps of the block that makes it, and what it makes again.
//!
//! Ops between the block's arguments and the captures that are cheap enough to be done twice let the tape be cut
//! earlier than at the captures. The cut with the fewest leaves is taken; of several one with most of the block's
//! arguments, which the caller has anyway, and of those the latest, which does the fewest ops again.

use crate::scan::has_function_field;
use pullback_analysis::Network;
use pullback_functional::ops;
use pullback_ir::{Block, Op, Value};
use std::collections::{HashMap, HashSet};

/// How many ops may lie between what is kept and what is needed.
pub(crate) const LONGEST: usize = 4;

/// Which operands of partial applications count: by the symbol of the function that is bound, one flag a bound
/// argument. All count of a function that is not named here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needed(pub HashMap<String, Vec<bool>>);

impl Needed {
    /// The symbol and the flags of a partial application, if they are known.
    pub fn of<'a>(&self, op: Op<'a>) -> Option<(&'a str, &[bool])> {
        let bound = op.is(ops::PARTIAL).then(|| op.operand(0).defining_op())??;
        let symbol = bound.attr(ops::SYMBOL)?.as_symbol()?;
        Some((symbol, self.0.get(symbol)?))
    }

    /// What an op uses from around it and what counts.
    fn inputs<'a>(&self, op: Op<'a>) -> Vec<Value<'a>> {
        let Some((_, mask)) = self.of(op) else {
            return inputs(op);
        };
        let operands = op.operands();
        let bound = operands[1..].iter().zip(mask);
        let bound = bound
            .filter(|(_, counts)| **counts)
            .map(|(value, _)| *value);
        bound.chain([operands[0]]).collect()
    }
}

/// What there is of a block outside of it.
#[derive(Debug)]
pub(crate) struct Cut<'a> {
    /// The values that are handed over, in the order of the text.
    pub kept: Vec<Value<'a>>,
    /// The ops that are done again, in the order of the text.
    pub remade: Vec<Op<'a>>,
}

/// A block whose values may be needed outside of it.
#[derive(Debug)]
pub(crate) struct Origin<'a> {
    block: Block<'a>,
    positions: HashMap<Op<'a>, usize>,
    needed: Needed,
    /// Values that are there wherever the block's are needed.
    free: HashSet<Value<'a>>,
}

/// A value that may be handed over.
struct Candidate<'a> {
    value: Value<'a>,
    needed: bool,
    /// The candidates from which it can be made again.
    made_of: Option<Vec<usize>>,
}

impl<'a> Origin<'a> {
    /// Reads off the order of a block's ops.
    pub fn new(block: Block<'a>, needed: Needed) -> Self {
        Self::with_free(block, needed, HashSet::new())
    }

    /// Of a block of which some values need not be handed over.
    pub fn with_free(block: Block<'a>, needed: Needed, free: HashSet<Value<'a>>) -> Self {
        let positions = block.ops().into_iter().zip(0..).collect();
        Self {
            block,
            positions,
            needed,
            free,
        }
    }

    /// The op of this block that makes a value.
    fn maker(&self, value: Value<'a>) -> Option<Op<'a>> {
        value
            .defining_op()
            .filter(|op| self.positions.contains_key(op))
    }

    /// Cuts the block below these values, which come from it. `None` if a function value among them does not
    /// come from ops that merely make function values.
    pub fn cut(&self, needs: Vec<Value<'a>>) -> Option<Cut<'a>> {
        let (data, mut remade) = self.data(needs)?;
        let candidates = self.candidates(&data);
        let kept = choose(&candidates);
        let mut pending = data;
        while let Some(value) = pending.pop() {
            if kept.contains(&value) || self.free.contains(&value) {
                continue;
            }
            let op = self.maker(value)?;
            if remade.insert(op) {
                pending.extend(op.operands());
            }
        }
        let mut kept: Vec<_> = kept.into_iter().collect();
        kept.sort_by_key(|&value| self.place(value));
        let mut remade: Vec<_> = remade.into_iter().collect();
        remade.sort_by_key(|op| self.positions.get(op));
        Some(Cut { kept, remade })
    }

    /// What the values are made of when function values are always made again: data, and the ops that make the
    /// function values of it.
    fn data(&self, needs: Vec<Value<'a>>) -> Option<(Vec<Value<'a>>, HashSet<Op<'a>>)> {
        let (mut data, mut makers) = (Vec::new(), HashSet::new());
        let mut seen = HashSet::new();
        let mut pending = needs;
        while let Some(value) = pending.pop() {
            if self.free.contains(&value) || !seen.insert(value) {
                continue;
            }
            if !has_function_field(value.ty()) {
                data.push(value);
                continue;
            }
            let op = self.maker(value).filter(|&op| makes_functions(op))?;
            if makers.insert(op) {
                pending.extend(self.needed.inputs(op));
            }
        }
        Some((data, makers))
    }

    /// The values between what is needed and what is too dear or too far away, in the order of the text.
    fn candidates(&self, data: &[Value<'a>]) -> Vec<Candidate<'a>> {
        let is_free = |value: &Value<'a>| {
            self.free.contains(value) || self.maker(*value).is_some_and(Op::is_constant)
        };
        let mut order: Vec<Value<'a>> = data.iter().copied().filter(|v| !is_free(v)).collect();
        let needed: HashSet<_> = order.iter().copied().collect();
        let mut seen = needed.clone();
        let mut remade = HashSet::new();
        let mut level = order.clone();
        for _ in 0..LONGEST {
            let mut further = Vec::new();
            for value in level {
                let Some(op) = self.maker(value).filter(|&op| is_cheap(op)) else {
                    continue;
                };
                remade.insert(value);
                let operands = op.operands().into_iter().filter(|v| !is_free(v));
                further.extend(operands.filter(|&operand| seen.insert(operand)));
            }
            order.extend(&further);
            level = further;
        }
        order.sort_by_key(|&value| self.place(value));
        let indices: HashMap<_, _> = order.iter().copied().zip(0..).collect();
        let candidate = |value: Value<'a>| {
            let maker = self.maker(value).filter(|_| remade.contains(&value));
            let made_of = |op: Op<'a>| {
                let operands = op.operands().into_iter();
                operands.filter_map(|v| indices.get(&v).copied()).collect()
            };
            Candidate {
                value,
                needed: needed.contains(&value),
                made_of: maker.map(made_of),
            }
        };
        order.iter().copied().map(candidate).collect()
    }

    /// Arguments first, then results in the order of their ops.
    fn place(&self, value: Value<'a>) -> (usize, usize) {
        match self.maker(value) {
            Some(op) => (self.positions[&op] + 1, value.result_index().unwrap_or(0)),
            None => (0, value.block_argument().map_or(0, |(_, index)| index)),
        }
    }

    /// The block.
    pub fn block(&self) -> Block<'a> {
        self.block
    }
}

/// The cut with the fewest leaves.
fn choose<'a>(candidates: &[Candidate<'a>]) -> HashSet<Value<'a>> {
    // What is needed and cannot be made again is in every cut, and what can be made of that costs nothing.
    let mut kept = HashSet::new();
    let mut free = vec![false; candidates.len()];
    for (index, candidate) in candidates.iter().enumerate() {
        free[index] = match &candidate.made_of {
            Some(inputs) => inputs.iter().all(|&input| free[input]),
            None => candidate.needed,
        };
        if candidate.made_of.is_none() && candidate.needed {
            kept.insert(candidate.value);
        }
    }
    let rest: Vec<usize> = (0..candidates.len())
        .filter(|&index| !free[index])
        .collect();
    let vertices: HashMap<usize, usize> = rest.iter().copied().zip(0..).collect();
    let weights: Vec<u32> = rest
        .iter()
        .map(|&index| weight(candidates[index].value))
        .collect();
    let mut network = Network::new(&weights);
    for (vertex, &index) in rest.iter().enumerate() {
        match &candidates[index].made_of {
            None => network.begin_at(vertex),
            Some(inputs) => {
                for input in inputs.iter().filter_map(|input| vertices.get(input)) {
                    network.connect(*input, vertex);
                }
            }
        }
        if candidates[index].needed {
            network.end_at(vertex);
        }
    }
    let cut = network.minimum_cut();
    kept.extend(cut.into_iter().map(|vertex| candidates[rest[vertex]].value));
    kept
}

/// What an op uses from around it.
pub(crate) fn inputs(op: Op<'_>) -> Vec<Value<'_>> {
    let mut inputs = op.operands();
    if op.region_count() > 0 {
        inputs.extend(captures(op));
    }
    inputs
}

/// The values that an op's regions use and do not define, in the order of first use.
pub(crate) fn captures(op: Op<'_>) -> Vec<Value<'_>> {
    // Each value is looked at once; `Op::captures` looks through all for each use.
    let mut seen = HashSet::new();
    let mut captures = Vec::new();
    for inner in op.walk(pullback_ir::WalkOrder::Pre).into_iter().skip(1) {
        for operand in inner.operands() {
            if seen.insert(operand) && !operand.is_inside(op) {
                captures.push(operand);
            }
        }
    }
    captures
}

/// Whether the op makes function values and does nothing else.
pub(crate) fn makes_functions(op: Op<'_>) -> bool {
    matches!(
        op.name(),
        ops::LAMBDA
            | ops::REF
            | ops::PARTIAL
            | ops::TUPLE
            | ops::GET
            | "arith.select"
            | "ub.poison"
    )
}

/// Whether doing the op twice costs less than keeping its result.
pub(crate) fn is_cheap(op: Op<'_>) -> bool {
    match op.name() {
        ops::TUPLE | ops::GET => true,
        ops::MATCH => reads_fields(op),
        name => {
            op.dialect() == "arith"
                && !name.contains("div")
                && !name.contains("rem")
                && op.region_count() == 0
                && op.is_memory_effect_free()
                && op
                    .results()
                    .into_iter()
                    .all(|result| !result.ty().is_shaped())
        }
    }
}

/// Whether a match does nothing but hand out fields.
fn reads_fields(op: Op<'_>) -> bool {
    op.regions().into_iter().all(|case| {
        let block = case.entry();
        let end = block.terminator();
        let is_plain = |value: Value<'_>| {
            value.block_argument().is_some_and(|(of, _)| of == block)
                || value.defining_op().is_some_and(Op::is_constant)
        };
        end.operands().into_iter().all(is_plain)
            && block
                .ops()
                .into_iter()
                .all(|op| op == end || op.is_constant())
    })
}

/// How much worse it is to keep a value than not. Types are shared, so that one of few lines may have very many
/// leaves: those weigh the same.
fn weight(value: Value<'_>) -> u32 {
    const MANY: u32 = 1024;
    let mut leaves = 0;
    let mut pending = vec![value.ty()];
    while let Some(ty) = pending.pop() {
        match ty.tuple_fields() {
            Some(fields) if !fields.is_empty() => pending.extend(fields),
            _ => leaves += 1,
        }
        if leaves + pending.len() as u32 > MANY {
            leaves = MANY;
            break;
        }
    }
    // Arguments win where the numbers are equal.
    16 * leaves - u32::from(value.block_argument().is_some())
}
