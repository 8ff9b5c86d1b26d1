//! Function values off stacks: what they are made of is kept instead.

use super::{
    branches::{erase_unused, hoist},
    cut::{Cut, Needed, Origin, inputs},
};
use crate::scan::holds_function;
use petgraph::unionfind::UnionFind;
use pullback_functional::{
    build::{pop, push},
    data::stack_type,
    is_fn_type,
    masks::Masks,
    ops, stack_elements,
};
use pullback_ir::{Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Rewrites the stacks of function values that stay in a function and are pushed to in one place, as
///
/// ```text
/// %t = push %s, (partial @a (%u, %v))        %s, %g = pop %t
/// ```
///
/// into
///
/// ```text
/// %t = push %s, %u                           %s, %u = pop %t    %g = partial @a (%u, %v)
/// ```
///
/// where `%v` is the same for all entries. What is kept is a minimum cut. Other stacks of function values are left to
/// `functional-defunctionalize`.
pub(super) fn open(function: Op<'_>) {
    if Stacks::of(function).is_none() {
        return;
    }
    hoist(function);
    // Each round takes the function values out of one entry.
    while let Some(stacks) = Stacks::of(function) {
        let classes: BTreeSet<usize> = stacks.pushes.keys().copied().collect();
        let mut plans = classes.into_iter().map(|class| (class, stacks.plan(class)));
        let Some((class, plan)) = plans.find_map(|(class, plan)| Some((class, plan?))) else {
            return;
        };
        stacks.rewrite(class, &plan);
    }
}

/// The stacks of function values of a function: those that may be one are in one class.
struct Stacks<'a> {
    numbers: HashMap<Value<'a>, usize>,
    values: Vec<Value<'a>>,
    classes: Vec<usize>,
    pushes: HashMap<usize, Vec<Op<'a>>>,
    pops: HashMap<usize, Vec<Op<'a>>>,
    /// The classes whose stacks come from elsewhere or leave.
    closed: HashSet<usize>,
    /// The classes of stacks in the entries of others: of which, as what, and the class.
    slots: Vec<(usize, usize, usize)>,
}

/// What becomes of the entries of a stack.
struct Plan<'a> {
    push: Op<'a>,
    /// The positions of what stays.
    stays: Vec<usize>,
    /// What is kept of what the function values are made of, and how they are made of it.
    cut: Cut<'a>,
}

impl<'a> Stacks<'a> {
    /// `None` if there are none.
    fn of(function: Op<'a>) -> Option<Self> {
        let ops = function.walk(WalkOrder::Pre);
        let mut values = Vec::new();
        for op in &ops {
            let blocks = op.regions().into_iter().flat_map(|region| region.blocks());
            let defined = blocks.flat_map(Block::args).chain(op.results());
            values.extend(defined.filter(|value| is_stack_of_functions(value.ty())));
        }
        if values.is_empty() {
            return None;
        }
        let numbers: HashMap<_, _> = values.iter().copied().zip(0..).collect();
        let mut sets = UnionFind::new(values.len());
        for op in &ops {
            for (one, other) in equal(*op) {
                if let (Some(&one), Some(&other)) = (numbers.get(&one), numbers.get(&other)) {
                    sets.union(one, other);
                }
            }
        }
        let entries = |op: &Op<'a>| match op.name() {
            ops::PUSH => Some((op.result(0), op.operands().split_off(1))),
            ops::POP => Some((op.operand(0), op.results().split_off(1))),
            _ => None,
        };
        // What is in the same place of one class is one class.
        loop {
            let mut known: HashMap<(usize, usize), usize> = HashMap::new();
            let mut changed = false;
            for (stack, entry) in ops.iter().filter_map(entries) {
                let Some(&stack) = numbers.get(&stack) else {
                    continue;
                };
                for (index, value) in entry.iter().enumerate() {
                    if let Some(&value) = numbers.get(value) {
                        let slot = (sets.find(stack), index);
                        let first = *known.entry(slot).or_insert(value);
                        changed |= sets.union(first, value);
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let mut stacks = Self {
            classes: (0..values.len()).map(|number| sets.find(number)).collect(),
            numbers,
            values,
            pushes: HashMap::new(),
            pops: HashMap::new(),
            closed: HashSet::new(),
            slots: Vec::new(),
        };
        for (stack, entry) in ops.iter().filter_map(entries) {
            for (index, value) in entry.into_iter().enumerate() {
                if stacks.numbers.contains_key(&value) {
                    let slot = (stacks.class(stack), index, stacks.class(value));
                    stacks.slots.push(slot);
                }
            }
        }
        for &op in &ops {
            match op.name() {
                ops::PUSH => stacks.note(op, op.operand(0), true),
                ops::POP => stacks.note(op, op.operand(0), false),
                _ => {}
            }
            stacks.close(op);
        }
        Some(stacks)
    }

    fn class(&self, value: Value<'a>) -> usize {
        self.classes[self.numbers[&value]]
    }

    fn note(&mut self, op: Op<'a>, stack: Value<'a>, is_push: bool) {
        if self.numbers.contains_key(&stack) {
            let class = self.class(stack);
            let ops = if is_push {
                &mut self.pushes
            } else {
                &mut self.pops
            };
            ops.entry(class).or_default().push(op);
        }
    }

    /// Closes the classes of what an op does something else with than to hand it on.
    fn close(&mut self, op: Op<'a>) {
        let arguments = op.regions().into_iter().flat_map(|region| region.blocks());
        let arguments: Vec<_> = arguments.flat_map(Block::args).collect();
        let hands_on = match op.name() {
            "scf.yield" | ops::YIELD => op.parent().is_some_and(hands_on),
            _ => hands_on(op),
        };
        if !hands_on {
            for value in [op.operands(), op.results(), arguments].concat() {
                if self.numbers.contains_key(&value) {
                    let class = self.class(value);
                    self.closed.insert(class);
                }
            }
        }
    }

    /// A class and those whose entries hold its stacks.
    fn around(&self, class: usize) -> BTreeSet<usize> {
        let mut around = BTreeSet::from([class]);
        let mut pending = vec![class];
        while let Some(inner) = pending.pop() {
            for &(outer, _, held) in &self.slots {
                if held == inner && around.insert(outer) {
                    pending.push(outer);
                }
            }
        }
        around
    }

    /// What becomes of the entries of a class; `None` if they stay.
    fn plan(&self, class: usize) -> Option<Plan<'a>> {
        let [push] = self.pushes.get(&class)?.as_slice() else {
            return None;
        };
        let entry = push.operands().split_off(1);
        let is_function = |value: &&Value<'a>| is_fn_type(value.ty().to_melior());
        let around = self.around(class);
        if !entry.iter().any(|value| is_function(&value))
            || around.iter().any(|class| self.closed.contains(class))
        {
            return None;
        }
        let body = push.block()?;
        let held: Vec<Value<'a>> = self.values.clone();
        let held = held
            .into_iter()
            .filter(|&value| around.contains(&self.class(value)));
        let held: Vec<_> = held.collect();
        let stays: Vec<usize> = (0..entry.len())
            .filter(|&index| !is_function(&&entry[index]))
            .collect();
        let mut free: HashSet<Value<'a>> = stays.iter().map(|&index| entry[index]).collect();
        for op in body
            .ops()
            .into_iter()
            .flat_map(|op| op.walk(WalkOrder::Pre))
        {
            let operands = op.operands().into_iter();
            free.extend(operands.filter(|&value| {
                is_outside(value, body) && (is_constant(value) || is_same_for_all(value, &held))
            }));
        }
        let needs = entry.iter().filter(is_function).copied();
        let cut = Origin::with_free(body, Needed::default(), free).cut(needs.collect())?;
        Some(Plan {
            push: *push,
            stays,
            cut,
        })
    }

    /// Changes the entries of a class.
    fn rewrite(&self, class: usize, plan: &Plan<'a>) {
        let context = plan.push.context();
        let entry = plan.push.operands().split_off(1);
        let makers = plan.cut.remade.iter();
        let users: Vec<Op<'a>> = makers.flat_map(|op| op.walk(WalkOrder::Pre)).collect();
        let masks = Masks::of(&users);
        let stay: Vec<Value<'a>> = plan.stays.iter().map(|&index| entry[index]).collect();
        let names = [stay.as_slice(), &plan.cut.kept].concat();
        let kept = plan.cut.kept.iter().map(|&value| masks.keep(value));
        let new: Vec<Value<'a>> = stay.into_iter().chain(kept).collect();
        let types: Vec<Type<'a>> = new.iter().map(|value| value.ty()).collect();
        // Stacks in entries change with what they hold: inner ones are found before those around them.
        let mut changed = HashMap::from([(class, stack_type(context, &types))]);
        let mut pending = vec![class];
        while let Some(inner) = pending.pop() {
            for &(outer, index, held) in &self.slots {
                if held != inner {
                    continue;
                }
                let ty = changed.get(&outer).copied();
                let ty = ty.unwrap_or_else(|| self.values[outer].ty());
                let mut types = stack_elements(ty).unwrap_or_default();
                if types[index] != changed[&inner] {
                    types[index] = changed[&inner];
                    changed.insert(outer, stack_type(context, &types));
                    pending.push(outer);
                }
            }
        }
        for (&value, class) in self.values.iter().zip(&self.classes) {
            if let Some(&ty) = changed.get(class) {
                value.set_ty(ty);
            }
        }
        let builder = Builder::before(plan.push);
        let pushed = match new.is_empty() {
            true => plan.push.operand(0),
            false => push(&builder, plan.push.operand(0), &new),
        };
        plan.push.replace_with(&[pushed]);
        for &op in self.pops.get(&class).into_iter().flatten() {
            let builder = Builder::before(op);
            let (rest, got) = match new.is_empty() {
                true => (op.operand(0), Vec::new()),
                false => pop(&builder, op.operand(0)),
            };
            let mut mapping = Mapping::of(&names, &got);
            for made in &plan.cut.remade {
                for constant in inputs(*made) {
                    if is_constant(constant) && mapping.get(constant).is_none() {
                        let made = constant.defining_op().expect("a constant is made");
                        made.clone_before(op, &mut mapping);
                    }
                }
                made.clone_before(op, &mut mapping);
            }
            let mut results = vec![rest];
            let mut stays = got.into_iter();
            for (index, &value) in entry.iter().enumerate() {
                results.push(match plan.stays.contains(&index) {
                    true => stays.next().expect("one for each that stays"),
                    false => mapping.apply(value),
                });
            }
            op.replace_with(&results);
        }
        erase_unused(&plan.cut.remade);
    }
}

fn is_stack_of_functions(ty: Type<'_>) -> bool {
    stack_elements(ty).is_some() && holds_function(ty)
}

fn is_constant(value: Value<'_>) -> bool {
    value.defining_op().is_some_and(Op::is_constant)
}

fn is_outside<'a>(value: Value<'a>, block: Block<'a>) -> bool {
    !enclosing(value.block()).any(|around| around == block)
}

/// A block and those around it.
fn enclosing(block: Option<Block<'_>>) -> impl Iterator<Item = Block<'_>> {
    std::iter::successors(block, |block| block.parent_op().and_then(Op::block))
}

/// Whether a value is there, and is the same, wherever these stacks are.
fn is_same_for_all<'a>(value: Value<'a>, stacks: &[Value<'a>]) -> bool {
    let Some(home) = value.block() else {
        return false;
    };
    stacks.iter().all(|stack| {
        // The op of the value's block that the stack is a result of, or is in.
        let mut at = match stack.defining_op() {
            Some(op) => Some(op),
            None => stack.block().and_then(Block::parent_op),
        };
        while let Some(op) = at.filter(|op| op.block() != Some(home)) {
            at = op.parent();
        }
        at.is_some_and(|op| {
            value
                .defining_op()
                .is_none_or(|maker| maker != op && maker.is_before(op))
        })
    })
}

/// Whether an op makes stacks, or does nothing with those that it is given but to hand them on.
fn hands_on(op: Op<'_>) -> bool {
    matches!(
        op.name(),
        ops::STACK
            | ops::PUSH
            | ops::POP
            | ops::MATCH
            | "scf.if"
            | "scf.index_switch"
            | "scf.execute_region"
            | "scf.for"
            | "scf.while"
            | "scf.condition"
            | "arith.select"
            | "ub.poison"
    )
}

/// The values that are handed on as others.
fn equal<'a>(op: Op<'a>) -> Vec<(Value<'a>, Value<'a>)> {
    let pairs = |some: Vec<Value<'a>>, others: Vec<Value<'a>>| some.into_iter().zip(others);
    match op.name() {
        ops::PUSH | ops::POP => vec![(op.operand(0), op.result(0))],
        "arith.select" => vec![(op.operand(1), op.result(0)), (op.operand(2), op.result(0))],
        "scf.for" => {
            let carried = op.region(0).entry().args().split_off(1);
            let starts = pairs(op.operands().split_off(3), carried.clone());
            starts.chain(pairs(carried, op.results())).collect()
        }
        "scf.while" => pairs(op.operands(), op.region(0).entry().args()).collect(),
        "scf.condition" => {
            let Some(parent) = op.parent() else {
                return Vec::new();
            };
            let after = parent.region(1).entry().args();
            let forwarded = pairs(op.operands().split_off(1), after.clone());
            forwarded.chain(pairs(after, parent.results())).collect()
        }
        "scf.yield" | ops::YIELD => {
            let Some(parent) = op.parent() else {
                return Vec::new();
            };
            let targets = match parent.name() {
                "scf.while" => parent.region(0).entry().args(),
                _ => parent.results(),
            };
            pairs(op.operands(), targets).collect()
        }
        _ => Vec::new(),
    }
}
