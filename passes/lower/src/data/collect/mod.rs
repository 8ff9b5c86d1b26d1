//! Collection of what a loop carries: at the end of a trip, when twice as much is there as was live, the nodes that the next trip can
//! reach are copied, and all others are freed.
//!
//! Data is immutable, so that nothing from before the loop points to what its trips allocate: the carried values are all
//! roots. Their types tell where pointers are. Copying keeps what is shared shared, and its list of nodes to look at lies in the old
//! nodes, as in C. J. Cheney, "A nonrecursive list compacting algorithm", CACM 13 (1970), so that nothing recurses.
//! A loop that carries a stack with pointers, as one that keeps a tape, keeps all.

mod nodes;

use super::{
    holds_box,
    layout::{Types, fields, tuple},
    memory::{self, Memory},
    reserve,
    stacks::{branch, compare},
};
use nodes::Nodes;
pub(super) use nodes::{CLAIM, COLLECT, COLLECTED, TRACE};
use pullback_functional::is_data_type;
use pullback_ir::{Attr, Builder, Op, Type, Value};

/// A loop whose trips leave garbage.
pub(super) struct Loop<'a> {
    op: Op<'a>,
    /// The terminator from which the next trip starts.
    end: Op<'a>,
    /// The operands of the terminator that hold values of data types, with their types.
    roots: Vec<(usize, Type<'a>)>,
}

/// All loops in which garbage is collected, and what nodes look like.
pub(super) struct Loops<'a> {
    loops: Vec<Loop<'a>>,
    nodes: Nodes<'a>,
}

/// A loop whose trips leave what they allocate, if all that the next trip can reach is known.
pub(super) fn candidate(op: Op<'_>) -> Option<Loop<'_>> {
    let (region, kept) = match op.name() {
        "scf.for" => (0, reserve::runs(op).map(|run| run.unboxed())),
        "scf.while" => (1, None),
        _ => return None,
    };
    let kept = kept.unwrap_or_default();
    let body = op.region(region).first()?;
    let end = body.next().is_none().then(|| body.try_terminator())??;
    let operands = end.operands().into_iter().enumerate();
    let roots = operands
        .filter(|(index, value)| !kept.contains(index) && holds_box(value.ty()))
        .map(|(index, value)| (index, value.ty()));
    Some(Loop {
        op,
        end,
        roots: roots.collect(),
    })
}

impl<'a> Loops<'a> {
    /// Takes those whose roots are of known types. The types must still be those of the source.
    pub(super) fn new(module: Op<'a>, types: &Types<'a>, candidates: Vec<Loop<'a>>) -> Self {
        let mut nodes = Nodes::default();
        let mut loops = vec![];
        for candidate in candidates {
            let mut leaves = candidate
                .roots
                .iter()
                .flat_map(|&(_, ty)| crate::tuples::leaves(ty))
                .filter(|&leaf| holds_box(leaf));
            if leaves.all(|leaf| nodes.add(module, types, leaf)) {
                loops.push(candidate);
            }
        }
        Self { loops, nodes }
    }

    /// Writes the collections and the functions that they call.
    pub(super) fn insert(
        &self,
        module: Op<'a>,
        memory: &Memory<'a>,
        types: &Types<'a>,
        least: u64,
    ) {
        // No memory is larger.
        let least = i64::try_from(least).unwrap_or(i64::MAX).min(1 << 48);
        for run in &self.loops {
            self.collect(run, memory, types, least);
        }
        if self.loops.iter().any(|run| !run.roots.is_empty()) {
            self.nodes.write(module, memory, types);
        }
    }

    fn collect(&self, run: &Loop<'a>, memory: &Memory<'a>, types: &Types<'a>, least: i64) {
        let (before, end) = (Builder::before(run.op), Builder::before(run.end));
        if run.roots.is_empty() {
            let top = memory.top(&before);
            memory.set_top(&end, top);
            return;
        }
        // A word for the place of the top at which to collect; behind it lies what the trips allocate.
        let word = types
            .record(false, &[types.i64])
            .expect("an integer lies in memory");
        let slot = memory.allocate(&before, word);
        let mark = memory.top(&before);
        let start = address(&before, types, mark);
        let first = before.int(types.i64, least);
        let limit = super::stacks::arith(&before, "arith.addi", start, first);
        memory.write(&before, word, slot, 0, &[limit]);

        let top = memory.top(&end);
        let top = address(&end, types, top);
        let limit = memory.read(&end, word, slot, 0, &[types.i64])[0];
        let is_full = compare(&end, ABOVE, top, limit);
        let state = branch(
            &end,
            is_full,
            &[types.ptr],
            |inside| vec![call(inside, COLLECT, &[mark, slot], &[types.ptr])[0]],
            |inside| vec![memory::zero(inside, types, types.ptr)],
        )[0];
        let number = address(&end, types, state);
        let none = end.int(types.i64, 0);
        let is_started = compare(&end, DIFFERENT, number, none);
        let roots: Vec<_> = run
            .roots
            .iter()
            .map(|&(index, _)| run.end.operand(index))
            .collect();
        let result_types: Vec<_> = roots.iter().map(|root| root.ty()).collect();
        let kept = branch(
            &end,
            is_started,
            &result_types,
            |inside| {
                let pairs = roots.iter().zip(&run.roots);
                let kept = pairs
                    .map(|(&root, &(_, ty))| keep(inside, state, ty, root))
                    .collect();
                call(inside, TRACE, &[state], &[]);
                let least = inside.int(types.i64, least);
                call(inside, COLLECTED, &[state, slot, least], &[]);
                kept
            },
            |_| roots.clone(),
        );
        for (&(index, _), value) in run.roots.iter().zip(kept) {
            run.end.set_operand(index, value);
        }
    }
}

/// `arith.cmpi ugt`.
const ABOVE: i64 = 8;
/// `arith.cmpi ne`.
const DIFFERENT: i64 = 1;

/// A value whose nodes are copied; `ty` is its type in the source.
fn keep<'a>(builder: &Builder<'a>, state: Value<'a>, ty: Type<'a>, value: Value<'a>) -> Value<'a> {
    if let Some(parts) = ty.tuple_fields() {
        let parts = fields(builder, value).into_iter().zip(parts);
        let kept: Vec<_> = parts
            .map(|(field, ty)| keep(builder, state, ty, field))
            .collect();
        return tuple(builder, &kept);
    }
    if !is_data_type(ty) {
        return value;
    }
    call(builder, &nodes::keeper(ty), &[state, value], &[value.ty()])[0]
}

fn call<'a>(
    builder: &Builder<'a>,
    callee: &str,
    operands: &[Value<'a>],
    results: &[Type<'a>],
) -> Vec<Value<'a>> {
    let callee = Attr::symbol(builder.context(), callee);
    let call = builder.op("func.call").operands(operands);
    call.attr("callee", callee)
        .results(results)
        .build()
        .results()
}

/// A pointer as a number.
fn address<'a>(builder: &Builder<'a>, types: &Types<'a>, pointer: Value<'a>) -> Value<'a> {
    let op = builder.op("llvm.ptrtoint").operands(&[pointer]);
    op.results(&[types.i64]).build().result(0)
}
