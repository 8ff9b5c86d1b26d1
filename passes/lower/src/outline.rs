//! `functional-outline`.
//!
//! LLVM takes time on a straight line of ops that grows faster than its length. A long block is cut into functions of
//! its own; what one part computes and another uses lives in a frame that all parts share.

mod plan;

use crate::slot::{self, pointer};
use plan::{Plan, is_constant};
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashMap;

/// Cuts long blocks of the LLVM dialect into functions.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-outline", on = "builtin.module", reads = "symbol", dialects = ["llvm"])]
pub struct Outline {
    /// Blocks of more ops are cut.
    #[option(default = 1000)]
    pub threshold: usize,
    /// A part has so many ops.
    #[option(default = 500)]
    pub size: usize,
}

impl Pass for Outline {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut parts = 0;
        for function in root.op().walk(WalkOrder::Pre) {
            if !function.is("llvm.func") {
                continue;
            }
            let before = parts;
            for block in function.region(0).blocks() {
                let ops = block.ops();
                if ops.len() <= self.threshold {
                    continue;
                }
                let plan = Plan::of(&ops, self.size.max(1));
                if !plan.parts.is_empty() {
                    cut(function, block, &plan, parts - before);
                    parts += plan.parts.len();
                }
            }
        }
        root.count("parts outlined", parts as u64);
        Ok(())
    }
}

/// The attribute of loads and stores that stay as they are. What LLVM looks for among many of them (stores that are dead, stores that
/// are one vector, what may pass what) takes more than linear time, and is not there: parts know nothing of each other.
const VOLATILE: &str = "volatile_";

fn store<'a>(builder: &Builder<'a>, value: Value<'a>, frame: Value<'a>, offset: usize) {
    let store = slot::store(builder, value, frame, offset);
    store.set_attr(VOLATILE, Attr::unit(builder.context()));
}

fn load<'a>(builder: &Builder<'a>, ty: Type<'a>, frame: Value<'a>, offset: usize) -> Value<'a> {
    let value = slot::load(builder, ty, frame, offset);
    if let Some(load) = value.defining_op() {
        load.set_attr(VOLATILE, Attr::unit(builder.context()));
    }
    value
}

/// Moves the parts of a block to functions, and calls those.
fn cut<'a>(function: Op<'a>, block: Block<'a>, plan: &Plan<'a>, first: usize) {
    let entry = function.region(0).entry();
    let frame = plan.frame.alloca(entry, function.location());
    // What was there before the block, or comes to it.
    let start = match (frame.defining_op(), block == entry) {
        (Some(alloca), true) => Builder::after(alloca),
        _ => Builder::at_start(block, function.location()),
    };
    for (&value, &offset) in &plan.slots {
        match value.defining_op() {
            Some(op) if plan.part_of.contains_key(&op) => {}
            Some(op) if op.block() == Some(block) => {
                store(&Builder::after(op), value, frame, offset);
            }
            _ => store(&start, value, frame, offset),
        }
    }
    for (index, part) in plan.parts.iter().enumerate() {
        let (Some(&head), Some(&tail)) = (part.first(), part.last()) else {
            continue;
        };
        let name = function.symbol_name().unwrap_or_default();
        let name = format!("{name}$part{}", first + index);
        let body = declare(function, &name, head);
        let after = Builder::after(tail);
        call(&after, &name, frame);
        let mut moving = Moving {
            plan,
            index,
            memory: body.arg(0),
            known: HashMap::new(),
        };
        for &op in part {
            moving.results(op, &after, frame);
            op.move_before(body.terminator());
            moving.operands(op);
            for result in op.results() {
                if let Some(&offset) = plan.slots.get(&result) {
                    store(&Builder::after(op), result, moving.memory, offset);
                }
            }
        }
    }
}

/// A part on its way to its function.
struct Moving<'a, 'p> {
    plan: &'p Plan<'a>,
    index: usize,
    /// The frame, in the function.
    memory: Value<'a>,
    /// What stands in the function for values from outside.
    known: HashMap<Value<'a>, Value<'a>>,
}

impl<'a> Moving<'a, '_> {
    /// Gives what stays behind the results that it uses.
    fn results(&self, op: Op<'a>, after: &Builder<'a>, frame: Value<'a>) {
        for result in op.results() {
            let Some(&offset) = self.plan.slots.get(&result) else {
                continue;
            };
            let stay = result.uses().into_iter();
            let stay: Vec<_> = stay
                .filter(|one| !self.plan.part_of.contains_key(&one.op))
                .collect();
            if !stay.is_empty() {
                let loaded = load(after, result.ty(), frame, offset);
                for one in stay {
                    one.op.set_operand(one.index, loaded);
                }
            }
        }
    }

    /// Gives an op that was moved what it uses from outside.
    fn operands(&mut self, op: Op<'a>) {
        for (index, operand) in op.operands().into_iter().enumerate() {
            let definition = operand.defining_op();
            if definition.is_some_and(|def| self.plan.part_of.get(&def) == Some(&self.index)) {
                continue;
            }
            let value = *self.known.entry(operand).or_insert_with(|| {
                let builder = Builder::before(op);
                match (definition, self.plan.slots.get(&operand)) {
                    (Some(def), _) if is_constant(def) => {
                        def.clone_before(op, &mut Mapping::new()).result(0)
                    }
                    (_, Some(&offset)) => load(&builder, operand.ty(), self.memory, offset),
                    _ => operand,
                }
            });
            op.set_operand(index, value);
        }
    }
}

/// A function that takes the frame, before another one; gives its block, which returns.
fn declare<'a>(function: Op<'a>, name: &str, of: Op<'a>) -> Block<'a> {
    let context = function.context();
    let parse = |text: &str| Attr::parse(context, text);
    let builder = Builder::before(function);
    builder.set_location(of.location());
    let op = builder
        .op("llvm.func")
        .attr("sym_name", Attr::string(context, name))
        .maybe_attr("function_type", parse("!llvm.func<void (ptr)>"))
        .maybe_attr("linkage", parse("#llvm.linkage<internal>"))
        .maybe_attr("arg_attrs", parse("[{llvm.noalias}]"))
        // Or all was for nothing.
        .attr("no_inline", Attr::unit(context))
        .results(&[])
        .regions(1)
        .build();
    let pointer = pointer(Type::f64(context));
    let block = op.region(0).append_block(&[pointer], of.location());
    let end = Builder::at_end(block, of.location());
    end.op("llvm.return").results(&[]).build();
    block
}

fn call<'a>(builder: &Builder<'a>, name: &str, frame: Value<'a>) {
    let context = builder.context();
    builder
        .op("llvm.call")
        .operands(&[frame])
        .attr("callee", Attr::symbol(context, name))
        .attr("operandSegmentSizes", Attr::i32s(context, &[1, 0]))
        .attr("op_bundle_sizes", Attr::i32s(context, &[]))
        .results(&[])
        .build();
}
