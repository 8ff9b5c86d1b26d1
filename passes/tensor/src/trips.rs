//! Loops that carry arrays of fixed shape: what a trip allocates is free again at its end.
//!
//! Before bufferization each array that a trip hands on is put into the memory of the one that it took, so that no address leaves
//! the trip (`keep_in_place`). Behind it, a loop that hands on no address gives back at the end of a trip what that has
//! allocated (`release`). Only numbers are written into memory from before the trip, then, unless an address is stored: a loop that
//! pushes arrays to a tape keeps all.

use crate::{
    build::{self, Inside, generic},
    carry::stays_in,
    memory::ARENA,
};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value, WalkOrder};

/// Whether a value may hold an address.
fn holds_address(ty: Type<'_>) -> bool {
    !(ty.is_float() || ty.is_integer() || ty.is_index())
}

/// Whether an op keeps an address, or hands on a tape or a node, where trips cannot see it.
fn keeps_address(op: Op<'_>) -> bool {
    let is_arena = |value: Value<'_>| {
        let end = value.defining_op();
        end.is_some_and(|op| op.attr("global_name").and_then(Attr::as_symbol) == Some(ARENA))
    };
    op.is("llvm.store") && holds_address(op.operand(0).ty()) && !is_arena(op.operand(1))
}

/// The body of a counted loop that keeps no address.
fn body(op: Op<'_>) -> Option<Block<'_>> {
    let body = op
        .is("scf.for")
        .then(|| op.region(0).first())
        .flatten()
        .filter(|body| body.next().is_none())?;
    let keeps = op.walk(WalkOrder::Pre).into_iter().any(keeps_address);
    (!keeps).then_some(body)
}

/// Has a loop hand its arrays on in the memory in which it took them: by a copy, unless they are there. Where one is still read that
/// another one would overwrite, bufferization takes new memory all the same.
pub(crate) fn keep_in_place<'a>(op: Op<'a>) {
    let types = op.result_types();
    let is_fixed = |ty: &Type<'a>| match ty.is_array() {
        true => ty.has_static_shape(),
        false => !holds_address(*ty),
    };
    if !types.iter().any(|ty| ty.is_array()) || !types.iter().all(is_fixed) {
        return;
    }
    let Some((body, end)) = body(op).and_then(|body| Some((body, body.try_terminator()?))) else {
        return;
    };
    let builder = Builder::before(end);
    // A function may give back what it was given. So what it is given must not be the memory that is written here: as if that were
    // read until then.
    let lends = op
        .walk(WalkOrder::Pre)
        .iter()
        .any(|op| op.is("bufferization.to_buffer"));
    let bit = Type::int(op.context(), 1);
    for (index, given) in end.operands().into_iter().enumerate() {
        let taken = body.arg(index + 1);
        if given.ty().is_array() && !stays_in(given, taken, body) {
            let rank = build::shape(given.ty()).len();
            let map = build::map(builder.context(), rank, &(0..rank).collect::<Vec<_>>());
            let mut copy = |inner: &Builder<'a>, values: &[Value<'a>]| match lends {
                true => vec![build::select(
                    inner,
                    inner.int(bit, 1),
                    values[0],
                    values[1],
                )],
                false => vec![values[0]],
            };
            let put = generic(
                &builder,
                &[(given, map)],
                &[(taken, map)],
                &vec![false; rank],
                Inside::Body(&mut copy),
            );
            end.set_operand(index, put[0]);
        }
    }
}

/// Frees at the end of a trip what it has allocated, if it hands on no address; says whether it does.
pub(crate) fn release(op: Op<'_>) -> bool {
    if op.result_types().into_iter().any(holds_address) {
        return false;
    }
    let Some((first, end)) =
        body(op).and_then(|body| Some((body.first()?, body.try_terminator()?)))
    else {
        return false;
    };
    let allocates = |op: &Op<'_>| op.is("func.call") || op.is("memref.alloc");
    if !op.walk(WalkOrder::Pre).iter().any(allocates) {
        return false;
    }
    let start = Builder::before(first);
    let ends = arena(&start);
    let load = start.op("llvm.load").operands(&[ends]);
    let top = load.results(&[ends.ty()]).build().result(0);
    let last = Builder::before(end);
    let store = last.op("llvm.store").operands(&[top, arena(&last)]);
    store.results(&[]).build();
    true
}

fn arena<'a>(builder: &Builder<'a>) -> Value<'a> {
    let name = Attr::symbol(builder.context(), ARENA);
    let op = builder.op("llvm.mlir.addressof").attr("global_name", name);
    op.results(&[Type::llvm_pointer(builder.context())])
        .build()
        .result(0)
}
