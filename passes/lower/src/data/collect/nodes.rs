//! What a collection knows of nodes: how large they are, and where their pointers are.

use super::{
    super::{
        layout::{Layout, Types},
        memory::Memory,
        stacks::{arith, branch, compare, select},
    },
    address, call,
};
use pullback_functional::{constructors, data_name, is_data_type, stack_elements};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};

/// Begins a collection.
pub(crate) const COLLECT: &str = "pullback$collect";
/// Copies a node.
pub(crate) const CLAIM: &str = "pullback$claim";
/// Copies all that copied nodes point to.
pub(crate) const TRACE: &str = "pullback$trace";
/// Copies what one copied node points to.
pub(crate) const SCAN: &str = "pullback$scan";
/// Ends a collection.
pub(crate) const COLLECTED: &str = "pullback$collected";

/// How many types the links between nodes can tell apart.
const MOST: usize = 1 << 16;
/// Where the state of a collection says where it starts, and of how many bytes it is (`start.mlir`).
const MARK: i64 = 24;
const BYTES: i64 = 32;
/// `arith.cmpi eq`.
const EQUAL: i64 = 0;
/// `arith.cmpi ult`.
const BELOW: i64 = 6;

/// The function that copies a value of a data type.
pub(super) fn keeper(ty: Type<'_>) -> String {
    format!("{}$keep", data_name(ty).unwrap_or_default())
}

/// The data types that collections meet.
#[derive(Default)]
pub(super) struct Nodes<'a>(Vec<Node<'a>>);

struct Node<'a> {
    ty: Type<'a>,
    layout: Layout<'a>,
    /// For each constructor, its leaves that are data: their places in the record, and their types in the source.
    pointers: Vec<Vec<(usize, Type<'a>)>>,
}

impl<'a> Nodes<'a> {
    /// Takes a type and all that its values reach; false, and nothing is taken, if that holds a stack or an
    /// array.
    pub(super) fn add(&mut self, module: Op<'a>, types: &Types<'a>, ty: Type<'a>) -> bool {
        let before = self.0.len();
        let all = self.reach(module, types, ty).is_some() && self.0.len() < MOST;
        if !all {
            self.0.truncate(before);
        }
        all
    }

    fn reach(&mut self, module: Op<'a>, types: &Types<'a>, ty: Type<'a>) -> Option<()> {
        let mut pending = vec![ty];
        while let Some(ty) = pending.pop() {
            if stack_elements(ty).is_some() || ty.is_array() {
                return None;
            }
            if !is_data_type(ty) || self.0.iter().any(|node| node.ty == ty) {
                continue;
            }
            let declared = constructors(module, ty)?;
            let mut pointers = vec![];
            for constructor in &declared {
                let fields = constructor.fields.iter();
                let leaves = fields.flat_map(|&field| crate::tuples::leaves(field));
                let leaves: Vec<_> = leaves.collect();
                pending.extend(&leaves);
                let places = leaves.into_iter().enumerate();
                pointers.push(places.filter(|(_, leaf)| is_data_type(*leaf)).collect());
            }
            let layout = types.layout(declared);
            self.0.push(Node {
                ty,
                layout,
                pointers,
            });
        }
        Some(())
    }

    /// Writes `keep` of each type, and `scan`.
    pub(super) fn write(&self, module: Op<'a>, memory: &Memory<'a>, types: &Types<'a>) {
        let Some(block) = module.regions().first().and_then(|region| region.first()) else {
            return;
        };
        for (kind, node) in self.0.iter().enumerate() {
            let (ptr, name) = (types.ptr, keeper(node.ty));
            let (body, builder) = function(module, block, &name, &[ptr, ptr], &[ptr]);
            let kept = node.keep(&builder, memory, types, kind, body.arg(0), body.arg(1));
            give(&builder, &[kept]);
        }
        let inputs = [types.ptr, types.ptr, types.i64];
        let (body, builder) = function(module, block, SCAN, &inputs, &[]);
        let (state, copy, kind) = (body.arg(0), body.arg(1), body.arg(2));
        for (number, node) in self.0.iter().enumerate() {
            let number = builder.int(types.i64, number as i64);
            let is_it = compare(&builder, EQUAL, kind, number);
            when(&builder, is_it, |inside| {
                node.scan(inside, memory, types, state, copy)
            });
        }
        give(&builder, &[]);
    }
}

impl<'a> Node<'a> {
    /// A value, or where its copy will be if it is one of the nodes that are collected.
    fn keep(
        &self,
        builder: &Builder<'a>,
        memory: &Memory<'a>,
        types: &Types<'a>,
        kind: usize,
        state: Value<'a>,
        value: Value<'a>,
    ) -> Value<'a> {
        let word = |at: i64| {
            let at = builder.int(types.i64, at);
            let place = memory.element(builder, Type::int(types.context, 8), state, at);
            let load = builder.op("llvm.load").operands(&[place]);
            load.results(&[types.i64]).build().result(0)
        };
        let (mark, bytes) = (word(MARK), word(BYTES));
        let number = address(builder, types, value);
        // Constructors without fields are small numbers, below every mark.
        let offset = arith(builder, "arith.subi", number, mark);
        let is_inside = compare(builder, BELOW, offset, bytes);
        branch(
            builder,
            is_inside,
            &[types.ptr],
            |inside| {
                let size = self.size(inside, memory, types, value);
                let kind = inside.int(types.i64, kind as i64);
                call(
                    inside,
                    CLAIM,
                    &[state, value, offset, size, kind],
                    &[types.ptr],
                )
            },
            |_| vec![value],
        )[0]
    }

    /// Bytes of a node. Of one that was copied before, which has lost its constructor, any number.
    fn size(
        &self,
        builder: &Builder<'a>,
        memory: &Memory<'a>,
        types: &Types<'a>,
        node: Value<'a>,
    ) -> Value<'a> {
        let mut boxed = self.boxed();
        let Some((_, first)) = boxed.next() else {
            return builder.int(types.i64, 0);
        };
        let mut size = memory.size_of(builder, first);
        for (index, record) in boxed {
            let is_it = self.is_made_by(builder, memory, types, node, first, index);
            let own = memory.size_of(builder, record);
            size = select(builder, is_it, own, size);
        }
        size
    }

    /// Copies what a copy points to.
    fn scan(
        &self,
        builder: &Builder<'a>,
        memory: &Memory<'a>,
        types: &Types<'a>,
        state: Value<'a>,
        copy: Value<'a>,
    ) {
        let offset = usize::from(self.layout.is_tagged);
        for (index, record) in self.boxed() {
            let pointers = &self.pointers[index];
            if pointers.is_empty() {
                continue;
            }
            let fields = |inside: &Builder<'a>| {
                for &(place, ty) in pointers {
                    let part = offset + place;
                    let old = memory.read(inside, record, copy, part, &[types.ptr])[0];
                    let new = call(inside, &keeper(ty), &[state, old], &[types.ptr]);
                    memory.write(inside, record, copy, part, &new);
                }
            };
            if self.layout.is_tagged {
                let is_it = self.is_made_by(builder, memory, types, copy, record, index);
                when(builder, is_it, fields);
            } else {
                fields(builder);
            }
        }
    }

    fn is_made_by(
        &self,
        builder: &Builder<'a>,
        memory: &Memory<'a>,
        types: &Types<'a>,
        node: Value<'a>,
        record: Type<'a>,
        index: usize,
    ) -> Value<'a> {
        let tag = memory.read(builder, record, node, 0, &[types.i64])[0];
        let number = builder.int(types.i64, index as i64);
        compare(builder, EQUAL, tag, number)
    }

    /// The constructors that make nodes.
    fn boxed(&self) -> impl Iterator<Item = (usize, Type<'a>)> {
        let nodes = self.layout.nodes.iter().enumerate();
        nodes.filter_map(|(index, record)| Some((index, (*record)?)))
    }
}

/// An `scf.if` without results.
fn when<'a>(builder: &Builder<'a>, condition: Value<'a>, then: impl FnOnce(&Builder<'a>)) {
    let then = |inside: &Builder<'a>| {
        then(inside);
        vec![]
    };
    branch(builder, condition, &[], then, |_| vec![]);
}

/// A function that runs seldom.
fn function<'a>(
    module: Op<'a>,
    block: Block<'a>,
    name: &str,
    inputs: &[Type<'a>],
    results: &[Type<'a>],
) -> (Block<'a>, Builder<'a>) {
    let context = module.context();
    let builder = Builder::at_end(block, module.location());
    let rarely = Attr::parse(context, "[\"cold\", \"noinline\"]").expect("an array of strings");
    let function = builder
        .op("func.func")
        .attr("sym_name", Attr::string(context, name))
        .attr(
            "function_type",
            Attr::of_type(Type::function(context, inputs, results)),
        )
        .attr("sym_visibility", Attr::string(context, "private"))
        .attr("passthrough", rarely)
        .regions(1)
        .results(&[])
        .build();
    let body = function.region(0).append_block(inputs, module.location());
    (body, Builder::at_end(body, module.location()))
}

fn give<'a>(builder: &Builder<'a>, values: &[Value<'a>]) {
    let op = builder.op("func.return").operands(values);
    op.results(&[]).build();
}
