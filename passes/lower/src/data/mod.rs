//! `functional-lower-data`.
//!
//! A value of a data type becomes a word, as `pullback-codegen` reads and writes it (its module `data`): a constructor without
//! fields is its own number, the first one null; one with fields is a pointer to a node: its number, if another
//! constructor has fields too, then the fields. A stack becomes a tuple of its buffer, its length and its capacity. Memory
//! comes from an arena that only grows; what cannot outlive a call or a trip of a loop is freed at its end
//! (`release`), and what the next trip of a loop cannot reach now and then (`collect`).

mod collect;
mod layout;
mod matching;
mod memory;
mod release;
mod reserve;
mod stacks;
mod sums;
mod trim;

use layout::{Layout, Types};
pub(crate) use memory::ARENA;
use memory::{Memory, runtime};
use pullback_functional::{constructors, is_data_type, ops, stack_elements};
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashSet;

/// Turns data types into pointers and stacks into buffers, in an arena that the program grows and shrinks.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-lower-data",
    on = "builtin.module",
    dialects = ["arith", "func", "scf", "llvm"]
)]
pub struct LowerData {
    /// Bytes of data that a loop allocates before what it does not reach is freed for the first time
    #[option(default = 262_144)]
    collect_above: u64,
}

impl Pass for LowerData {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        if !module.walk(WalkOrder::Pre).into_iter().any(touches_data) {
            return Ok(());
        }
        let added = sums::add_functions(module)?;
        let all = module.walk(WalkOrder::Pre);
        let types = Types::new(module.context());
        // Looked at while the types still say what they are of.
        let runs: Vec<_> = all.iter().filter_map(|&op| reserve::runs(op)).collect();
        let grown: Vec<_> = all.iter().flat_map(|&op| trim::grown(op)).collect();
        let checked: HashSet<Op<'_>> = runs.iter().flat_map(reserve::Loop::ops).collect();
        let (frames, loops) = release::frames(module, &checked);
        let loops = collect::Loops::new(module, &types, loops);
        let mut plans = Vec::new();
        for &op in &all {
            if let Some(plan) = plan(op, &types, checked.contains(&op))? {
                plans.push((op, plan));
            }
        }
        for &op in &all {
            types.convert(op);
        }
        let memory = Memory::new(module)?;
        let count = plans.len() as u64;
        for run in &runs {
            run.reserve(&memory, &types);
        }
        for stack in &grown {
            stack.trim(&memory, &types);
        }
        // Inner ops first, for a match moves its regions.
        for (op, plan) in plans.into_iter().rev() {
            lower(op, plan, &memory, &types);
        }
        for frame in &frames {
            frame.insert(&memory);
        }
        loops.insert(module, &memory, &types, self.collect_above);
        for op in all.into_iter().filter(|op| op.is(ops::DATA)) {
            op.erase();
        }
        runtime(module)?;
        root.count("ops lowered", count);
        root.count("sums made", added);
        Ok(())
    }
}

/// Whether a type holds a value in the arena.
fn holds_box(ty: Type<'_>) -> bool {
    crate::tuples::leaves(ty)
        .into_iter()
        .any(|leaf| is_data_type(leaf) || stack_elements(leaf).is_some() || leaf.is_array())
}

fn touches_data(op: Op<'_>) -> bool {
    let is_ours = matches!(
        op.name(),
        ops::DATA
            | ops::CONSTRUCT
            | ops::MATCH
            | ops::STACK
            | ops::PUSH
            | ops::POP
            | ops::ZERO
            | ops::ADD
    );
    let in_signature = || {
        let (inputs, results) = op.function_type().unwrap_or_default();
        inputs.into_iter().chain(results).any(holds_box)
    };
    let in_results = || op.result_types().into_iter().any(holds_box);
    is_ours || (op.is("func.func") && in_signature()) || in_results()
}

/// What is to become of an op.
enum Plan<'a> {
    Construct(Layout<'a>, usize),
    Match(Layout<'a>),
    Stack,
    /// Whether there is room for the entry.
    Push(bool),
    /// Whether there is an entry, with the types of its values.
    Pop(bool, Vec<Type<'a>>),
    Zero(Type<'a>),
    Add(Type<'a>),
}

fn plan<'a>(op: Op<'a>, types: &Types<'a>, is_checked: bool) -> Result<Option<Plan<'a>>, Error> {
    Ok(Some(match op.name() {
        ops::CONSTRUCT => {
            let layout = layout(op, op.result(0).ty(), types)?;
            let name = op.attr(ops::CONSTRUCTOR).and_then(Attr::as_str);
            let index = layout
                .names
                .iter()
                .position(|known| Some(*known) == name)
                .ok_or_else(|| Error::at(op, "`functional.construct` names no constructor"))?;
            Plan::Construct(layout, index)
        }
        ops::MATCH => Plan::Match(layout(op, op.operand(0).ty(), types)?),
        ops::STACK => Plan::Stack,
        ops::PUSH => Plan::Push(is_checked),
        ops::POP => {
            let elements = stack_elements(op.operand(0).ty()).unwrap_or_default();
            let elements = elements.into_iter().map(|ty| types.converted(ty)).collect();
            Plan::Pop(is_checked, elements)
        }
        ops::ZERO => Plan::Zero(op.result(0).ty()),
        ops::ADD => Plan::Add(op.result(0).ty()),
        _ => return Ok(None),
    }))
}

fn layout<'a>(op: Op<'a>, ty: Type<'a>, types: &Types<'a>) -> Result<Layout<'a>, Error> {
    let constructors = constructors(op, ty).ok_or_else(|| {
        Error::at(
            op,
            format!("the data type {ty} is not declared; declare it"),
        )
    })?;
    Ok(types.layout(constructors))
}

fn lower<'a>(op: Op<'a>, plan: Plan<'a>, memory: &Memory<'a>, types: &Types<'a>) {
    let builder = Builder::before(op);
    let results: Vec<Value<'a>> = match plan {
        Plan::Construct(layout, index) => {
            vec![matching::construct(
                &builder,
                memory,
                types,
                &layout,
                index,
                &op.operands(),
            )]
        }
        Plan::Match(layout) => matching::lower(op, memory, types, &layout),
        Plan::Stack => vec![stacks::empty(
            &builder,
            types,
            op.operands().first().copied(),
        )],
        Plan::Push(is_checked) => vec![stacks::push(
            &builder,
            memory,
            types,
            &op.operands(),
            is_checked,
        )],
        Plan::Pop(is_checked, elements) => stacks::pop(
            &builder,
            memory,
            types,
            op.operand(0),
            &elements,
            is_checked,
        ),
        Plan::Zero(ty) => vec![sums::zero(&builder, types, ty)],
        Plan::Add(ty) => vec![sums::add(
            &builder,
            memory,
            types,
            ty,
            op.operand(0),
            op.operand(1),
        )],
    };
    op.replace_with(&results);
}
