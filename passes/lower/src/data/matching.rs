//! Values of data types: how they are made, and told apart.

use super::{
    layout::{Layout, Types},
    memory::{self, Memory},
};
use pullback_ir::{Attr, Builder, Op, Region, Type, Value};

/// A value made by constructor number `index`.
pub(super) fn construct<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    layout: &Layout<'a>,
    index: usize,
    fields: &[Value<'a>],
) -> Value<'a> {
    let Some(node) = layout.nodes[index] else {
        if index == 0 {
            return memory::zero(builder, types, types.ptr);
        }
        let number = builder.int(types.i64, index as i64);
        let op = builder
            .op("llvm.inttoptr")
            .operands(&[number])
            .results(&[types.ptr]);
        return op.build().result(0);
    };
    let at = memory.allocate(builder, node);
    let mut values = vec![];
    if layout.is_tagged {
        values.push(builder.int(types.i64, index as i64));
    }
    values.extend(fields);
    memory.write(builder, node, at, 0, &values);
    at
}

/// Where control goes.
enum Arm<'a> {
    To(Region<'a>),
    /// To one of these, by the number in the node; to the last one otherwise.
    ByTag(Vec<(i64, Region<'a>)>),
}

/// The results of a match, whose cases become arms of control flow on the value.
pub(super) fn lower<'a>(
    op: Op<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    layout: &Layout<'a>,
) -> Vec<Value<'a>> {
    let value = op.operand(0);
    let (mut plain, mut boxed) = (vec![], vec![]);
    for (index, region) in op.regions().into_iter().enumerate() {
        bind(region, value, memory, types, layout, index);
        let arms = match layout.nodes[index] {
            Some(_) => &mut boxed,
            None => &mut plain,
        };
        arms.push((index as i64, region));
    }
    let switch = Switch {
        builder: Builder::before(op),
        results: op.result_types(),
        value,
        memory,
        types,
        node: layout.nodes.iter().copied().flatten().next(),
    };
    if boxed.is_empty() {
        let last = plain.pop();
        return match last {
            Some((_, last)) => switch.by_word(plain, Arm::To(last)),
            None => vec![],
        };
    }
    let default = match boxed.as_slice() {
        [(_, one)] => Arm::To(*one),
        _ => Arm::ByTag(boxed),
    };
    switch.by_word(plain, default)
}

/// Reads the fields that a case binds, and ends it as control flow does.
fn bind<'a>(
    region: Region<'a>,
    value: Value<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    layout: &Layout<'a>,
    index: usize,
) {
    let block = region.entry();
    let terminator = block.terminator();
    let location = terminator.location();
    let args = block.args();
    let builder = Builder::at_start(block, location);
    let fields = match layout.nodes[index] {
        Some(node) => {
            let part = usize::from(layout.is_tagged);
            memory.read(&builder, node, value, part, &layout.fields[index])
        }
        None => args
            .iter()
            .map(|arg| memory::zero(&builder, types, arg.ty()))
            .collect(),
    };
    for (arg, field) in args.iter().zip(fields) {
        arg.replace_all_uses_with(field);
    }
    for index in (0..args.len()).rev() {
        block.erase_arg(index);
    }
    let end = Builder::before(terminator);
    end.op("scf.yield")
        .operands(&terminator.operands())
        .results(&[])
        .build();
    terminator.erase();
}

struct Switch<'a, 'm> {
    builder: Builder<'a>,
    results: Vec<Type<'a>>,
    value: Value<'a>,
    memory: &'m Memory<'a>,
    types: &'m Types<'a>,
    /// A node, which starts with the constructor's number.
    node: Option<Type<'a>>,
}

impl<'a> Switch<'a, '_> {
    /// By the word itself.
    fn by_word(&self, arms: Vec<(i64, Region<'a>)>, default: Arm<'a>) -> Vec<Value<'a>> {
        if let (true, Arm::To(region)) = (arms.is_empty(), &default) {
            return self.inline(*region);
        }
        if let (true, Arm::ByTag(arms)) = (arms.is_empty(), &default) {
            return self.by_tag(arms.clone());
        }
        let word = self.builder.op("llvm.ptrtoint").operands(&[self.value]);
        let word = word.results(&[self.types.i64]).build().result(0);
        self.switch(word, &arms, default)
    }

    /// By the number in the node.
    fn by_tag(&self, mut arms: Vec<(i64, Region<'a>)>) -> Vec<Value<'a>> {
        let (Some((_, last)), Some(node)) = (arms.pop(), self.node) else {
            return vec![];
        };
        let tag = self
            .memory
            .read(&self.builder, node, self.value, 0, &[self.types.i64]);
        self.switch(tag[0], &arms, Arm::To(last))
    }

    fn switch(
        &self,
        word: Value<'a>,
        arms: &[(i64, Region<'a>)],
        default: Arm<'a>,
    ) -> Vec<Value<'a>> {
        let builder = &self.builder;
        if let [(number, region)] = arms {
            let number = builder.int(self.types.i64, *number);
            let i1 = Type::int(builder.context(), 1);
            /// `arith.cmpi eq`.
            const EQUAL: i64 = 0;
            let equal = builder.op("arith.cmpi").operands(&[word, number]);
            let equal = equal
                .attr("predicate", Attr::int(self.types.i64, EQUAL))
                .results(&[i1]);
            let condition = equal.build().result(0);
            let op = builder
                .op("scf.if")
                .operands(&[condition])
                .results(&self.results)
                .regions(2);
            let op = op.build();
            op.region(0).take_blocks(*region);
            self.fill(op.region(1), default);
            return op.results();
        }
        let index = Type::index(builder.context());
        let word = builder
            .op("arith.index_cast")
            .operands(&[word])
            .results(&[index])
            .build();
        let numbers: Vec<_> = arms.iter().map(|(number, _)| *number).collect();
        let op = builder
            .op("scf.index_switch")
            .operands(&[word.result(0)])
            .attr("cases", Attr::i64s(builder.context(), &numbers))
            .results(&self.results)
            .regions(arms.len() + 1)
            .build();
        // The default stands first.
        for (index, (_, region)) in arms.iter().enumerate() {
            op.region(index + 1).take_blocks(*region);
        }
        self.fill(op.region(0), default);
        op.results()
    }

    fn fill(&self, region: Region<'a>, arm: Arm<'a>) {
        match arm {
            Arm::To(from) => region.take_blocks(from),
            Arm::ByTag(arms) => {
                let block = region.append_block(&[], self.builder.location());
                let inside = Switch {
                    builder: Builder::at_end(block, self.builder.location()),
                    results: self.results.clone(),
                    ..*self
                };
                let results = inside.by_tag(arms);
                let end = inside.builder.op("scf.yield").operands(&results);
                end.results(&[]).build();
            }
        }
    }

    /// The only case, where the match was.
    fn inline(&self, region: Region<'a>) -> Vec<Value<'a>> {
        let block = region.entry();
        let terminator = block.terminator();
        let results = terminator.operands();
        let pullback_ir::Point::Before(op) = self.builder.save() else {
            return results;
        };
        block.splice_before(op, &[]);
        terminator.erase();
        results
    }
}
