//! Makers of the ops on data types, stacks and tangents.

use crate::{data, ops};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};

fn symbol<'a>(builder: &Builder<'a>, r#type: Type<'a>) -> Attr<'a> {
    let declaration = data::declaration(r#type).expect("a data type");
    Attr::symbol(builder.context(), declaration)
}

/// `functional.construct`: a value of a data type, which may be a tangent type.
///
/// # Panics
/// If the type is no data type.
pub fn construct<'a>(
    builder: &Builder<'a>,
    r#type: Type<'a>,
    constructor: &str,
    fields: &[Value<'a>],
) -> Value<'a> {
    builder
        .op(ops::CONSTRUCT)
        .operands(fields)
        .attr(ops::DECLARATION, symbol(builder, r#type))
        .attr(
            ops::CONSTRUCTOR,
            Attr::string(builder.context(), constructor),
        )
        .results(&[r#type])
        .build()
        .result(0)
}

/// `functional.match` on a value, with results of these types. `case` gets a builder at the end of
/// the block of each case, the number of the constructor and the block, whose arguments are the
/// fields; what it gives is yielded.
///
/// # Panics
/// If the value is of no data type.
pub fn matching<'a>(
    builder: &Builder<'a>,
    value: Value<'a>,
    constructors: &[data::Constructor<'a>],
    results: &[Type<'a>],
    mut case: impl FnMut(&Builder<'a>, usize, Block<'a>) -> Vec<Value<'a>>,
) -> Op<'a> {
    let context = builder.context();
    let names: Vec<Attr<'a>> = constructors
        .iter()
        .map(|constructor| Attr::string(context, constructor.name))
        .collect();
    let op = builder
        .op(ops::MATCH)
        .operands(&[value])
        .attr(ops::DECLARATION, symbol(builder, value.ty()))
        .attr(ops::CASES, Attr::array(context, &names))
        .regions(constructors.len())
        .results(results)
        .build();
    for (index, constructor) in constructors.iter().enumerate() {
        let block = op
            .region(index)
            .append_block(&constructor.fields, builder.location());
        let inside = Builder::at_end(block, builder.location());
        let yielded = case(&inside, index, block);
        inside
            .op(ops::YIELD)
            .operands(&yielded)
            .results(&[])
            .build();
    }
    op
}

/// `functional.stack`: an empty stack of this type, with room for `capacity` entries where that is
/// known.
pub fn stack<'a>(
    builder: &Builder<'a>,
    r#type: Type<'a>,
    capacity: Option<Value<'a>>,
) -> Value<'a> {
    let capacity: Vec<Value<'a>> = capacity.into_iter().collect();
    let op = builder
        .op(ops::STACK)
        .operands(&capacity)
        .results(&[r#type]);
    op.build().result(0)
}

/// `functional.push`: the stack with an entry on top.
pub fn push<'a>(builder: &Builder<'a>, stack: Value<'a>, entry: &[Value<'a>]) -> Value<'a> {
    let op = builder.op(ops::PUSH).operands(&[stack]).operands(entry);
    op.results(&[stack.ty()]).build().result(0)
}

/// `functional.pop`: the stack without its top entry, and that entry.
///
/// # Panics
/// If the value is no stack.
pub fn pop<'a>(builder: &Builder<'a>, stack: Value<'a>) -> (Value<'a>, Vec<Value<'a>>) {
    let mut types = vec![stack.ty()];
    types.extend(data::stack_elements(stack.ty()).expect("a stack"));
    let op = builder.op(ops::POP).operands(&[stack]).results(&types);
    let mut results = op.build().results();
    let rest = results.remove(0);
    (rest, results)
}

/// `functional.zero` of a tangent type.
pub fn zero<'a>(builder: &Builder<'a>, r#type: Type<'a>) -> Value<'a> {
    let op = builder.op(ops::ZERO).results(&[r#type]);
    op.build().result(0)
}

/// `functional.add` of two tangents of one type.
pub fn add<'a>(builder: &Builder<'a>, left: Value<'a>, right: Value<'a>) -> Value<'a> {
    let op = builder.op(ops::ADD).operands(&[left, right]);
    op.results(&[left.ty()]).build().result(0)
}
