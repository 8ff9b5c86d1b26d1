//! Values of the forward code where the backpropagator needs them: out of loops on stacks, out of branches as
//! results.
//!
//! The backpropagator is emitted as if it saw every value of the forward code. For each region of a loop, inner loops
//! first: ops that are cheaper to do again than to keep are done again at the start of the region's reverse; what is
//! still needed is pushed on a stack that the loop carries, and popped by the reverse loop. So the stack of an inner
//! loop is a value of the outer one, and is kept on its stack.

use crate::{
    cut::remade,
    loops::{append, extend_for, extend_while, trips},
    threading::{add_results, branches_in, remake_constant, replace_uses_in, thread_residuals},
};
use pullback_functional::{
    build::{pop, push, stack},
    data::stack_type,
    masks::Masks,
};
use pullback_ir::{Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use std::collections::{HashMap, HashSet};

/// Which region is the reverse of which.
#[derive(Debug, Default)]
pub struct Twins<'a> {
    reverse: HashMap<Block<'a>, Block<'a>>,
    /// What stands in a reverse region for an argument of the forward one.
    renamed: HashMap<Value<'a>, (Value<'a>, Block<'a>)>,
    /// After which op a reverse region starts.
    starts: HashMap<Block<'a>, Op<'a>>,
}

impl<'a> Twins<'a> {
    /// `backward` is the reverse of `forward`.
    pub fn add(&mut self, forward: Block<'a>, backward: Block<'a>) {
        self.reverse.insert(forward, backward);
    }

    /// In `block`, `new` stands for `argument`, and nothing needs to be kept for it.
    pub fn rename(&mut self, argument: Value<'a>, new: Value<'a>, block: Block<'a>) {
        self.renamed.insert(argument, (new, block));
    }

    /// What is computed again in `block` comes after the op that makes `value`.
    pub fn start_after(&mut self, block: Block<'a>, value: Value<'a>) {
        self.starts
            .extend(value.defining_op().map(|op| (block, op)));
    }

    /// What stands for an argument of a forward region.
    pub fn renamed(&self, argument: Value<'a>) -> Option<Value<'a>> {
        self.renamed.get(&argument).map(|&(new, _)| new)
    }

    fn start(&self, block: Block<'a>) -> Option<Op<'a>> {
        match self.starts.get(&block) {
            Some(op) => op.next(),
            None => block.first(),
        }
    }
}

/// Lets `user`, the backpropagator, see no value inside loops and branches of `function`.
pub fn record_tapes<'a>(function: Op<'a>, user: Op<'a>, twins: Twins<'a>) {
    for (argument, (new, block)) in &twins.renamed {
        if let Some(op) = block.parent_op() {
            replace_uses_in(*argument, *new, op);
        }
    }
    let loops = function.walk(WalkOrder::Post).into_iter();
    let loops = loops.filter(|op| (op.is("scf.for") || op.is("scf.while")) && !op.is_inside(user));
    // Loops are replaced by loops that carry more; their blocks stay.
    let bodies: Vec<Block<'a>> = loops
        .flat_map(Op::regions)
        .filter_map(|region| region.first())
        .collect();
    for body in bodies {
        if let Some(&reverse) = twins.reverse.get(&body) {
            record_body(body, reverse, &twins);
        }
    }
    let entry = function.region(0).entry();
    let users = user.walk(WalkOrder::Pre);
    let masks = Masks::of(&users);
    let mut seen = HashSet::new();
    for value in users.iter().flat_map(|op| op.operands()) {
        if value.block() != Some(entry) && !value.is_inside(user) && seen.insert(value) {
            keep_masked(value, &masks, user);
        }
    }
    thread_residuals(branches_in(entry), user);
}

/// Lets `user` use a value of the forward code under the masks of its uses.
fn keep_masked<'a>(value: Value<'a>, masks: &Masks<'a>, user: Op<'a>) {
    let kept = masks.keep(value);
    if kept != value {
        replace_uses_in(value, kept, user);
    }
}

/// Whether a value is defined in a block or in an op of it.
pub fn is_within<'a>(value: Value<'a>, block: Block<'a>) -> bool {
    let outward = |block: &Block<'a>| block.parent_op().and_then(Op::block);
    std::iter::successors(value.block(), outward).any(|at| at == block)
}

fn record_body<'a>(body: Block<'a>, reverse: Block<'a>, twins: &Twins<'a>) {
    let user = reverse.parent_op().expect("the reverse of a region is one");
    let needs = needs(body, user);
    if needs.is_empty() {
        return;
    }
    let again = remade(body, &needs, twins);
    let masks = masks(body, user, &again);
    do_again(body, user, again, twins);
    for value in self::needs(body, user) {
        keep_masked(value, &masks, user);
    }
    thread_residuals(branches_in(body), user);
    let kept: Vec<Value<'a>> = self::needs(body, user);
    if kept.is_empty() {
        return;
    }
    let tape = keep(body, &kept);
    let (rest, values) = pop_in(reverse, tape);
    let user = reverse.parent_op().expect("the reverse of a region is one");
    for (old, new) in kept.into_iter().zip(values) {
        replace_uses_in(old, new, user);
    }
    debug_assert!(rest.has_uses());
}

/// The values of `body` that ops in `user` use, in the order of the text; constants are made again there.
fn needs<'a>(body: Block<'a>, user: Op<'a>) -> Vec<Value<'a>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for op in user.walk(WalkOrder::Pre) {
        for (index, operand) in op.operands().into_iter().enumerate() {
            if !seen.contains(&operand)
                && is_within(operand, body)
                && !remake_constant(op, index)
                && seen.insert(operand)
            {
                found.push(operand);
            }
        }
    }
    let places = places(body);
    found.sort_by_key(|value| match value.defining_op() {
        Some(op) => (places.get(&op).copied(), value.result_index()),
        None => (None, value.block_argument().map(|(_, index)| index)),
    });
    found
}

/// The masks under which `user` uses values of `body`, itself or in ops that are done again there.
fn masks<'a>(body: Block<'a>, user: Op<'a>, again: &HashSet<Op<'a>>) -> Masks<'a> {
    let forward = body
        .ops()
        .into_iter()
        .flat_map(|op| op.walk(WalkOrder::Pre));
    let ops = forward.filter(|op| again.contains(op));
    let ops: Vec<Op<'a>> = ops.chain(user.walk(WalkOrder::Pre)).collect();
    Masks::of(&ops)
}

fn places(body: Block<'_>) -> HashMap<Op<'_>, usize> {
    let all = body
        .ops()
        .into_iter()
        .flat_map(|op| op.walk(WalkOrder::Pre));
    all.zip(0..).collect()
}

/// Clones ops of `body` to the start of the reverses of their regions.
fn do_again<'a>(body: Block<'a>, user: Op<'a>, ops: HashSet<Op<'a>>, twins: &Twins<'a>) {
    let places = places(body);
    let mut ops: Vec<Op<'a>> = ops.into_iter().collect();
    ops.sort_by_key(|op| places.get(op));
    let mut starts: HashMap<Block<'a>, Op<'a>> = HashMap::new();
    let mut mapping = Mapping::new();
    for (argument, (new, _)) in &twins.renamed {
        mapping.insert(*argument, *new);
    }
    let mut clones = Vec::new();
    for op in ops {
        let target = op
            .block()
            .and_then(|block| twins.reverse.get(&block).copied());
        let target = target.expect("what is needed of a region is needed by its reverse");
        let start = *starts
            .entry(target)
            .or_insert_with(|| twins.start(target).expect("a region ends with an op"));
        let clone = op.clone_before(start, &mut mapping);
        for index in 0..clone.operand_count() {
            if is_within(clone.operand(index), body) {
                remake_constant(clone, index);
            }
        }
        clones.push((op, clone));
    }
    for (op, clone) in clones {
        for (old, new) in op.results().into_iter().zip(clone.results()) {
            replace_uses_in(old, new, user);
        }
    }
}

/// Pushes values at the end of each trip through `body`; the stack after the loop is handed back.
fn keep<'a>(body: Block<'a>, values: &[Value<'a>]) -> Value<'a> {
    let op = body.parent_op().expect("a loop's region");
    let before = Builder::before(op);
    let types: Vec<Type<'a>> = values.iter().map(|value| value.ty()).collect();
    let ty = stack_type(before.context(), &types);
    let end = body.terminator();
    let builder = Builder::before(end);
    if op.is("scf.for") {
        let capacity = trips(&before, op).0;
        let extended = extend_for(op, &[stack(&before, ty, Some(capacity))]);
        append(end, &[push(&builder, extended.arguments[0], values)]);
        return extended.results()[0];
    }
    let extended = extend_while(op, &[stack(&before, ty, None)]);
    let after = extended.op.region(1).entry().terminator();
    if end == after {
        append(end, &[push(&builder, extended.after[0], values)]);
    } else {
        let pushed = push(&builder, extended.arguments[0], values);
        end.set_operand(end.operand_count() - 1, pushed);
        append(after, &extended.after);
    }
    extended.results()[0]
}

/// Pops an entry at the start of each trip through `reverse`, which is the body of an `scf.for` or a branch in it.
fn pop_in<'a>(reverse: Block<'a>, tape: Value<'a>) -> (Value<'a>, Vec<Value<'a>>) {
    let parent = reverse.parent_op().expect("a region of a loop or branch");
    let entry = |tape| pop(&Builder::at_start(reverse, parent.location()), tape);
    if parent.is("scf.for") {
        let extended = extend_for(parent, &[tape]);
        let (rest, values) = entry(extended.arguments[0]);
        append(reverse.terminator(), &[rest]);
        return (rest, values);
    }
    let around = parent.block().expect("a branch is in a block");
    let outer = around.parent_op().expect("a branch is in a loop");
    let carried = extend_for(outer, &[tape]).arguments[0];
    let (rest, values) = entry(carried);
    let yields: Vec<Vec<Value<'a>>> = parent
        .regions()
        .into_iter()
        .map(|region| {
            vec![if region.first() == Some(reverse) {
                rest
            } else {
                carried
            }]
        })
        .collect();
    let branch = add_results(parent, &[tape.ty()], &yields);
    let left = branch.results().last().copied();
    append(around.terminator(), &left.into_iter().collect::<Vec<_>>());
    (rest, values)
}
