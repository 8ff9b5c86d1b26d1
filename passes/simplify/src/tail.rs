//! `functional-tail-to-while`.

mod tree;

use pullback_ir::{Block, Builder, Mapping, Op, Type, Value};
use pullback_pass::{Error, Pass, Root};
use tree::{Emit, Tree, Want};

/// So many ops at most are copied so that the loop's condition stands alone.
const CHEAP: usize = 16;

/// Turns functions whose calls of themselves are all tail calls into loops (`scf.while`).
///
/// A call is a tail call if its results are what the function returns, also through `scf.if`, `scf.index_switch` and
/// `functional.match`. Arguments that every call passes on as they are stay outside of the loop, so that a function
/// value among them is known where the function is inlined.
///
/// Where deciding costs little, the loop's first region decides and nothing else, and what comes after the last
/// round stands behind the loop; otherwise the first region is the whole body.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-tail-to-while",
    on = "builtin.module",
    reads = "symbol",
    dialects = ["arith", "func", "functional", "scf", "ub"]
)]
pub struct TailToWhile;

impl Pass for TailToWhile {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        for function in root.op().functions() {
            if let Some(recursion) = Recursion::of(function) {
                recursion.into_loop();
                root.count("functions changed", 1);
            }
        }
        Ok(())
    }
}

/// A function whose calls of itself are all tail calls.
struct Recursion<'a> {
    body: Block<'a>,
    tree: Tree<'a>,
    /// The arguments that change from call to call.
    carried: Vec<usize>,
}

impl<'a> Recursion<'a> {
    fn of(function: Op<'a>) -> Option<Self> {
        let name = function.symbol_name()?;
        let body = crate::walk::only_block(function)?;
        let end = body.try_terminator().filter(|end| end.is("func.return"))?;
        let uses = function.symbol_uses()?;
        let uses = uses.into_iter().filter(|&other| other == name).count();
        if uses == 0 || end.operand_count() == 0 {
            return None;
        }
        let tree = Tree::of(body, name);
        let tails = tree.tails();
        // A function that never ends stays one that runs out of stack.
        if tails.len() != uses || !tree.ends() {
            return None;
        }
        let arguments = body.args();
        let carried = (0..arguments.len())
            .filter(|&index| {
                tails
                    .iter()
                    .any(|call| call.operand(index) != arguments[index])
            })
            .collect();
        Some(Self {
            body,
            tree,
            carried,
        })
    }

    fn into_loop(self) {
        let old = self.body.ops();
        let end = self.body.terminator();
        let location = end.location();
        let results: Vec<Type<'a>> = end.operands().into_iter().map(Value::ty).collect();
        let builder = Builder::at_end(self.body, location);
        let returned = if self.deciding_is_cheap() {
            self.rotated(&builder, results)
        } else {
            self.whole(&builder, results)
        };
        builder
            .op("func.return")
            .operands(&returned)
            .results(&[])
            .build();
        old.into_iter().rev().for_each(Op::erase);
    }

    /// Whether the ops before each decision are few, and may be done again and early.
    fn deciding_is_cheap(&self) -> bool {
        let mut size = 0;
        self.tree.decisions().into_iter().all(|(block, depth)| {
            let ops = block.ops();
            // The last two are what decides and the terminator.
            let before = ops.len().saturating_sub(2);
            size += before;
            size <= CHEAP
                && ops[..before].iter().all(|op| {
                    op.region_count() == 0
                        && op.is_memory_effect_free()
                        && (depth == 0 || op.is_speculatable())
                        && !matches!(op.name(), "func.call" | "functional.apply")
                })
        })
    }

    /// `while (decide) { next arguments }`, then the results.
    fn rotated(&self, builder: &Builder<'a>, results: Vec<Type<'a>>) -> Vec<Value<'a>> {
        let emit = self.emit(results);
        let (looped, [decide, advance]) = self.shell(builder, emit.carried_types().to_vec());

        let mut mapping = self.mapping(&decide.args());
        let inner = Builder::at_end(decide, builder.location());
        let goes_on = emit.block(self.body, &self.tree, Want::Decision, &inner, &mut mapping);
        condition(&inner, goes_on[0], &decide.args());

        let mut mapping = self.mapping(&advance.args());
        let inner = Builder::at_end(advance, builder.location());
        let next = emit.block(self.body, &self.tree, Want::Arguments, &inner, &mut mapping);
        inner.op("scf.yield").operands(&next).results(&[]).build();

        let mut mapping = self.mapping(&looped.results());
        emit.block(self.body, &self.tree, Want::Results, builder, &mut mapping)
    }

    /// `do { body } while (it ended in a tail call)`.
    fn whole(&self, builder: &Builder<'a>, results: Vec<Type<'a>>) -> Vec<Value<'a>> {
        let count = results.len();
        let emit = self.emit(results.clone());
        let forwarded = [emit.carried_types(), &results].concat();
        let (looped, [body, again]) = self.shell(builder, forwarded);

        let mut mapping = self.mapping(&body.args());
        let inner = Builder::at_end(body, builder.location());
        let all = emit.block(self.body, &self.tree, Want::All, &inner, &mut mapping);
        condition(&inner, all[0], &all[1..]);

        let inner = Builder::at_end(again, builder.location());
        inner
            .op("scf.yield")
            .operands(&again.args()[..self.carried.len()])
            .results(&[])
            .build();
        let results = looped.results();
        results[results.len() - count..].to_vec()
    }

    /// An `scf.while` with empty blocks, from the function's arguments to values of these types.
    fn shell(&self, builder: &Builder<'a>, forwarded: Vec<Type<'a>>) -> (Op<'a>, [Block<'a>; 2]) {
        let arguments = self.body.args();
        let start: Vec<_> = self.carried.iter().map(|&index| arguments[index]).collect();
        let types: Vec<_> = start.iter().map(|value| value.ty()).collect();
        let looped = builder
            .op("scf.while")
            .operands(&start)
            .results(&forwarded)
            .regions(2)
            .build();
        let before = looped.region(0).append_block(&types, builder.location());
        let after = looped
            .region(1)
            .append_block(&forwarded, builder.location());
        (looped, [before, after])
    }

    /// What stands for the arguments in a round.
    fn mapping(&self, values: &[Value<'a>]) -> Mapping<'a> {
        let mut mapping = Mapping::new();
        for (&index, &value) in self.carried.iter().zip(values) {
            mapping.insert(self.body.arg(index), value);
        }
        mapping
    }

    fn emit(&self, results: Vec<Type<'a>>) -> Emit<'a> {
        let arguments = self.body.args();
        let types = self.carried.iter().map(|&index| arguments[index].ty());
        Emit::new(self.carried.clone(), types.collect(), results)
    }
}

fn condition<'a>(builder: &Builder<'a>, goes_on: Value<'a>, forwarded: &[Value<'a>]) {
    builder
        .op("scf.condition")
        .operands(&[goes_on])
        .operands(forwarded)
        .results(&[])
        .build();
}
