//! Loops with more that they carry, and the forms of control flow that differentiation starts from.

use crate::{
    activity::Activity,
    arrays::{is_in_function, prepare},
    leaves::leaves,
};
use pullback_functional::ops;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::Error;

/// How many ops of the region before the condition of `scf.while` may be done again after it.
const CHEAP: usize = 64;

/// An `scf.for` or `scf.while` that carries more: what its body sees of it.
pub struct Extended<'a> {
    /// The loop, which stands in place of the old one.
    pub op: Op<'a>,
    /// The new arguments of the body of `scf.for`, of the first region of `scf.while`.
    pub arguments: Vec<Value<'a>>,
    /// The new arguments of the second region of `scf.while`.
    pub after: Vec<Value<'a>>,
    /// How many results there were.
    old: usize,
}

impl<'a> Extended<'a> {
    /// The new results.
    pub fn results(&self) -> Vec<Value<'a>> {
        self.op.results().split_off(self.old)
    }
}

/// An `scf.for` that carries more, from these values on. What its body yields for them is for the caller to append.
pub fn extend_for<'a>(op: Op<'a>, inits: &[Value<'a>]) -> Extended<'a> {
    let types: Vec<Type<'a>> = inits.iter().map(|value| value.ty()).collect();
    let new = with_more(op, inits, &types);
    new.region(0).take_blocks(op.region(0));
    let body = new.region(0).entry();
    let arguments = add_arguments(body, &types, op);
    finish(op, new, arguments, Vec::new())
}

/// An `scf.while` that carries more. The condition forwards the new arguments of the first region, for which the
/// caller may put something else; what the second region yields is for the caller to append.
pub fn extend_while<'a>(op: Op<'a>, inits: &[Value<'a>]) -> Extended<'a> {
    let types: Vec<Type<'a>> = inits.iter().map(|value| value.ty()).collect();
    let extended = extend_while_by(op, inits, &types);
    let condition = extended.op.region(0).entry().terminator();
    append(condition, &extended.arguments);
    extended
}

/// An `scf.while` with more arguments and results; what the condition forwards and the second region yields for them
/// is for the caller to append.
pub fn extend_while_by<'a>(op: Op<'a>, inits: &[Value<'a>], results: &[Type<'a>]) -> Extended<'a> {
    let types: Vec<Type<'a>> = inits.iter().map(|value| value.ty()).collect();
    let new = with_more(op, inits, results);
    new.region(0).take_blocks(op.region(0));
    new.region(1).take_blocks(op.region(1));
    let arguments = add_arguments(new.region(0).entry(), &types, op);
    let after = add_arguments(new.region(1).entry(), results, op);
    finish(op, new, arguments, after)
}

fn with_more<'a>(op: Op<'a>, operands: &[Value<'a>], results: &[Type<'a>]) -> Op<'a> {
    let builder = Builder::before(op);
    let mut new = builder
        .op(op.name())
        .operands(&op.operands())
        .operands(operands)
        .results(&op.result_types())
        .results(results)
        .regions(op.region_count());
    for (name, attr) in op.attrs() {
        new = new.attr(name, attr);
    }
    new.build()
}

fn add_arguments<'a>(block: Block<'a>, types: &[Type<'a>], op: Op<'a>) -> Vec<Value<'a>> {
    let add = |&ty| block.add_arg(ty, op.location());
    types.iter().map(add).collect()
}

fn finish<'a>(
    op: Op<'a>,
    new: Op<'a>,
    arguments: Vec<Value<'a>>,
    after: Vec<Value<'a>>,
) -> Extended<'a> {
    let old = op.result_count();
    op.replace_with(&new.results()[..old]);
    Extended {
        op: new,
        arguments,
        after,
        old,
    }
}

/// Appends operands, as to a terminator.
pub fn append<'a>(op: Op<'a>, values: &[Value<'a>]) {
    let mut operands = op.operands();
    operands.extend_from_slice(values);
    op.set_operands(&operands);
}

/// Brings the control flow of a function to a form from which derivatives are taken:
///
/// - `scf.execute_region` is gone, and so are `tensor.generate` and `tensor.pad` of floats;
/// - the condition of `scf.while` forwards the arguments of its region as they are, where that region is cheap: what
///   else it forwarded is computed again where it is used.
pub fn normalise(function: Op<'_>) -> Result<(), Error> {
    prepare(function)?;
    for op in function.walk(WalkOrder::Post) {
        match op.name() {
            "scf.execute_region" => inline(op)?,
            "scf.while" => rotate(op),
            _ => {}
        }
    }
    Ok(())
}

fn inline(op: Op<'_>) -> Result<(), Error> {
    let region = op.region(0);
    if region.blocks().len() > 1 {
        return Err(Error::at(
            op,
            "an scf.execute_region with several blocks cannot be differentiated; run lift-cf-to-scf first",
        ));
    }
    let block = region.entry();
    let end = block.terminator();
    let values = end.operands();
    end.erase();
    block.splice_before(op, &[]);
    op.replace_with(&values);
    Ok(())
}

/// Whether the condition forwards the arguments of its region as they are.
pub fn is_plain(op: Op<'_>) -> bool {
    let before = op.region(0).entry();
    before.terminator().operands()[1..] == before.args()
}

fn rotate<'a>(op: Op<'a>) {
    let before = op.region(0).entry();
    let end = before.terminator();
    let mut work = before.ops();
    work.pop();
    let cheap = |op: &Op<'_>| {
        // A stack is pushed to once.
        op.region_count() == 0 && op.is_memory_effect_free() && !op.is(ops::PUSH)
    };
    let calls = work.iter().any(|op| op.dialect() == "func");
    if is_plain(op) || work.len() > CHEAP || calls || !work.iter().all(cheap) {
        return;
    }
    let forwarded = end.operands().split_off(1);
    let arguments = before.args();
    let types: Vec<Type<'_>> = arguments.iter().map(|value| value.ty()).collect();
    let builder = Builder::before(op);
    let mut new = builder
        .op("scf.while")
        .operands(&op.operands())
        .results(&types)
        .regions(2);
    for (name, attr) in op.attrs() {
        new = new.attr(name, attr);
    }
    let new = new.build();
    // What follows a trip: the body, or the code after the loop.
    let again = |values: &[Value<'a>], place: Op<'a>| {
        let mut mapping = Mapping::of(&arguments, values);
        for op in &work {
            op.clone_before(place, &mut mapping);
        }
        let given = forwarded.iter().map(|&value| mapping.apply(value));
        given.collect::<Vec<_>>()
    };
    let body = op.region(1).entry();
    let block = new.region(1).append_block(&types, op.location());
    let first = Builder::at_end(block, op.location())
        .op("scf.yield")
        .results(&[])
        .build();
    let given = again(&block.args(), first);
    first.erase();
    body.splice_to_end(block, &given);
    let given = again(&new.results(), op);
    end.set_operands(&[&[end.operand(0)], arguments.as_slice()].concat());
    new.region(0).take_blocks(op.region(0));
    op.replace_with(&given);
}

/// Gives each `scf.while` whose derivative is a loop one more result: how often its second region ran.
pub fn count_trips<'a>(function: Op<'a>, activity: &mut Activity<'a>) {
    for op in function.walk(WalkOrder::Post) {
        let active = |value: Value<'a>| activity.has_active(value);
        if !op.is("scf.while") || is_in_function(op) {
            continue;
        }
        // What the first region gives may come from outside alone.
        let carried = op.region(0).entry().args().into_iter();
        if !carried.chain(op.results()).any(active) {
            continue;
        }
        let builder = Builder::before(op);
        let index = Type::index(builder.context());
        let zero = builder.int(index, 0);
        let old = op.results();
        let new = extend_while(op, &[zero]);
        for (old, new) in old.into_iter().zip(new.op.results()) {
            activity.replace(old, new);
        }
        let end = new.op.region(1).entry().terminator();
        let builder = Builder::before(end);
        let one = builder.int(index, 1);
        let next = builder
            .op("arith.addi")
            .operands(&[new.after[0], one])
            .results(&[index])
            .build();
        append(end, &next.results());
    }
}

/// How often the body of an `scf.for` runs, and the last value of the induction variable if it runs at all.
pub fn trips<'a>(builder: &Builder<'a>, op: Op<'a>) -> (Value<'a>, Value<'a>) {
    let (lower, upper, step) = (op.operand(0), op.operand(1), op.operand(2));
    let ty = lower.ty();
    let context = builder.context();
    let binary = |name: &str, a: Value<'a>, b: Value<'a>| {
        let op = builder.op(name).operands(&[a, b]).results(&[ty]);
        op.build().result(0)
    };
    let (zero, one) = (builder.int(ty, 0), builder.int(ty, 1));
    // Modulo the width of the type, so that the widest ranges are right too.
    let span = binary("arith.subi", upper, lower);
    let most = binary("arith.subi", span, one);
    let times = binary("arith.divui", most, step);
    let last = binary("arith.addi", lower, binary("arith.muli", times, step));
    let predicate = if op.attr("unsignedCmp").is_some() {
        6
    } else {
        2
    };
    let runs = builder
        .op("arith.cmpi")
        .operands(&[lower, upper])
        .attr("predicate", Attr::int(Type::int(context, 64), predicate))
        .results(&[Type::int(context, 1)])
        .build()
        .result(0);
    let count = builder
        .op("arith.select")
        .operands(&[runs, binary("arith.addi", times, one), zero])
        .results(&[ty])
        .build()
        .result(0);
    let count = if ty.is_index() {
        count
    } else {
        let index = Type::index(context);
        let cast = builder.op("arith.index_castui").operands(&[count]);
        cast.results(&[index]).build().result(0)
    };
    (count, last)
}

/// The leaves of these values that `is` holds for: which value, which leaf, and its type.
pub fn chosen<'a>(
    values: &[Value<'a>],
    mut is: impl FnMut((Value<'a>, usize)) -> bool,
) -> Vec<(usize, usize, Type<'a>)> {
    let mut found = Vec::new();
    for (index, &value) in values.iter().enumerate() {
        for (leaf, ty) in leaves(value.ty()).into_iter().enumerate() {
            if is((value, leaf)) {
                found.push((index, leaf, ty));
            }
        }
    }
    found
}
