//! `nd-fuse-loops`.
//!
//! Upstream fuses element-wise ops into the one op that uses their result. This pass does the rest: values that are the same
//! everywhere and copies in other shapes are read where they are from, and ops with the same loops become one (the cotangents of
//! a map, what reads the same arrays, a sum of what is made element by element). What two of them compute is then computed once, and
//! an array that only they use is none any more.

mod nest;

use crate::build::{self, Inside, generic, loop_of, places};
use nest::{Nest, Size, asked};

pub(crate) use nest::size;
use pullback_ir::{Block, Builder, Mapping, Op, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashSet;

/// Makes one of `linalg.generic` ops with the same loops, and reads arrays where their elements are from.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-fuse-loops", on = "builtin.module")]
pub struct FuseLoops;

/// How many arrays one op may take and give: more are more than the registers that hold their addresses.
const ARRAYS: usize = 24;
/// How many ops further on a partner is looked for.
const WINDOW: usize = 16;

impl Pass for FuseLoops {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        crate::all::load(root);
        let mut blocks = vec![];
        let mut met = HashSet::new();
        let (mut read, mut fused) = (0, 0);
        for op in root.op().walk(WalkOrder::Post) {
            match op.name() {
                "tensor.dim" => ask_further_back(op),
                "linalg.generic" => {
                    blocks.extend(op.block().filter(|block| met.insert(*block)));
                    read += u64::from(read_further_back(op));
                }
                _ => {}
            }
        }
        for block in blocks {
            while fuse_two(block) {
                fused += 1;
            }
        }
        root.count("operands read further back", read);
        root.count("ops fused", fused);
        Ok(())
    }
}

/// Takes a size from where it is told.
fn ask_further_back(op: Op<'_>) {
    match asked(op) {
        Size::Given(value) if value != op.result(0) => op.replace_with(&[value]),
        Size::Known(size) => {
            let size = build::index(&Builder::before(op), size);
            op.replace_with(&[size]);
        }
        Size::Of(array, dimension) if array != op.operand(0) => {
            let place = build::index(&Builder::before(op), dimension as i64);
            op.set_operands(&[array, place]);
        }
        _ => {}
    }
}

/// What the body of an op takes.
enum Taken<'a> {
    Element(build::Operand<'a>),
    Value(Value<'a>),
}

/// Reads the operands of an op that are one value, or copies of others, where they are from.
fn read_further_back<'a>(op: Op<'a>) -> bool {
    let Some(nest) = Nest::of(op) else {
        return false;
    };
    let context = op.context();
    let rank = nest.reduced.len();
    let from = |(array, map): build::Operand<'a>| -> Option<Taken<'a>> {
        let source = array.defining_op()?;
        if source.is("tensor.splat") {
            return Some(Taken::Value(source.operand(0)));
        }
        let (before, from) = Nest::of(source)?.view()?;
        let here = places(map);
        let place = |place: String| match loop_of(&place) {
            Some(number) => here.get(number).cloned(),
            None => place.parse::<i64>().ok().map(|number| number.to_string()),
        };
        let there: Option<Vec<_>> = from.into_iter().map(place).collect();
        Some(Taken::Element((
            before,
            build::map_of(context, rank, &there?),
        )))
    };
    let mut taken: Vec<_> = nest.ins.iter().copied().map(Taken::Element).collect();
    let mut changed = false;
    for index in 0..taken.len() {
        let Some(new) = from(nest.ins[index]) else {
            continue;
        };
        let old = std::mem::replace(&mut taken[index], new);
        // Each loop's trips are counted by an array.
        let left = taken.iter().filter_map(|taken| match taken {
            Taken::Element(operand) => Some(*operand),
            Taken::Value(_) => None,
        });
        let left = left.chain(nest.outs.iter().copied());
        let counted: HashSet<_> = left
            .flat_map(|(_, map)| places(map))
            .filter_map(|place| loop_of(&place))
            .collect();
        match counted.len() == rank {
            true => changed = true,
            false => taken[index] = old,
        }
    }
    if !changed {
        return false;
    }
    let ins = taken.iter().filter_map(|taken| match taken {
        Taken::Element(operand) => Some(*operand),
        Taken::Value(_) => None,
    });
    let ins: Vec<_> = ins.collect();
    let body = op.region(0).entry();
    let mut inside = |inner: &Builder<'a>, values: &[Value<'a>]| {
        let (elements, outs) = values.split_at(ins.len());
        let mut elements = elements.iter();
        let arguments = taken.iter().filter_map(|taken| match taken {
            Taken::Element(_) => elements.next().copied(),
            Taken::Value(value) => Some(*value),
        });
        let arguments: Vec<_> = arguments.chain(outs.iter().copied()).collect();
        inlined(inner, body, &arguments)
    };
    let results = generic(
        &Builder::before(op),
        &ins,
        &nest.outs,
        &nest.reduced,
        Inside::Body(&mut inside),
    );
    op.replace_with(&results);
    true
}

/// A copy of a body where the builder is; what it yields.
fn inlined<'a>(builder: &Builder<'a>, body: Block<'a>, arguments: &[Value<'a>]) -> Vec<Value<'a>> {
    let mut mapping = Mapping::of(&body.args(), arguments);
    for inside in body.ops() {
        if inside.is("linalg.yield") {
            let given = inside.operands().into_iter();
            return given.map(|value| mapping.apply(value)).collect();
        }
        inside.clone_to_end(builder.block(), &mut mapping);
    }
    vec![]
}

/// Makes one of two ops of a block, if there are two that can be.
fn fuse_two(block: Block<'_>) -> bool {
    let used = block.ops().into_iter().filter(|op| op.has_uses());
    let nests: Vec<_> = used.filter_map(Nest::of).collect();
    for (index, first) in nests.iter().enumerate() {
        for second in nests[index + 1..].iter().take(WINDOW) {
            if are_alike(first, second) && clear_between(first.op, second) {
                fuse(first, second);
                return true;
            }
        }
    }
    false
}

/// Whether two ops have the same loops and read the same, or what the other one gives, element by element.
fn are_alike<'a>(first: &Nest<'a>, second: &Nest<'a>) -> bool {
    if first.reduced.is_empty()
        || first.reduced.len() != second.reduced.len()
        || first.operands().count() + second.operands().count() > ARRAYS
        || [first, second]
            .iter()
            .any(|nest| nest.is_contraction() || !nest.op.is_memory_effect_free())
    {
        return false;
    }
    let trips = first.trips().into_iter().zip(second.trips());
    let are_equal =
        |(one, other): (Vec<Size<'a>>, Vec<Size<'a>>)| one.iter().any(|size| other.contains(size));
    if !trips.into_iter().all(are_equal) {
        return false;
    }
    let number = |array: Value<'a>| {
        let made = array.defining_op() == Some(first.op);
        made.then(|| array.result_index()).flatten()
    };
    // What the first gives is read element by element, in the trip that gives it.
    let mut are_linked = false;
    for &(array, map) in &second.ins {
        if let Some(result) = number(array) {
            if !first.gives_each_once(result) || map != first.outs[result].1 {
                return false;
            }
            are_linked = true;
        }
        are_linked |= first.ins.contains(&(array, map));
    }
    let others = second.outs.iter().map(|(array, _)| *array);
    let mut others = others.chain(second.op.captures());
    are_linked && others.all(|value| number(value).is_none())
}

/// Moves what stands between two ops and needs the first behind the second; false, and nothing, where that cannot be.
fn clear_between<'a>(first: Op<'a>, second: &Nest<'a>) -> bool {
    let mut moved: Vec<Op<'a>> = vec![];
    let uses = |op: Op<'a>, makers: &[Op<'a>]| {
        let inside = op.operands().into_iter().chain(op.captures());
        inside.into_iter().any(|value| {
            value
                .defining_op()
                .is_some_and(|maker| makers.contains(&maker))
        })
    };
    let mut next = first.next();
    while let Some(op) = next.filter(|op| *op != second.op) {
        if uses(op, &[first]) || uses(op, &moved) {
            if !op.is_memory_effect_free() {
                return false;
            }
            moved.push(op);
        }
        next = op.next();
    }
    if uses(second.op, &moved) {
        return false;
    }
    for op in moved.into_iter().rev() {
        op.move_after(second.op);
    }
    true
}

fn fuse<'a>(first: &Nest<'a>, second: &Nest<'a>) {
    let given = |array: Value<'a>| {
        let made = array.defining_op() == Some(first.op);
        made.then(|| array.result_index()).flatten()
    };
    let own = second
        .ins
        .iter()
        .filter(|(array, _)| given(*array).is_none());
    let ins: Vec<_> = first.ins.iter().chain(own).copied().collect();
    let outs: Vec<_> = first.outs.iter().chain(&second.outs).copied().collect();
    let pairs = first.reduced.iter().zip(&second.reduced);
    let reduced: Vec<_> = pairs.map(|(one, other)| *one || *other).collect();
    let bodies = [first, second].map(|nest| nest.op.region(0).entry());
    let mut inside = |inner: &Builder<'a>, values: &[Value<'a>]| {
        let (taken, kept) = values.split_at(ins.len());
        let (taken, own) = taken.split_at(first.ins.len());
        let (kept, others) = kept.split_at(first.outs.len());
        let mut results = inlined(inner, bodies[0], &[taken, kept].concat());
        let mut own = own.iter();
        let arguments = second
            .ins
            .iter()
            .filter_map(|(array, _)| match given(*array) {
                Some(result) => results.get(result).copied(),
                None => own.next().copied(),
            });
        let arguments: Vec<_> = arguments.chain(others.iter().copied()).collect();
        results.extend(inlined(inner, bodies[1], &arguments));
        results
    };
    let builder = Builder::before(second.op);
    let results = generic(&builder, &ins, &outs, &reduced, Inside::Body(&mut inside));
    let (own, others) = results.split_at(first.outs.len());
    second.op.replace_with(others);
    first.op.replace_with(own);
}
