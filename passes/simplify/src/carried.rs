//! `functional-merge-carried`: values that a loop carries and that are equal all along become one.
//!
//! Two carried values are equal if they start equal and, as long as all that are taken for equal are, each trip hands
//! on equal ones: of all pairs those are dropped for which this is not so, until none is. Higher derivatives keep the same value on
//! several tapes, and count the trips of a loop several times.
//!
//! A stack that is pushed to is not used again. So two stacks become one only if each has one user at a time in the loop,
//! and nothing pushes to what is left behind it: it may be read by several. Where derivatives are still to be
//! taken that would cost more than it saves, for what several readers give back is added up: the pass runs after them.

use crate::walk;
use pullback_functional::{data::stack_elements, ops};
use pullback_ir::{Op, Value};
use pullback_pass::{CANONICALIZE, Error, Pass, Root};
use std::collections::HashSet;

/// How many ops may be compared for a pair of values.
const COMPARED: usize = 64;

/// A loop that carries more is left as it is: pairs are many.
const PLACES: usize = 256;

/// Merges values that a loop carries and that are equal all along.
#[derive(Debug, Pass)]
#[pass(name = "functional-merge-carried", on = "builtin.module", dialects = ["arith", "functional", "scf"])]
pub struct MergeCarried;

impl Pass for MergeCarried {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut merged = 0;
        for function in root.op().functions() {
            // Inner loops first: what they give may be carried by the outer one.
            for op in walk::ops_of(function).into_iter().rev() {
                merged += merge(op);
            }
        }
        root.count("carried values merged", merged);
        if merged > 0 {
            root.run_pipeline(&format!("func.func({CANONICALIZE},cse)"))?;
        }
        Ok(())
    }
}

/// A place that gets a value before the first trip or from another place of the loop, and one from each trip.
struct Carried<'a> {
    argument: Value<'a>,
    /// What it starts with, if that comes from outside.
    start: Option<Value<'a>>,
    /// Whose operand number what is handed on to it.
    from: (Op<'a>, usize),
    /// What stands for it behind the loop.
    result: Option<Value<'a>>,
}

/// All such places of a loop.
fn carried(op: Op<'_>) -> Option<Vec<Carried<'_>>> {
    let block = |region: usize| {
        let block = op.region(region).first()?;
        block.next().is_none().then_some(block)
    };
    match op.name() {
        "scf.for" => {
            const BOUNDS: usize = 3;
            let body = block(0)?;
            let end = body.try_terminator()?;
            let place = |index: usize| Carried {
                argument: body.arg(index + 1),
                start: Some(op.operand(BOUNDS + index)),
                from: (end, index),
                result: Some(op.result(index)),
            };
            Some((0..op.result_count()).map(place).collect())
        }
        "scf.while" => {
            let (before, after) = (block(0)?, block(1)?);
            let (condition, end) = (before.try_terminator()?, after.try_terminator()?);
            let carried = (0..before.arg_count()).map(|index| Carried {
                argument: before.arg(index),
                start: Some(op.operand(index)),
                from: (end, index),
                result: None,
            });
            // The condition comes first.
            let forwarded = (0..after.arg_count()).map(|index| Carried {
                argument: after.arg(index),
                start: None,
                from: (condition, index + 1),
                result: Some(op.result(index)),
            });
            Some(carried.chain(forwarded).collect())
        }
        _ => None,
    }
}

/// Merges what a loop carries; says how many values are gone.
fn merge(op: Op<'_>) -> u64 {
    let Some(places) = carried(op).filter(|places| places.len() <= PLACES) else {
        return 0;
    };
    let shared: Vec<bool> = places
        .iter()
        .map(|place| may_be_shared(op, place))
        .collect();
    let mut equal = Equal::default();
    let candidates = || places.iter().zip(&shared).filter(|(_, shared)| **shared);
    for (index, (one, _)) in candidates().enumerate() {
        for (other, _) in candidates().skip(index + 1) {
            if one.argument.block() == other.argument.block()
                && one.argument.ty() == other.argument.ty()
                && starts_equal(one, other)
            {
                equal.pairs.insert((one.argument, other.argument));
            }
        }
    }
    // Equal as long as all the others are.
    let is_kept = |equal: &Equal<'_>, one: &Carried<'_>, other: &Carried<'_>| {
        let (this, that) = (
            one.from.0.operand(one.from.1),
            other.from.0.operand(other.from.1),
        );
        equal.holds(this, that, &mut COMPARED.clone())
    };
    loop {
        let before = equal.pairs.len();
        for (index, one) in places.iter().enumerate() {
            for other in &places[index + 1..] {
                let pair = (one.argument, other.argument);
                if equal.pairs.contains(&pair) && !is_kept(&equal, one, other) {
                    equal.pairs.remove(&pair);
                }
            }
        }
        if equal.pairs.len() == before {
            break;
        }
    }
    let mut merged = 0;
    for (index, other) in places.iter().enumerate() {
        let first = places[..index]
            .iter()
            .find(|one| equal.pairs.contains(&(one.argument, other.argument)));
        let Some(one) = first else {
            continue;
        };
        other.argument.replace_all_uses_with(one.argument);
        if let (Some(this), Some(that)) = (one.result, other.result) {
            that.replace_all_uses_with(this);
        }
        let (end, operand) = other.from;
        end.set_operand(operand, end.operand(one.from.1));
        merged += 1;
    }
    merged
}

/// Whether two places start with the same value.
fn starts_equal(one: &Carried<'_>, other: &Carried<'_>) -> bool {
    match (one.start, other.start) {
        (Some(one), Some(other)) => Equal::default().holds(one, other, &mut COMPARED.clone()),
        (None, None) => true,
        _ => false,
    }
}

/// Values that are taken for equal.
#[derive(Default)]
struct Equal<'a> {
    pairs: HashSet<(Value<'a>, Value<'a>)>,
}

impl<'a> Equal<'a> {
    /// Whether two values are equal if the pairs are; `left` ops may be compared for that.
    fn holds(&self, one: Value<'a>, other: Value<'a>, left: &mut usize) -> bool {
        if one == other || self.pairs.contains(&(one, other)) || self.pairs.contains(&(other, one))
        {
            return true;
        }
        let (Some(this), Some(that)) = (one.defining_op(), other.defining_op()) else {
            return false;
        };
        if *left == 0 || one.result_index() != other.result_index() {
            return false;
        }
        *left -= 1;
        let is_empty_stack = this.is(ops::STACK);
        this.name() == that.name()
            && this.block() == that.block()
            && this.region_count() == 0
            && (is_empty_stack || this.is_memory_effect_free())
            && this.attrs() == that.attrs()
            && this.result_types() == that.result_types()
            && this.operand_count() == that.operand_count()
            && (0..this.operand_count())
                .all(|index| self.holds(this.operand(index), that.operand(index), left))
    }
}

/// Whether something else may take the place of what is carried here, and it that of something else.
fn may_be_shared(op: Op<'_>, place: &Carried<'_>) -> bool {
    let ty = place.argument.ty();
    if stack_elements(ty).is_none() {
        // What holds a stack may be taken apart anywhere.
        return !holds_stack(ty);
    }
    has_one_user_at_a_time(op, place.argument) && place.result.is_none_or(is_only_popped)
}

fn holds_stack(ty: pullback_ir::Type<'_>) -> bool {
    ty.tuple_fields().is_some_and(|fields| {
        fields
            .into_iter()
            .any(|ty| stack_elements(ty).is_some() || holds_stack(ty))
    })
}

/// Whether what a trip gets is pushed to or popped from in a row, up to what it hands on.
fn has_one_user_at_a_time(op: Op<'_>, stack: Value<'_>) -> bool {
    let mut stack = stack;
    loop {
        let uses = stack.uses();
        let [only] = uses.as_slice() else {
            return false;
        };
        if only.op.is_terminator() {
            return only.op.parent() == Some(op);
        }
        if only.index != 0 || !(only.op.is(ops::PUSH) || only.op.is(ops::POP)) {
            return false;
        }
        stack = only.op.result(0);
    }
}

/// Whether nothing pushes to a stack: not those who have it, nor those who have what is left of it.
fn is_only_popped(stack: Value<'_>) -> bool {
    let mut pending = vec![stack];
    let mut seen = HashSet::new();
    while let Some(stack) = pending.pop() {
        if !seen.insert(stack) {
            continue;
        }
        for used in stack.uses() {
            if used.op.is(ops::POP) {
                pending.push(used.op.result(0));
                continue;
            }
            // In and out of another loop.
            let Some(inside) = used.op.parent().filter(|_| used.op.is_terminator()) else {
                let Some(places) = carried(used.op) else {
                    return false;
                };
                let Some(place) = places.iter().find(|place| {
                    place.start.is_some() && operand_of(used.op, place) == used.index
                }) else {
                    return false;
                };
                pending.push(place.argument);
                pending.extend(place.result);
                continue;
            };
            let Some(places) = carried(inside) else {
                return false;
            };
            let Some(place) = places
                .iter()
                .find(|place| place.from == (used.op, used.index))
            else {
                return false;
            };
            pending.push(place.argument);
            pending.extend(place.result);
        }
    }
    true
}

/// Which operand of a loop a place starts with.
fn operand_of(op: Op<'_>, place: &Carried<'_>) -> usize {
    let number = place
        .argument
        .block_argument()
        .map_or(0, |(_, index)| index);
    match op.is("scf.for") {
        // Three operands come first there, and one argument.
        true => number + 2,
        false => number,
    }
}
