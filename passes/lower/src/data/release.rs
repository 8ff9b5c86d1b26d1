//! Freeing what cannot be reached any more.
//!
//! Data is immutable and stacks are linear, so that what a call or a trip of a loop allocates can outlive it only
//! through results. Where none of them holds a box the arena goes back to where it was. What a result may point to is
//! never freed.

use super::{collect, holds_box, memory::Memory, reserve};
use pullback_functional::ops;
use pullback_ir::{Block, Builder, Op, Type, Value, WalkOrder};
use std::collections::HashSet;

/// A stretch of code that allocates nothing that outlives it.
pub(super) struct Frame<'a> {
    start: Block<'a>,
    /// The terminators at which it ends.
    ends: Vec<Op<'a>>,
}

impl<'a> Frame<'a> {
    pub(super) fn insert(&self, memory: &Memory<'a>) {
        let Some(first) = self.start.first() else {
            return;
        };
        let top = memory.top(&Builder::before(first));
        for &end in &self.ends {
            memory.set_top(&Builder::before(end), top);
        }
    }
}

/// The frames of a module, and the loops whose trips leave what they allocate.
/// `reserved` are the pushes and pops for which a loop has made room before it starts.
pub(super) fn frames<'a>(
    module: Op<'a>,
    reserved: &HashSet<Op<'a>>,
) -> (Vec<Frame<'a>>, Vec<collect::Loop<'a>>) {
    let (mut frames, mut loops) = (vec![], vec![]);
    for function in module.functions() {
        if !leaks(function, reserved, &mut frames, &mut loops) {
            continue;
        }
        let (_, results) = function.function_type().unwrap_or_default();
        let blocks = function
            .regions()
            .into_iter()
            .flat_map(|region| region.blocks());
        let ends: Vec<_> = blocks
            .filter_map(Block::try_terminator)
            .filter(|op| op.is("func.return"))
            .collect();
        if let (Some(start), false) = (
            function.region(0).first(),
            results.into_iter().any(holds_box),
        ) {
            frames.push(Frame { start, ends });
        }
    }
    (frames, loops)
}

/// Whether something that is allocated inside an op is left when it ends; adds the frames and loops inside. Post-order, without
/// recursion.
fn leaks<'a>(
    function: Op<'a>,
    reserved: &HashSet<Op<'a>>,
    frames: &mut Vec<Frame<'a>>,
    loops: &mut Vec<collect::Loop<'a>>,
) -> bool {
    let mut leaking = HashSet::new();
    for op in function.walk(WalkOrder::Post) {
        let inner = |op: Op<'a>, leaking: &HashSet<Op<'a>>, region: usize| {
            let blocks = op.region(region).blocks().into_iter();
            blocks.flat_map(Block::ops).any(|op| leaking.contains(&op))
        };
        let regions: Vec<usize> = (0..op.region_count())
            .filter(|&region| inner(op, &leaking, region))
            .collect();
        if allocates(op) && !reserved.contains(&op) {
            leaking.insert(op);
        }
        let mut is_open = false;
        for region in regions {
            match frame(op, region) {
                Some(frame) => frames.push(frame),
                None => {
                    leaking.insert(op);
                    is_open = true;
                }
            }
        }
        loops.extend(is_open.then(|| collect::candidate(op)).flatten());
    }
    leaking.contains(&function)
}

/// The frame of a region of a loop, if no box leaves it.
fn frame(op: Op<'_>, region: usize) -> Option<Frame<'_>> {
    let start = op
        .region(region)
        .first()
        .filter(|start| start.next().is_none())?;
    let end = start.try_terminator()?;
    let boxes = |op: Op<'_>| op.operands().into_iter().any(|value| holds_box(value.ty()));
    let is_closed = match op.name() {
        "scf.for" => {
            let kept = reserve::runs(op)
                .map(|run| run.unboxed())
                .unwrap_or_default();
            let yielded = end.operands().into_iter().enumerate();
            yielded
                .into_iter()
                .all(|(index, value)| kept.contains(&index) || !holds_box(value.ty()))
        }
        "scf.while" => !boxes(end),
        _ => false,
    };
    is_closed.then(|| Frame {
        start,
        ends: vec![end],
    })
}

/// Whether an op itself takes memory that stays.
fn allocates(op: Op<'_>) -> bool {
    match op.name() {
        ops::CONSTRUCT => op.operand_count() > 0,
        ops::PUSH => true,
        // Room for the pushes and pops of its trips.
        "scf.for" => reserve::runs(op).is_some(),
        ops::ADD => holds_box(op.result(0).ty()),
        "func.call" => op.result_types().into_iter().any(holds_box),
        // Arrays get memory when they are bufferized: any op on one may need some.
        "func.return" | "scf.yield" | "scf.condition" => false,
        _ => {
            let operands = op.operands().into_iter().map(Value::ty);
            operands.chain(op.result_types()).any(Type::is_array)
        }
    }
}
