//! `nd-lower-memory`.

use crate::{
    build::{self, Inside, generic, shape},
    trips,
};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Takes the memory of arrays from the arena, and copies it by loops.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-lower-memory", on = "builtin.module")]
pub struct LowerMemory;

/// The arena's ends, which the JIT or the wrapper for C defines.
pub(crate) const ARENA: &str = "pullback_arena";
/// New memory of so many bytes.
const ALLOCATE: &str = "pullback$array";
/// A product of sizes, at most the largest number.
const PRODUCT: &str = "pullback$product";

impl Pass for LowerMemory {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        crate::all::load(root);
        let module = root.op();
        let (mut allocations, mut frames) = (0, 0);
        for op in module.walk(WalkOrder::Pre) {
            match op.name() {
                "scf.for" => frames += u64::from(trips::release(op)),
                "memref.alloc" => {
                    allocations += 1;
                    op.replace_with(&[allocate(op)]);
                }
                "memref.copy" => {
                    copy(module, &Builder::before(op), op.operand(0), op.operand(1));
                    op.erase();
                }
                "memref.collapse_shape" | "memref.expand_shape" => {
                    if let Some(value) = regrouped(op) {
                        op.replace_with(&[value]);
                    }
                }
                "vector.transfer_read" | "vector.transfer_write" => plain(op),
                "memref.dealloc" => op.erase(),
                // From here on every allocation is there.
                "llvm.load" if is_top(op.operand(0)) => {
                    op.remove_attr("volatile_");
                }
                _ => {}
            }
        }
        if allocations + frames > 0 {
            runtime(module)?;
        }
        root.count("allocations", allocations);
        Ok(())
    }
}

/// Whether an address is that of the arena's top.
fn is_top(address: Value<'_>) -> bool {
    let name = address.defining_op().and_then(|op| op.attr("global_name"));
    name.and_then(Attr::as_symbol) == Some(ARENA)
}

/// Bytes of an element in memory.
fn bytes(ty: Type<'_>) -> i64 {
    let bits = ty.bit_width().unwrap_or(64);
    i64::from(bits.div_ceil(8).next_power_of_two())
}

fn call<'a>(builder: &Builder<'a>, name: &str, operands: &[Value<'a>], ty: Type<'a>) -> Value<'a> {
    let callee = Attr::symbol(builder.context(), name);
    let op = builder.op("func.call").operands(operands);
    op.attr("callee", callee).results(&[ty]).build().result(0)
}

fn allocate(op: Op<'_>) -> Value<'_> {
    let builder = Builder::before(op);
    let context = builder.context();
    let ty = op.result(0).ty();
    let (wide, pointer) = (Type::int(context, 64), Type::llvm_pointer(context));
    let known = shape(ty).into_iter().flatten();
    let known = known.fold(bytes(ty.element()), i64::saturating_mul);
    let mut all = builder.int(wide, known);
    let dynamic: Vec<_> = op
        .operands()
        .into_iter()
        .map(|size| build::one(&builder, "arith.index_cast", &[size], wide))
        .collect();
    for &size in &dynamic {
        all = call(&builder, PRODUCT, &[all, size], wide);
    }
    let memory = call(&builder, ALLOCATE, &[all], pointer);
    let whole = crate::boundaries::whole(&builder, ty, memory, &dynamic);
    build::one(&builder, "builtin.unrealized_conversion_cast", &[whole], ty)
}

/// The same memory in other dimensions, where elements lie one after the other: its address and other sizes. (Upstream's
/// `expand-strided-metadata` crashes where several sizes that only run time knows become one.)
fn regrouped(op: Op<'_>) -> Option<Value<'_>> {
    let (from, ty) = (op.operand(0), op.result(0).ty());
    let is_plain = |ty: Type<'_>| ty == Type::memory(&shape(ty), ty.element());
    if !is_plain(from.ty()) || !is_plain(ty) {
        return None;
    }
    let builder = Builder::before(op);
    let wide = Type::int(builder.context(), 64);
    let mut given = op.operands()[1..].to_vec().into_iter();
    let groups = op.attr("reassociation")?.as_array()?;
    let mut sizes = vec![];
    for (dimension, known) in shape(ty).into_iter().enumerate() {
        if known.is_some() {
            continue;
        }
        let size = match op.is("memref.expand_shape") {
            true => given.next()?,
            false => {
                let mut all = build::index(&builder, 1);
                for place in groups.get(dimension)?.as_array()? {
                    let place = builder.int(Type::index(builder.context()), place.as_int()?);
                    let size = build::one(&builder, "memref.dim", &[from, place], all.ty());
                    all = build::arith(&builder, "arith.muli", all, size);
                }
                all
            }
        };
        sizes.push(build::one(&builder, "arith.index_cast", &[size], wide));
    }
    let address = crate::boundaries::address(&builder, from);
    let whole = crate::boundaries::whole(&builder, ty, address, &sizes);
    let cast = "builtin.unrealized_conversion_cast";
    Some(build::one(&builder, cast, &[whole], ty))
}

/// Element by element; a constant that is one number everywhere is not read.
fn copy<'a>(module: Op<'a>, builder: &Builder<'a>, from: Value<'a>, to: Value<'a>) {
    let rank = shape(from.ty()).len();
    let all: Vec<_> = (0..rank).collect();
    let map = build::map(builder.context(), rank, &all);
    let number = everywhere(module, from);
    let number = number.map(|number| builder.float(from.ty().element(), number));
    let mut body = |_: &Builder<'a>, values: &[Value<'a>]| vec![number.unwrap_or(values[0])];
    let from = [(from, map)];
    generic(
        builder,
        if number.is_some() { &[] } else { &from },
        &[(to, map)],
        &vec![false; rank],
        Inside::Body(&mut body),
    );
}

/// The float that all elements of a constant are.
fn everywhere(module: Op<'_>, memory: Value<'_>) -> Option<f64> {
    let get = memory.defining_op()?;
    let name = get.attr("name")?.as_symbol()?;
    let global = module.symbol(name)?;
    global.attr("initial_value")?.as_float()
}

/// Vectors of elements that lie side by side.
fn plain(op: Op<'_>) {
    let builder = Builder::before(op);
    let is_read = op.is("vector.transfer_read");
    // The last operand says what stands for elements behind the end, of which there are none.
    let count = op.operand_count() - usize::from(is_read);
    let operands = &op.operands()[..count];
    let name = if is_read {
        "vector.load"
    } else {
        "vector.store"
    };
    let new = builder.op(name).operands(operands);
    let new = new.results(&op.result_types()).build();
    op.replace_with(&new.results());
}

/// Puts the helpers and the arena's declaration into the module.
fn runtime(module: Op<'_>) -> Result<(), Error> {
    let failed = || {
        Error::at(
            module,
            "the runtime of arrays does not parse; please report it",
        )
    };
    let block = module.region(0).first().ok_or_else(failed)?;
    let parsed = Builder::at_end(block, module.location())
        .parse(include_str!("runtime.mlir"))
        .ok_or_else(failed)?;
    for name in [ARENA, ALLOCATE, PRODUCT] {
        if let (None, Some(op)) = (module.symbol(name), parsed.symbol(name)) {
            op.clone_to_end(block, &mut Mapping::new());
        }
    }
    parsed.erase();
    Ok(())
}
