//! A loop becomes calls of functions.

use super::schedule::Schedule;
use crate::functions::{call, private_function};
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value};
use pullback_pass::Error;

/// Puts functions for the loop `op` after `host`, named from `name`, and calls of them in its place.
pub fn replace<'a>(host: Op<'a>, op: Op<'a>, name: &str, states: i64) -> Result<(), Error> {
    let captures = op.captures();
    let (constants, captured): (Vec<_>, Vec<_>) = captures
        .into_iter()
        .partition(|value| value.defining_op().is_some_and(Op::is_constant));
    let outside = Outside {
        constants,
        captured,
    };
    match op.is("scf.for") {
        true => counted(host, op, &outside, name, states),
        false => repeated(host, op, &outside, name, states),
    }
}

/// What the body of a loop uses from outside.
struct Outside<'a> {
    /// Copied into each function.
    constants: Vec<Value<'a>>,
    /// Parameters of each function.
    captured: Vec<Value<'a>>,
}

impl<'a> Outside<'a> {
    /// What stands for it in a function with this block, whose last parameters are the captured values.
    fn mapping(&self, builder: &Builder<'a>) -> Mapping<'a> {
        let block = builder.block();
        let arguments = block.args();
        let mut mapping = Mapping::of(
            &self.captured,
            &arguments[arguments.len() - self.captured.len()..],
        );
        for op in self
            .constants
            .iter()
            .filter_map(|value| value.defining_op())
        {
            op.clone_to_end(block, &mut mapping);
        }
        mapping
    }
}

fn types<'a>(values: &[Value<'a>]) -> Vec<Type<'a>> {
    values.iter().map(|value| value.ty()).collect()
}

/// Copies the ops of a block but for its terminator, and gives what stands for the terminator's operands.
fn copy<'a>(from: Block<'a>, to: Block<'a>, mapping: &mut Mapping<'a>) -> Vec<Value<'a>> {
    let end = from.terminator();
    for op in from.ops().into_iter().filter(|op| *op != end) {
        op.clone_to_end(to, mapping);
    }
    let operands = end.operands().into_iter();
    operands.map(|value| mapping.apply(value)).collect()
}

fn finish<'a>(builder: &Builder<'a>, values: &[Value<'a>]) {
    let end = builder.op("func.return").operands(values).results(&[]);
    end.build();
}

/// `scf.for`.
fn counted<'a>(
    host: Op<'a>,
    op: Op<'a>,
    outside: &Outside<'a>,
    name: &str,
    states: i64,
) -> Result<(), Error> {
    let operands = op.operands();
    let (bounds, initial) = operands.split_at(3);
    let [lower, upper, step] = [bounds[0], bounds[1], bounds[2]];
    let (counter, index) = (lower.ty(), Type::index(op.context()));
    let kept = [&[lower, step], outside.captured.as_slice()].concat();
    let schedule = Schedule::new(name, &types(initial), &types(&kept), states);
    // One trip: its number, what is carried, what is kept.
    let inputs = [&[index], types(initial).as_slice(), &types(&kept)].concat();
    let (function, block) = private_function(host, &schedule.trip(), &inputs, &op.result_types());
    let builder = Builder::at_end(block, op.location());
    let mut mapping = outside.mapping(&builder);
    let arguments = block.args();
    let (carried, rest) = arguments[1..].split_at(initial.len());
    let number = cast(&builder, arguments[0], counter);
    let passed = binary(&builder, "arith.muli", number, rest[1]);
    let at = binary(&builder, "arith.addi", rest[0], passed);
    let body = op.region(0).entry();
    mapping.insert(body.args()[0], at);
    for (&from, &to) in body.args()[1..].iter().zip(carried) {
        mapping.insert(from, to);
    }
    let next = copy(body, block, &mut mapping);
    finish(&builder, &next);
    schedule.add(function, op.location())?;
    // As many trips as there are steps from the lower to the upper bound.
    let builder = Builder::before(op);
    let below = match op.attr("unsignedCmp") {
        Some(_) => 6,
        None => 2,
    };
    let i1 = Type::int(op.context(), 1);
    let predicate = Attr::int(Type::int(op.context(), 64), below);
    let some = builder
        .op("arith.cmpi")
        .operands(&[lower, upper])
        .attr("predicate", predicate)
        .results(&[i1]);
    let some = some.build().result(0);
    let distance = binary(&builder, "arith.subi", upper, lower);
    let count = binary(&builder, "arith.ceildivui", distance, step);
    let zero = builder.int(counter, 0);
    let count = builder.op("arith.select").operands(&[some, count, zero]);
    let count = count.results(&[counter]).build().result(0);
    let count = match counter.is_index() {
        true => count,
        false => {
            let cast = builder.op("arith.index_castui").operands(&[count]);
            cast.results(&[index]).build().result(0)
        }
    };
    let first = builder.int(index, 0);
    let arguments = [&[first, count], initial, &kept].concat();
    let results = call(&builder, &schedule.run(), &arguments, &op.result_types());
    op.replace_with(&results);
    Ok(())
}

/// `scf.while`: the state is what the condition reads.
fn repeated<'a>(
    host: Op<'a>,
    op: Op<'a>,
    outside: &Outside<'a>,
    name: &str,
    states: i64,
) -> Result<(), Error> {
    let (before, after) = (op.region(0).entry(), op.region(1).entry());
    let state = types(&before.args());
    let index = Type::index(op.context());
    let kept = &outside.captured;
    let schedule = Schedule::new(name, &state, &types(kept), states);
    let function = |name: &str, leading: &[Type<'a>], results: &[Type<'a>]| {
        let inputs = [leading, &state, &types(kept)].concat();
        let (function, block) = private_function(host, name, &inputs, results);
        let builder = Builder::at_end(block, op.location());
        let mut mapping = outside.mapping(&builder);
        let carried = &block.args()[leading.len()..][..state.len()];
        for (from, &to) in before.args().into_iter().zip(carried) {
            mapping.insert(from, to);
        }
        let given = copy(before, block, &mut mapping);
        (function, builder, mapping, given)
    };
    let (trip, builder, mut mapping, given) = function(&schedule.trip(), &[index], &state);
    for (from, &to) in after.args().into_iter().zip(&given[1..]) {
        mapping.insert(from, to);
    }
    let next = copy(after, builder.block(), &mut mapping);
    finish(&builder, &next);
    let i1 = Type::int(op.context(), 1);
    let (_, builder, _, given) = function(&schedule.more(), &[], &[i1]);
    finish(&builder, &given[..1]);
    let (_, builder, _, given) = function(&schedule.last(), &[], &op.result_types());
    finish(&builder, &given[1..]);
    schedule.add(trip, op.location())?;
    schedule.add_counting(trip, op.location())?;
    let builder = Builder::before(op);
    let arguments = [op.operands(), kept.clone()].concat();
    let results = [&[index], state.as_slice()].concat();
    let end = call(&builder, &schedule.counting(), &arguments, &results);
    let arguments = [&end[1..], kept.as_slice()].concat();
    let results = call(&builder, &schedule.last(), &arguments, &op.result_types());
    op.replace_with(&results);
    Ok(())
}

fn binary<'a>(builder: &Builder<'a>, name: &str, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    let op = builder.op(name).operands(&[a, b]).results(&[a.ty()]);
    op.build().result(0)
}

/// An index as a value of a counter's type.
fn cast<'a>(builder: &Builder<'a>, value: Value<'a>, ty: Type<'a>) -> Value<'a> {
    if ty.is_index() {
        return value;
    }
    let op = builder.op("arith.index_cast").operands(&[value]);
    op.results(&[ty]).build().result(0)
}
