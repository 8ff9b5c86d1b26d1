//! `functional-lower-tuples`.
//!
//! Two kinds of op deal with tuples. `functional.tuple` and `functional.get` only say which value is
//! which leaf: they vanish. The others carry values from one place to another (calls, returns,
//! control flow): they are made again with the leaves in the tuple's place.

use pullback_functional::ops;
use pullback_ir::{Attr, Block, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::{HashMap, HashSet, VecDeque};

/// Replaces every tuple by its leaves, in order; the unit `tuple<>` vanishes.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-lower-tuples", on = "builtin.module", reads = "symbol", dialects = ["arith", "ub"])]
pub struct LowerTuples;

impl Pass for LowerTuples {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut lowering = Lowering::default();
        let ops = root.op().walk(WalkOrder::Pre);
        for &op in &ops {
            lowering.signature(op)?;
            for region in op.regions() {
                for block in region.blocks() {
                    lowering.arguments(block);
                }
            }
        }
        lowering.operations(&ops)?;
        let lowered = lowering.finish()?;
        root.count("ops lowered", lowered);
        Ok(())
    }
}

/// The leaves of a type: itself unless it is a tuple.
pub(crate) fn leaves(ty: Type<'_>) -> Vec<Type<'_>> {
    let mut leaves = Vec::new();
    let mut pending = vec![ty];
    while let Some(ty) = pending.pop() {
        match ty.tuple_fields() {
            Some(fields) => pending.extend(fields.into_iter().rev()),
            None => leaves.push(ty),
        }
    }
    leaves
}

fn is_tuple(value: Value<'_>) -> bool {
    value.ty().tuple_fields().is_some()
}

fn all_leaves<'a>(types: &[Type<'a>]) -> Vec<Type<'a>> {
    types.iter().flat_map(|&ty| leaves(ty)).collect()
}

#[derive(Default)]
struct Lowering<'a> {
    /// The leaves of every tuple met so far.
    leaves: HashMap<Value<'a>, Vec<Value<'a>>>,
    /// Ops whose uses are gone when all is lowered, definitions first.
    replaced: Vec<Op<'a>>,
    /// Blocks with the number of their former arguments, which stand before the new ones.
    blocks: Vec<(Block<'a>, usize)>,
}

impl<'a> Lowering<'a> {
    /// Changes the type of a `func.func`, and the lists of attributes of its arguments and results.
    fn signature(&mut self, op: Op<'a>) -> Result<(), Error> {
        if !op.is("func.func") {
            return Ok(());
        }
        let (inputs, results) = op
            .function_type()
            .ok_or_else(|| Error::at(op, "the function has no type"))?;
        let (new_inputs, new_results) = (all_leaves(&inputs), all_leaves(&results));
        if (&new_inputs, &new_results) == (&inputs, &results) {
            return Ok(());
        }
        for (name, types) in [("arg_attrs", &inputs), ("res_attrs", &results)] {
            if let Some(list) = op.attr(name).and_then(Attr::as_array) {
                op.set_attr(name, spread(op, types, &list));
            }
        }
        let ty = Type::function(op.context(), &new_inputs, &new_results);
        op.set_attr("function_type", Attr::of_type(ty));
        Ok(())
    }

    /// Appends the leaves of the block's arguments if one of those is a tuple.
    fn arguments(&mut self, block: Block<'a>) {
        let old = block.args();
        if !old.iter().any(|&arg| is_tuple(arg)) {
            return;
        }
        let Some(location) = block.parent_op().map(Op::location) else {
            return;
        };
        self.blocks.push((block, old.len()));
        for arg in old {
            let new: Vec<_> = leaves(arg.ty())
                .into_iter()
                .map(|ty| block.add_arg(ty, location))
                .collect();
            self.stand_for(arg, new);
        }
    }

    /// Lets leaves stand for a value from now on.
    fn stand_for(&mut self, value: Value<'a>, leaves: Vec<Value<'a>>) {
        if is_tuple(value) {
            self.leaves.insert(value, leaves);
        } else {
            value.replace_all_uses_with(leaves[0]);
        }
    }

    /// Lowers the ops that touch a tuple. The text's order is nearly always that of the definitions;
    /// where blocks stand otherwise, an op waits for its operands.
    fn operations(&mut self, ops: &[Op<'a>]) -> Result<(), Error> {
        let touches = |op: &Op<'a>| {
            op.operands().into_iter().chain(op.results()).any(is_tuple) || op.name() == ops::TUPLE
        };
        let mut waiting: VecDeque<Op<'a>> = ops.iter().copied().filter(touches).collect();
        let mut gets: HashSet<Op<'a>> = waiting
            .iter()
            .copied()
            .filter(|op| op.is(ops::GET))
            .collect();
        let mut idle = 0;
        while let Some(op) = waiting.pop_front() {
            let ready = op.operands().into_iter().all(|operand| {
                if is_tuple(operand) {
                    self.leaves.contains_key(&operand)
                } else {
                    operand.defining_op().is_none_or(|def| !gets.contains(&def))
                }
            });
            if ready {
                self.operation(op)?;
                gets.remove(&op);
                idle = 0;
            } else if idle > waiting.len() {
                return Err(Error::at(
                    op,
                    format!(
                        "`{}` uses a tuple whose definition is never reached; remove the unreachable code",
                        op.name()
                    ),
                ));
            } else {
                waiting.push_back(op);
                idle += 1;
            }
        }
        Ok(())
    }

    fn flat(&self, values: &[Value<'a>]) -> Vec<Value<'a>> {
        values
            .iter()
            .flat_map(|value| match self.leaves.get(value) {
                Some(leaves) => leaves.clone(),
                None => vec![*value],
            })
            .collect()
    }

    fn operation(&mut self, op: Op<'a>) -> Result<(), Error> {
        let operands = op.operands();
        match op.name() {
            ops::TUPLE => {
                let leaves = self.flat(&operands);
                self.replace(op, vec![leaves]);
            }
            ops::GET => {
                let field = self.field(op)?;
                self.replace(op, vec![field]);
            }
            "arith.select" => {
                let (yes, no) = (self.flat(&operands[1..2]), self.flat(&operands[2..3]));
                let builder = Builder::before(op);
                let selected = yes.into_iter().zip(no).map(|(yes, no)| {
                    builder
                        .op("arith.select")
                        .operands(&[operands[0], yes, no])
                        .results(&[yes.ty()])
                        .build()
                        .result(0)
                });
                let selected = selected.collect();
                self.replace(op, vec![selected]);
            }
            "ub.poison" => {
                let builder = Builder::before(op);
                let poison = |ty| {
                    builder
                        .op("ub.poison")
                        .maybe_attr("value", op.attr("value"))
                        .results(&[ty])
                        .build()
                        .result(0)
                };
                let leaves = leaves(op.result(0).ty()).into_iter().map(poison).collect();
                self.replace(op, vec![leaves]);
            }
            "func.return" | "scf.yield" | "scf.condition" | "cf.br" => {
                op.set_operands(&self.flat(&operands));
            }
            "cf.cond_br" => self.branch(op)?,
            "func.call" | "scf.if" | "scf.for" | "scf.while" | "scf.index_switch"
            | "scf.execute_region" => self.again(op),
            name => {
                return Err(Error::at(
                    op,
                    format!(
                        "`{name}` holds a tuple, whose fields cannot be passed through it; \
                         take the tuple apart with `functional.get` before the op"
                    ),
                ));
            }
        }
        Ok(())
    }

    /// The leaves that a `functional.get` reads.
    fn field(&self, op: Op<'a>) -> Result<Vec<Value<'a>>, Error> {
        let tuple = op.operand(0);
        let fields = tuple.ty().tuple_fields().unwrap_or_default();
        let index = op.attr(ops::INDEX).and_then(Attr::as_int);
        let index = index
            .and_then(|index| usize::try_from(index).ok())
            .filter(|&index| index < fields.len())
            .ok_or_else(|| Error::at(op, "`functional.get` reads a field that does not exist"))?;
        let start = all_leaves(&fields[..index]).len();
        let count = leaves(fields[index]).len();
        Ok(self.leaves[&tuple][start..start + count].to_vec())
    }

    /// The lists of operands for the two successors of a `cf.cond_br` change their lengths.
    fn branch(&self, op: Op<'a>) -> Result<(), Error> {
        let operands = op.operands();
        let segments: Option<Vec<usize>> = op.attr("operandSegmentSizes").and_then(|attr| {
            let text = attr.to_string();
            let list = text.strip_prefix("array<i32:")?.strip_suffix('>')?;
            list.split(',')
                .map(|size| size.trim().parse().ok())
                .collect()
        });
        let Some([condition, yes, _]) = segments.as_deref() else {
            return Err(Error::at(
                op,
                "`cf.cond_br` does not say which operands are whose",
            ));
        };
        let (head, rest) = operands.split_at(*condition);
        let (yes, no) = rest.split_at(*yes);
        let (yes, no) = (self.flat(yes), self.flat(no));
        let text = format!("array<i32: {condition}, {}, {}>", yes.len(), no.len());
        let sizes = Attr::parse(op.context(), &text)
            .ok_or_else(|| Error::at(op, "the list of operands is too long"))?;
        op.set_operands(&[head, &yes, &no].concat());
        op.set_attr("operandSegmentSizes", sizes);
        Ok(())
    }

    /// Makes an op again with leaves for tuples; its regions move.
    fn again(&mut self, op: Op<'a>) {
        let types = op.result_types();
        let builder = Builder::before(op);
        let mut new = builder
            .op(op.name())
            .operands(&self.flat(&op.operands()))
            .results(&all_leaves(&types))
            .regions(op.region_count());
        for (name, attr) in op.attrs() {
            // One entry for each argument or result: no longer so.
            if name != "arg_attrs" && name != "res_attrs" {
                new = new.attr(name, attr);
            }
        }
        let new = new.build();
        for (to, from) in new.regions().into_iter().zip(op.regions()) {
            to.take_blocks(from);
        }
        let mut results = new.results().into_iter();
        let parts = types
            .iter()
            .map(|&ty| results.by_ref().take(leaves(ty).len()).collect());
        let parts = parts.collect();
        self.replace(op, parts);
    }

    /// Lets leaves stand for each result of an op, which is erased in the end.
    fn replace(&mut self, op: Op<'a>, results: Vec<Vec<Value<'a>>>) {
        for (result, leaves) in op.results().into_iter().zip(results) {
            self.stand_for(result, leaves);
        }
        self.replaced.push(op);
    }

    /// Erases what was replaced; gives the number of ops.
    fn finish(self) -> Result<u64, Error> {
        let count = self.replaced.len() as u64;
        // An op that was replaced early may be used by one that was replaced late.
        for op in self.replaced.into_iter().rev() {
            op.erase();
        }
        for (block, old) in self.blocks {
            for index in (0..old).rev() {
                block.erase_arg(index);
            }
        }
        Ok(count)
    }
}

/// A list of attributes, one for each value: the leaves of a tuple get none.
fn spread<'a>(op: Op<'a>, types: &[Type<'a>], list: &[Attr<'a>]) -> Attr<'a> {
    let empty = Attr::parse(op.context(), "{}");
    let mut attrs = Vec::new();
    for (&ty, &attr) in types.iter().zip(list) {
        if ty.tuple_fields().is_none() {
            attrs.push(attr);
        } else {
            attrs.extend(leaves(ty).iter().filter_map(|_| empty));
        }
    }
    Attr::array(op.context(), &attrs)
}
