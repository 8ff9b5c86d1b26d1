//! `functional-fuse-halves`.

mod merge;
mod pair;
mod pure;

use crate::split::{Half, callee};
use merge::merge_branches;
use pair::Pair;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::{CANONICALIZE, Error, Pass, Root};
use pure::Pure;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Makes one call of a call of a forward half and the call of its backward half, where the cotangents do not depend on
/// what the forward half gives: gradients in one pass, without a tape.
///
/// `%y, %t = call @f$fwd(%x)` and `%d = call @f$bwd(%x, %t, %c)` become `%y, %d = call @f$both(%x, %c)`, whose body is
/// that of the two halves, simplified together. In there, calls of halves meet in turn, so that recursion goes down and
/// up once.
///
/// This is done for recursive functions, and for those that hand on the tapes of such, where no call of their halves
/// is left over; the tapes of others are values that are in registers. What `functional-split-closures` noted on
/// the halves is taken away, and so are the halves that nothing calls any more.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-fuse-halves",
    on = "builtin.module",
    dialects = ["arith", "cf", "func", "functional", "math", "scf", "ub"]
)]
pub struct FuseHalves;

impl Pass for FuseHalves {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut fused = 0;
        // Each round but the last makes one of the functions, of which there are as many as backward halves, or makes
        // calls or branches fewer.
        loop {
            let (calls, branches) = round(root.op());
            root.count("calls fused", calls);
            root.count("branches merged", branches);
            fused += calls;
            if calls + branches == 0 {
                break;
            }
            root.run_pipeline(&format!("func.func({CANONICALIZE},cse)"))?;
        }
        let functions = root.op().functions();
        if fused > 0 {
            erase_dead(&functions);
        }
        for function in functions {
            Half::forget(function);
        }
        Ok(())
    }
}

/// One sweep; how many pairs of calls, and how many branches, became one.
fn round(module: Op<'_>) -> (u64, u64) {
    let functions = module.functions();
    let halves: BTreeMap<&str, Half<'_>> = functions
        .iter()
        .filter_map(|&function| Some((function.symbol_name()?, Half::of(module, function)?)))
        .collect();
    if halves.is_empty() {
        return (0, 0);
    }
    let pure = Pure::of(&functions);
    let live = live(&functions);
    let ends: HashSet<Op<'_>> = pairs(&live, &halves, &pure)
        .into_iter()
        .map(|pair| pair.backward)
        .collect();
    let mut calls = 0;
    for end in ends_in_order(&live, &ends) {
        let half = callee(end).and_then(|name| halves.get(name));
        // What was fused before may have come between the two.
        if let Some(pair) = half.and_then(|half| Pair::of(end, half, &pure)) {
            fuse(module, pair);
            calls += 1;
        }
    }
    let is_both = |function: &&Op<'_>| {
        let name = function.symbol_name().unwrap_or_default();
        name.contains(BOTH)
    };
    let branches = live.iter().filter(is_both);
    (calls, branches.map(|&op| merge_branches(op, &pure)).sum())
}

/// The pairs that are to be fused.
fn pairs<'a, 'h>(
    live: &[Op<'a>],
    halves: &'h BTreeMap<&str, Half<'a>>,
    pure: &Pure<'a>,
) -> Vec<Pair<'a, 'h>> {
    let calls: Vec<Op<'a>> = live
        .iter()
        .flat_map(|function| function.walk(WalkOrder::Pre))
        .filter(|&op| callee(op).is_some())
        .collect();
    let mut pairs: Vec<Pair<'a, 'h>> = calls
        .iter()
        .filter_map(|&op| Pair::of(op, halves.get(callee(op)?)?, pure))
        .collect();
    let uses = uses(live);
    let mut found: HashMap<&str, usize> = HashMap::new();
    for pair in &pairs {
        *found.entry(pair.half.backward_name()).or_default() += 1;
    }
    pairs.retain(|pair| {
        let half = pair.half;
        let count = found.get(half.backward_name());
        half.is_recursive
            || [half.forward_name(), half.backward_name()]
                .into_iter()
                .all(|name| uses.get(name) == count)
    });
    pairs
}

/// Those ops in the order of the text, inner ones before what is around them.
fn ends_in_order<'a>(live: &[Op<'a>], ends: &HashSet<Op<'a>>) -> Vec<Op<'a>> {
    let ops = live
        .iter()
        .flat_map(|function| function.walk(WalkOrder::Post));
    ops.filter(|op| ends.contains(op)).collect()
}

/// How the names of the functions end.
const BOTH: &str = "$both";

/// Makes a pair one call, where the forward half was called.
fn fuse<'a>(module: Op<'a>, pair: Pair<'a, '_>) {
    let (forward, backward) = (pair.forward, pair.backward);
    let name = both(module, pair.half);
    for op in pair.between {
        op.move_before(forward);
    }
    let cotangents = &backward.operands()[pair.half.kept.len()..];
    let plain = pair.half.plain;
    let types = [&forward.result_types()[..plain], &backward.result_types()].concat();
    let results = Builder::before(forward)
        .op("func.call")
        .operands(&forward.operands())
        .operands(cotangents)
        .attr("callee", Attr::symbol(module.context(), &name))
        .results(&types)
        .build()
        .results();
    backward.replace_with(&results[plain..]);
    for (old, &new) in forward.results().into_iter().zip(&results[..plain]) {
        old.replace_all_uses_with(new);
    }
    forward.erase();
}

/// The name of the function that does what both halves do, which is made where it is not there.
fn both<'a>(module: Op<'a>, half: &Half<'a>) -> String {
    let name = half.backward_name();
    let (base, number) = name.rsplit_once("$bwd").unwrap_or((name, ""));
    let name = format!("{base}{BOTH}{number}");
    if module.symbol(&name).is_some() {
        return name;
    }
    let [forward, backward] = [half.forward, half.backward].map(|half| half.region(0).entry());
    let cotangents = backward.args().split_off(half.kept.len());
    let plain = &forward.terminator().operands()[..half.plain];
    let gradients = backward.terminator().operands();
    let types = |values: &[Value<'a>]| values.iter().map(|v| v.ty()).collect::<Vec<Type<'a>>>();
    let inputs = types(&[forward.args(), cotangents].concat());
    let results = types(&[plain, &gradients].concat());

    let builder = Builder::before(half.forward);
    let context = builder.context();
    let ty = Type::function(context, &inputs, &results);
    let function = builder
        .op("func.func")
        .attr("sym_name", Attr::string(context, &name))
        .attr("function_type", Attr::of_type(ty))
        .attr("sym_visibility", Attr::string(context, "private"))
        .results(&[])
        .regions(1)
        .build();
    function.set_location(half.backward.location());
    let location = half.forward.location();
    let block = function.region(0).append_block(&inputs, location);
    let arguments = block.args();
    let count = forward.args().len();

    let mut mapping = Mapping::of(&forward.args(), &arguments[..count]);
    let returned = copy(forward, block, &mut mapping);
    let kept = half
        .kept
        .iter()
        .map(|kept| kept.among(&arguments, &returned));
    let given: Vec<Value<'a>> = kept.chain(arguments[count..].iter().copied()).collect();
    let mut mapping = Mapping::of(&backward.args(), &given);
    let gradients = copy(backward, block, &mut mapping);
    Builder::at_end(block, half.backward.location())
        .op("func.return")
        .operands(&returned[..half.plain])
        .operands(&gradients)
        .results(&[])
        .build();
    name
}

/// Copies what a block does; gives what it would have returned.
fn copy<'a>(from: Block<'a>, into: Block<'a>, mapping: &mut Mapping<'a>) -> Vec<Value<'a>> {
    let end = from.terminator();
    for op in from.ops().into_iter().filter(|&op| op != end) {
        op.clone_to_end(into, mapping);
    }
    let returned = end.operands().into_iter();
    returned.map(|value| mapping.apply(value)).collect()
}

/// How often each function is named.
fn uses<'a>(functions: &[Op<'a>]) -> HashMap<&'a str, usize> {
    let mut uses = HashMap::new();
    for name in functions.iter().filter_map(|op| op.symbol_uses()).flatten() {
        *uses.entry(name).or_default() += 1;
    }
    uses
}

/// Without halves that nothing names but halves that are gone in turn.
fn live<'a>(functions: &[Op<'a>]) -> Vec<Op<'a>> {
    let halves: HashSet<&str> = functions
        .iter()
        .filter_map(|&op| Half::names(op))
        .flatten()
        .collect();
    let mut by_name: HashMap<&str, Op<'a>> = HashMap::new();
    for &function in functions {
        by_name.extend(function.symbol_name().map(|name| (name, function)));
    }
    let mut live: HashSet<Op<'a>> = HashSet::new();
    let mut pending = functions.to_vec();
    pending.retain(|op| op.symbol_name().is_none_or(|name| !halves.contains(name)));
    while let Some(function) = pending.pop() {
        if !live.insert(function) {
            continue;
        }
        let Some(names) = function.symbol_uses() else {
            return functions.to_vec();
        };
        pending.extend(names.iter().filter_map(|name| by_name.get(name)));
    }
    let mut functions = functions.to_vec();
    functions.retain(|function| live.contains(function));
    functions
}

fn erase_dead(functions: &[Op<'_>]) {
    let live: HashSet<Op<'_>> = live(functions).into_iter().collect();
    for function in functions.iter().filter(|op| !live.contains(op)) {
        function.erase();
    }
}
