//! The branches through which a function comes to its end.

use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value};

/// How a block ends.
pub(crate) enum Tree<'a> {
    /// With a call of the function itself.
    Tail(Op<'a>),
    /// With values.
    Values,
    /// With a branch to other blocks.
    Branch(Op<'a>, Vec<Tree<'a>>),
}

impl<'a> Tree<'a> {
    /// How the block ends in a function of this name.
    pub fn of(block: Block<'a>, name: &str) -> Self {
        let end = block.terminator();
        let ops = block.ops();
        let last = ops.len().checked_sub(2).map(|index| ops[index]);
        let Some(last) = last.filter(|last| last.results() == end.operands()) else {
            return Self::Values;
        };
        match last.name() {
            "func.call" if crate::callgraph::callee(last) == Some(name) => Self::Tail(last),
            "scf.if" | "scf.index_switch" | "functional.match" => {
                let sides = last.regions().into_iter();
                Self::Branch(
                    last,
                    sides.map(|side| Self::of(side.entry(), name)).collect(),
                )
            }
            _ => Self::Values,
        }
    }

    /// The tail calls.
    pub fn tails(&self) -> Vec<Op<'a>> {
        match self {
            Self::Tail(call) => vec![*call],
            Self::Values => vec![],
            Self::Branch(_, sides) => sides.iter().flat_map(Self::tails).collect(),
        }
    }

    fn goes_on(&self) -> bool {
        match self {
            Self::Tail(_) => true,
            Self::Values => false,
            Self::Branch(_, sides) => sides.iter().any(Self::goes_on),
        }
    }

    /// Whether some way through the block gives values.
    pub fn ends(&self) -> bool {
        match self {
            Self::Tail(_) => false,
            Self::Values => true,
            Self::Branch(_, sides) => sides.iter().any(Self::ends),
        }
    }

    /// The blocks at whose end it is decided whether the function goes on, and how deep they are.
    pub fn decisions(&self) -> Vec<(Block<'a>, usize)> {
        let mut found = Vec::new();
        let mut pending = vec![(self, 0)];
        while let Some((tree, depth)) = pending.pop() {
            if let Self::Branch(op, sides) = tree
                && tree.goes_on()
                && tree.ends()
            {
                found.extend(op.block().map(|block| (block, depth)));
                pending.extend(sides.iter().map(|side| (side, depth + 1)));
            }
        }
        found
    }
}

/// What is asked of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// Whether another one comes.
    Decision,
    /// The next arguments, if so.
    Arguments,
    /// The results, if not.
    Results,
    /// All three, in this order.
    All,
}

/// Copies of a function's body that give a part of what it does.
pub(crate) struct Emit<'a> {
    carried: Vec<usize>,
    carried_types: Vec<Type<'a>>,
    results: Vec<Type<'a>>,
}

impl<'a> Emit<'a> {
    /// For a function with these results, of whose arguments these change, which have these types.
    pub fn new(carried: Vec<usize>, carried_types: Vec<Type<'a>>, results: Vec<Type<'a>>) -> Self {
        Self {
            carried,
            carried_types,
            results,
        }
    }

    /// The types of the arguments that change.
    pub fn carried_types(&self) -> &[Type<'a>] {
        &self.carried_types
    }

    /// A copy of the block, which ends as `tree` says, at the builder's place; gives what is wanted.
    pub fn block(
        &self,
        block: Block<'a>,
        tree: &Tree<'a>,
        want: Want,
        builder: &Builder<'a>,
        mapping: &mut Mapping<'a>,
    ) -> Vec<Value<'a>> {
        let (goes_on, ends) = (tree.goes_on(), tree.ends());
        match want {
            Want::Decision if !(goes_on && ends) => return vec![flag(builder, goes_on)],
            Want::Arguments if !goes_on => return poisons(builder, &self.carried_types),
            Want::Results if !ends => return poisons(builder, &self.results),
            _ => {}
        }
        let last = match tree {
            Tree::Tail(op) | Tree::Branch(op, _) => *op,
            Tree::Values => block.terminator(),
        };
        for op in block.ops().into_iter().take_while(|&op| op != last) {
            op.clone_to_end(builder.block(), mapping);
        }
        let map = |values: &[Value<'a>]| -> Vec<Value<'a>> {
            values.iter().map(|&value| mapping.apply(value)).collect()
        };
        match tree {
            Tree::Tail(call) => {
                let next: Vec<_> = self.carried.iter().map(|&i| call.operand(i)).collect();
                let next = map(&next);
                if want == Want::Arguments {
                    return next;
                }
                let results = poisons(builder, &self.results);
                [vec![flag(builder, true)], next, results].concat()
            }
            Tree::Values => {
                let results = map(&block.terminator().operands());
                if want == Want::Results {
                    return results;
                }
                let next = poisons(builder, &self.carried_types);
                [vec![flag(builder, false)], next, results].concat()
            }
            Tree::Branch(op, sides) => self.branch(*op, sides, want, builder, mapping),
        }
    }

    fn branch(
        &self,
        op: Op<'a>,
        sides: &[Tree<'a>],
        want: Want,
        builder: &Builder<'a>,
        mapping: &mut Mapping<'a>,
    ) -> Vec<Value<'a>> {
        if let ("scf.if", [yes, no]) = (op.name(), sides) {
            let [on, off] = [0, 1].map(|side| op.region(side).entry());
            let condition = mapping.apply(op.operand(0));
            // Where only one side matters, it is the one that is taken.
            let only = match want {
                Want::Arguments if !yes.goes_on() => Some((off, no)),
                Want::Arguments if !no.goes_on() => Some((on, yes)),
                Want::Results if !yes.ends() => Some((off, no)),
                Want::Results if !no.ends() => Some((on, yes)),
                _ => None,
            };
            if let Some((block, tree)) = only {
                return self.block(block, tree, want, builder, mapping);
            }
            if want == Want::Decision {
                let yes = self.block(on, yes, want, builder, mapping)[0];
                let no = self.block(off, no, want, builder, mapping)[0];
                let select = builder.op("arith.select").operands(&[condition, yes, no]);
                return select.results(&[yes.ty()]).build().results();
            }
        }
        let operands: Vec<_> = op
            .operands()
            .into_iter()
            .map(|v| mapping.apply(v))
            .collect();
        let mut new = builder
            .op(op.name())
            .operands(&operands)
            .regions(sides.len());
        for (name, attr) in op.attrs() {
            new = new.attr(name, attr);
        }
        let types = match want {
            Want::Decision => vec![Type::int(builder.context(), 1)],
            Want::Arguments => self.carried_types.clone(),
            Want::Results => self.results.clone(),
            Want::All => {
                let flag = vec![Type::int(builder.context(), 1)];
                [flag, self.carried_types.clone(), self.results.clone()].concat()
            }
        };
        let new = new.results(&types).build();
        for (index, side) in sides.iter().enumerate() {
            let from = op.region(index).entry();
            let types: Vec<_> = from.args().into_iter().map(Value::ty).collect();
            let into = new.region(index).append_block(&types, op.location());
            for (old, new) in from.args().into_iter().zip(into.args()) {
                mapping.insert(old, new);
            }
            let inner = Builder::at_end(into, from.terminator().location());
            let values = self.block(from, side, want, &inner, mapping);
            inner
                .op(from.terminator().name())
                .operands(&values)
                .results(&[])
                .build();
        }
        new.results()
    }
}

fn flag<'a>(builder: &Builder<'a>, on: bool) -> Value<'a> {
    builder.int(Type::int(builder.context(), 1), i64::from(on))
}

fn poisons<'a>(builder: &Builder<'a>, types: &[Type<'a>]) -> Vec<Value<'a>> {
    let poison = Attr::parse(builder.context(), "#ub.poison").expect("the dialect is loaded");
    let make = |ty: &Type<'a>| {
        let op = builder
            .op("ub.poison")
            .attr("value", poison)
            .results(&[*ty]);
        op.build().result(0)
    };
    types.iter().map(make).collect()
}
