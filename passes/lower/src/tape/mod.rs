//! `functional-tape-report`: what reverse mode keeps, where, why, and how many bytes.
//!
//! ```text
//! alias.rs   which stacks are one tape: from the pushes of a loop to the pops of its reverse
//! trace.rs   where a kept value comes from, and what is computed of it
//! bytes.rs   the size of what lies in memory
//! ```
//!
//! A tape is a stack, or a data type with `$tape` in its name: what a recursion hands from its forward to its backward
//! half. Everything else that the two halves share is in registers, or a constant of the call.

mod alias;
mod bytes;
mod trace;

use alias::Aliases;
use bytes::{node, record};
use pullback_functional::{constructors, data_name, ops, stack_elements};
use pullback_ir::{Attr, Location, Op, Severity, Type, Value, WalkOrder, emit};
use pullback_pass::{Error, Pass, Root};
use trace::{origins, users};

/// What the name of a recursion's tape ends with.
const SUFFIX: &str = "$tape";

/// Says, as remarks, what each trip of a loop and each call of a recursion keeps for the reverse sweep: the values, why
/// each is kept, and the bytes. Changes nothing. Wants first-order code, before `functional-lower-data`.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-tape-report", on = "builtin.module")]
pub struct TapeReport;

impl Pass for TapeReport {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        let all = module.walk(WalkOrder::Pre);
        let aliases = Aliases::of(&all);
        let mut tapes = 0;
        for &op in &all {
            let said = match op.name() {
                ops::PUSH => trip(op, &all, &aliases),
                ops::CONSTRUCT => call(op, &all),
                _ => None,
            };
            if let Some((at, message, notes)) = said {
                emit(Severity::Remark, at, &message, &notes);
                tapes += 1;
            }
        }
        root.count("tapes", tapes);
        if tapes == 0 {
            emit(
                Severity::Remark,
                root.location(),
                "nothing is kept for the reverse sweep: there is no tape",
                &[],
            );
        }
        Ok(())
    }
}

/// Where, what, and what belongs to it.
type Said<'a> = (Location<'a>, String, Vec<(Location<'a>, String)>);

/// What a push keeps.
fn trip<'a>(push: Op<'a>, all: &[Op<'a>], aliases: &Aliases<'a>) -> Option<Said<'a>> {
    let types = stack_elements(push.operand(0).ty())?;
    let bytes = record(&types);
    let tape = aliases.tape(push.operand(0));
    let popped = |index: usize| -> Vec<Value<'a>> {
        let pops = all.iter().filter(|op| op.is(ops::POP));
        let pops = pops.filter(|pop| aliases.tape(pop.operand(0)) == tape);
        pops.map(|pop| pop.result(index + 1)).collect()
    };
    let mut notes = Vec::new();
    for (index, &value) in push.operands()[1..].iter().enumerate() {
        kept(value, &popped(index), &mut notes);
    }
    let looping = std::iter::successors(push.parent(), |op| op.parent())
        .find(|op| op.is("scf.for") || op.is("scf.while"));
    Some(match looping {
        Some(op) => (
            op.location(),
            format!("each trip keeps {bytes} bytes{}", of(op)),
            notes,
        ),
        None => (push.location(), format!("{bytes} bytes are kept"), notes),
    })
}

/// What a call of a recursion keeps.
fn call<'a>(construct: Op<'a>, all: &[Op<'a>]) -> Option<Said<'a>> {
    let ty = construct.result(0).ty();
    let name = data_name(ty).filter(|name| name.ends_with(SUFFIX))?;
    let declared = constructors(construct, ty)?;
    let case = construct
        .attr(ops::CONSTRUCTOR)
        .and_then(Attr::as_str)
        .unwrap_or_default();
    let index = declared.iter().position(|known| known.name == case)?;
    let bytes = node(&declared, index);
    let matched = |field: usize| -> Vec<Value<'a>> {
        let matches = all
            .iter()
            .filter(|op| op.is(ops::MATCH) && op.operand(0).ty() == ty);
        matches
            .filter_map(|op| op.regions().get(index)?.first()?.args().get(field).copied())
            .collect()
    };
    let mut notes = Vec::new();
    for (field, &value) in construct.operands().iter().enumerate() {
        kept(value, &matched(field), &mut notes);
    }
    let function = construct.ancestor("func.func")?;
    let primal = name.split('$').next().unwrap_or(&name);
    Some((
        function.location(),
        format!("a call of @{primal} that comes here keeps {bytes} bytes"),
        notes,
    ))
}

/// One kept value: what it is, and what it is kept for.
fn kept<'a>(value: Value<'a>, back: &[Value<'a>], notes: &mut Vec<(Location<'a>, String)>) {
    let mut reasons = Vec::new();
    for user in users(back) {
        let reason = reason(user);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.sort();
    let why = match reasons.as_slice() {
        [] => String::new(),
        reasons => format!(", for {}", reasons.join(", ")),
    };
    for origin in origins(value) {
        let ty = origin.ty();
        let what = match origin.defining_op() {
            _ if stack_elements(ty).is_some() => "the tape of an inner loop".to_owned(),
            _ if is_tape(ty) => "the tape of a call".to_owned(),
            Some(op) => format!("a result of '{}', of type {ty}", op.name()),
            None => format!("{}, of type {ty}", incoming(origin)),
        };
        let at = origin.defining_op().or_else(|| origin.block()?.parent_op());
        let at = at.map_or_else(|| Location::unknown(ty.context()), Op::location);
        notes.push((at, format!("{what}{why}")));
    }
}

/// Whether a value is what a call hands over for its reverse, or that with the arguments of the call.
fn is_tape(ty: Type<'_>) -> bool {
    data_name(ty).is_some_and(|name| name.ends_with(SUFFIX))
        || ty.tuple_fields().into_iter().flatten().any(is_tape)
}

/// What an argument of a block is.
fn incoming(argument: Value<'_>) -> String {
    let (owner, index) = argument
        .block_argument()
        .map_or((None, 0), |(block, index)| (block.parent_op(), index));
    match owner.map(Op::name) {
        Some("scf.for") if index == 0 => "the counter".to_owned(),
        Some("scf.for") => format!("carried value {}", index - 1),
        Some("scf.while") => format!("carried value {index}"),
        Some("func.func") => format!("argument {index}"),
        _ => format!("field {index}"),
    }
}

/// `the reverse of math.sin`, or the op's own name.
fn reason(op: Op<'_>) -> String {
    match op.location().metadata_texts().last() {
        Some(text) => format!("the {text}"),
        None => format!("'{}'", op.name()),
    }
}

/// How many trips a loop has, where the text says it.
fn of(op: Op<'_>) -> String {
    let bound = |index: usize| {
        let op = op.operand(index).defining_op()?;
        op.attr("value").and_then(Attr::as_int)
    };
    let trips = || {
        let (low, high, step) = (bound(0)?, bound(1)?, bound(2)?);
        (step > 0).then(|| {
            (high - low).max(0).div_euclid(step) + i64::from((high - low).max(0) % step != 0)
        })
    };
    match op.is("scf.for").then(trips).flatten() {
        Some(count) => format!(", and there are {count} trips"),
        None => String::new(),
    }
}
