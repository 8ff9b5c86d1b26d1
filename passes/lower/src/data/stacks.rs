//! Stacks: a buffer, its length and its capacity.

use super::{
    layout::{Types, fields, tuple},
    memory::{self, GROW, Memory},
};
use pullback_ir::{Attr, Builder, Type, Value};

/// `arith.cmpi eq`.
const EQUAL: i64 = 0;
/// `arith.cmpi sge`.
const AT_LEAST: i64 = 5;

/// The empty stack. It has no buffer: two that became one are still two after the first push.
pub(super) fn empty<'a>(
    builder: &Builder<'a>,
    types: &Types<'a>,
    capacity: Option<Value<'a>>,
) -> Value<'a> {
    let base = memory::zero(builder, types, types.ptr);
    let zero = builder.int(types.i64, 0);
    let capacity = match capacity {
        None => zero,
        Some(capacity) => {
            let cast = builder.op("arith.index_cast").operands(&[capacity]);
            let capacity = cast.results(&[types.i64]).build().result(0);
            // What no loop reaches is no wish.
            let most = builder.int(types.i64, MOST);
            let capacity = arith(builder, "arith.maxsi", capacity, zero);
            let capacity = arith(builder, "arith.minsi", capacity, most);
            arith(builder, "arith.subi", zero, capacity)
        }
    };
    tuple(builder, &[base, zero, capacity])
}

/// More entries than any memory holds; sums and products of such numbers do not overflow.
pub(super) const MOST: i64 = 1 << 40;

/// An op of `arith` on two integers.
pub(super) fn arith<'a>(
    builder: &Builder<'a>,
    name: &str,
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    let op = builder.op(name).operands(&[a, b]).results(&[a.ty()]);
    op.build().result(0)
}

/// `arith.cmpi`.
pub(super) fn compare<'a>(
    builder: &Builder<'a>,
    predicate: i64,
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    let context = builder.context();
    let predicate = Attr::int(Type::int(context, 64), predicate);
    let op = builder
        .op("arith.cmpi")
        .operands(&[a, b])
        .attr("predicate", predicate);
    op.results(&[Type::int(context, 1)]).build().result(0)
}

/// `arith.select`.
pub(super) fn select<'a>(
    builder: &Builder<'a>,
    condition: Value<'a>,
    yes: Value<'a>,
    no: Value<'a>,
) -> Value<'a> {
    let op = builder.op("arith.select").operands(&[condition, yes, no]);
    op.results(&[yes.ty()]).build().result(0)
}

/// An `scf.if` whose branches give the same types.
pub(super) fn branch<'a>(
    builder: &Builder<'a>,
    condition: Value<'a>,
    results: &[Type<'a>],
    yes: impl FnOnce(&Builder<'a>) -> Vec<Value<'a>>,
    no: impl FnOnce(&Builder<'a>) -> Vec<Value<'a>>,
) -> Vec<Value<'a>> {
    let op = builder
        .op("scf.if")
        .operands(&[condition])
        .results(results)
        .regions(2)
        .build();
    fn fill<'a>(
        region: pullback_ir::Region<'a>,
        builder: &Builder<'a>,
        make: impl FnOnce(&Builder<'a>) -> Vec<Value<'a>>,
    ) {
        let block = region.append_block(&[], builder.location());
        let inside = Builder::at_end(block, builder.location());
        let values = make(&inside);
        inside
            .op("scf.yield")
            .operands(&values)
            .results(&[])
            .build();
    }
    fill(op.region(0), builder, yes);
    fill(op.region(1), builder, no);
    op.results()
}

/// The stack with an entry on top; `has_room` if its buffer is long enough for certain.
pub(super) fn push<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    operands: &[Value<'a>],
    has_room: bool,
) -> Value<'a> {
    let (stack, entry) = (operands[0], &operands[1..]);
    let [base, length, capacity] = parts(builder, stack);
    let one = builder.int(types.i64, 1);
    let entry_types: Vec<_> = entry.iter().map(|value| value.ty()).collect();
    let next = arith(builder, "arith.addi", length, one);
    let Some(record) = types.record(false, &entry_types) else {
        return tuple(builder, &[base, next, capacity]);
    };
    let (base, capacity) = if has_room {
        (base, capacity)
    } else {
        let is_full = compare(builder, AT_LEAST, length, capacity);
        let grow = |inside: &Builder<'a>| {
            let size = memory.size_of(inside, record);
            let one = inside.int(types.i64, 1);
            memory.call(inside, GROW, &[base, length, capacity, one, size], 2)
        };
        let keep = |_: &Builder<'a>| vec![base, capacity];
        let buffer = branch(builder, is_full, &[types.ptr, types.i64], grow, keep);
        (buffer[0], buffer[1])
    };
    let at = memory.element(builder, record, base, length);
    memory.write(builder, record, at, 0, entry);
    tuple(builder, &[base, next, capacity])
}

/// The stack without its top entry, then the entry; `is_there` if it has one for certain.
pub(super) fn pop<'a>(
    builder: &Builder<'a>,
    memory: &Memory<'a>,
    types: &Types<'a>,
    stack: Value<'a>,
    elements: &[Type<'a>],
    is_there: bool,
) -> Vec<Value<'a>> {
    let [base, length, capacity] = parts(builder, stack);
    let one = builder.int(types.i64, 1);
    let zero = builder.int(types.i64, 0);
    let below = arith(builder, "arith.subi", length, one);
    let record = types.record(false, elements);
    let read = |builder: &Builder<'a>| match record {
        Some(record) => {
            let at = memory.element(builder, record, base, below);
            memory.read(builder, record, at, 0, elements)
        }
        None => zeros(builder, types, elements),
    };
    let (rest, entry) = if is_there {
        (below, read(builder))
    } else {
        let is_empty = compare(builder, EQUAL, length, zero);
        let none = |builder: &Builder<'a>| zeros(builder, types, elements);
        let entry = branch(builder, is_empty, elements, none, read);
        (select(builder, is_empty, zero, below), entry)
    };
    let mut results = vec![tuple(builder, &[base, rest, capacity])];
    results.extend(entry);
    results
}

fn zeros<'a>(builder: &Builder<'a>, types: &Types<'a>, elements: &[Type<'a>]) -> Vec<Value<'a>> {
    elements
        .iter()
        .map(|&ty| memory::zero(builder, types, ty))
        .collect()
}

/// Buffer, length and capacity.
pub(super) fn parts<'a>(builder: &Builder<'a>, stack: Value<'a>) -> [Value<'a>; 3] {
    let parts = fields(builder, stack);
    [parts[0], parts[1], parts[2]]
}
