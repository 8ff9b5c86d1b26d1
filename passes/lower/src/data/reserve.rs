//! Loops whose trips are counted, and that push to a stack or pop from it a fixed number of times a trip.
//!
//! One check before the loop stands for those of all trips: pushes find room, and pops find entries, zeros where the
//! stack was too short. What is left of a push is a store and a sum.

use super::{
    layout::{Types, tuple},
    memory::{FILL, GROW, Memory},
    stacks::{MOST, arith, branch, compare, parts, select},
};
use pullback_functional::{ops, stack_elements};
use pullback_ir::{Builder, Op, Type, Value};

/// A loop and what it does with stacks.
pub(super) struct Loop<'a> {
    op: Op<'a>,
    runs: Vec<Run<'a>>,
}

/// The pushes or pops of a trip on one carried stack.
struct Run<'a> {
    /// Which carried value.
    index: usize,
    /// One after the other, each on the stack that the one before gave.
    ops: Vec<Op<'a>>,
    elements: Vec<Type<'a>>,
}

/// What a counted loop does with the stacks that it carries.
pub(super) fn runs(op: Op<'_>) -> Option<Loop<'_>> {
    if !op.is("scf.for") || op.attr("unsignedCmp").is_some() {
        return None;
    }
    let bound = op.operand(0).ty();
    let is_counted = bound.is_index() || bound.bit_width().is_some_and(|width| width <= 64);
    let body = op.region(0).first().filter(|_| is_counted)?;
    let end = body.try_terminator()?;
    let runs: Vec<_> = (0..op.result_count())
        .filter_map(|index| {
            let elements = stack_elements(op.result(index).ty())?;
            let ops = chain(body.arg(index + 1), end, index)?;
            Some(Run {
                index,
                ops,
                elements,
            })
        })
        .collect();
    (!runs.is_empty()).then_some(Loop { op, runs })
}

/// All pushes or all pops from a stack to what a terminator yields of it, in the block of the terminator.
fn chain<'a>(stack: Value<'a>, end: Op<'a>, index: usize) -> Option<Vec<Op<'a>>> {
    let mut ops: Vec<Op<'a>> = vec![];
    let mut stack = stack;
    loop {
        let uses = stack.uses();
        let [only] = uses.as_slice() else {
            return None;
        };
        let (op, operand) = (only.op, only.index);
        if op == end {
            return (operand == index && !ops.is_empty()).then_some(ops);
        }
        let is_next = operand == 0
            && (op.is(ops::PUSH) || op.is(ops::POP))
            && ops.first().is_none_or(|first| first.name() == op.name())
            && op.block() == end.block();
        if !is_next {
            return None;
        }
        ops.push(op);
        stack = op.result(0);
    }
}

impl<'a> Loop<'a> {
    /// The pushes and pops that need no check.
    pub(super) fn ops(&self) -> impl Iterator<Item = Op<'a>> {
        self.runs.iter().flat_map(|run| run.ops.iter().copied())
    }

    /// Which carried stacks have a buffer from before the loop that points to nothing in the arena.
    pub(super) fn unboxed(&self) -> Vec<usize> {
        let holds_none = |run: &&Run<'a>| !run.elements.iter().any(|&ty| super::holds_box(ty));
        self.runs
            .iter()
            .filter(holds_none)
            .map(|run| run.index)
            .collect()
    }

    /// Makes room, or entries, for all trips.
    pub(super) fn reserve(&self, memory: &Memory<'a>, types: &Types<'a>) {
        let builder = Builder::before(self.op);
        let trips = trips(&builder, types, self.op);
        for run in &self.runs {
            let elements: Vec<_> = run.elements.iter().map(|&ty| types.converted(ty)).collect();
            let record = types.record(false, &elements);
            let times = builder.int(types.i64, run.ops.len() as i64);
            let count = arith(&builder, "arith.muli", trips, times);
            let stack = self.op.operand(3 + run.index);
            let reserved = if run.ops[0].is(ops::PUSH) {
                room(&builder, memory, types, stack, count, record)
            } else {
                entries(&builder, memory, types, stack, count, record)
            };
            self.op.set_operand(3 + run.index, reserved);
        }
    }
}

/// How often the loop runs, as 64 bits; more than any memory holds entries is as good as that.
fn trips<'a>(builder: &Builder<'a>, types: &Types<'a>, op: Op<'a>) -> Value<'a> {
    /// `arith.cmpi slt`.
    const LESS: i64 = 2;
    let (lower, upper, step) = (op.operand(0), op.operand(1), op.operand(2));
    let ty = lower.ty();
    let (zero, one) = (builder.int(ty, 0), builder.int(ty, 1));
    let runs = compare(builder, LESS, lower, upper);
    // Counted without a sign, for the distance of two signed numbers may be larger than the largest of them.
    let distance = arith(builder, "arith.subi", upper, lower);
    let before_last = arith(builder, "arith.subi", distance, one);
    let steps = arith(builder, "arith.divui", before_last, step);
    let wide = widen(builder, types, steps);
    let most = builder.int(types.i64, MOST - 1);
    let steps = arith(builder, "arith.minui", wide, most);
    let count = arith(builder, "arith.addi", steps, builder.int(types.i64, 1));
    let none = widen(builder, types, zero);
    select(builder, runs, count, none)
}

fn widen<'a>(builder: &Builder<'a>, types: &Types<'a>, value: Value<'a>) -> Value<'a> {
    let ty = value.ty();
    if ty == types.i64 {
        return value;
    }
    let name = if ty.is_index() {
        "arith.index_cast"
    } else {
        "arith.extui"
    };
    let op = builder.op(name).operands(&[value]).results(&[types.i64]);
    op.build().result(0)
}

/// `arith.cmpi sgt`.
const MORE: i64 = 4;

/// The stack with room for `count` entries more.
fn room<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    stack: Value<'a>,
    count: Value<'a>,
    record: Option<Type<'a>>,
) -> Value<'a> {
    let Some(record) = record else {
        return stack;
    };
    let [base, length, capacity] = parts(builder, stack);
    let zero = builder.int(types.i64, 0);
    let all = arith(builder, "arith.maxsi", capacity, zero);
    let free = arith(builder, "arith.subi", all, length);
    let is_short = compare(builder, MORE, count, free);
    let grow = |inside: &Builder<'a>| {
        let size = memory.size_of(inside, record);
        memory.call(inside, GROW, &[base, length, capacity, count, size], 2)
    };
    let keep = |_: &Builder<'a>| vec![base, capacity];
    let buffer = branch(builder, is_short, &[types.ptr, types.i64], grow, keep);
    tuple(builder, &[buffer[0], length, buffer[1]])
}

/// The stack with `count` entries at least: zeros below those that it has.
fn entries<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    stack: Value<'a>,
    count: Value<'a>,
    record: Option<Type<'a>>,
) -> Value<'a> {
    let [base, length, capacity] = parts(builder, stack);
    let is_short = compare(builder, MORE, count, length);
    let new_length = select(builder, is_short, count, length);
    let Some(record) = record else {
        return tuple(builder, &[base, new_length, capacity]);
    };
    let fill = |inside: &Builder<'a>| {
        let size = memory.size_of(inside, record);
        let filled = memory.call(inside, FILL, &[base, length, count, size], 1);
        vec![filled[0], count]
    };
    let keep = |_: &Builder<'a>| vec![base, capacity];
    let buffer = branch(builder, is_short, &[types.ptr, types.i64], fill, keep);
    tuple(builder, &[buffer[0], new_length, buffer[1]])
}
