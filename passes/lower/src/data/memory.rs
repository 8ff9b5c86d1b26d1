//! The arena, as ops of the LLVM dialect.

use super::{
    collect::{CLAIM, COLLECT, COLLECTED, TRACE},
    layout::{Types, fields, stored, tuple},
};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};
use pullback_pass::Error;
use std::collections::HashSet;

/// The arena's ends, which the JIT or the wrapper for C defines.
pub(crate) const ARENA: &str = "pullback_arena";
/// A larger buffer for a stack.
pub(super) const GROW: &str = "pullback$grow";
/// A buffer with zeros below what a stack holds.
pub(super) const FILL: &str = "pullback$fill";

/// A buffer without the room behind its entries.
pub(super) const TRIM: &str = "pullback$trim";

/// Accesses of the arena's ends do not meet those of nodes and buffers, and LLVM may know. Nodes may meet each other, for
/// memory that was freed is used again.
const ENDS: &str = "#llvm.tbaa_tag<base_type = <id = \"arena\", members = {<#llvm.tbaa_root<id = \"pullback\">, 0>}>, \
    access_type = <id = \"arena\", members = {<#llvm.tbaa_root<id = \"pullback\">, 0>}>, offset = 0>";
const CELLS: &str = "#llvm.tbaa_tag<base_type = <id = \"cell\", members = {<#llvm.tbaa_root<id = \"pullback\">, 0>}>, \
    access_type = <id = \"cell\", members = {<#llvm.tbaa_root<id = \"pullback\">, 0>}>, offset = 0>";

/// What stands for an array that crosses into memory or out of it, until `nd-lower-boundaries`: a tensor becomes its address and sizes,
/// or the other way round.
const CROSSING: &str = "builtin.unrealized_conversion_cast";

fn has_arrays(module: Op<'_>) -> bool {
    let is_array = |op: Op<'_>| op.result_types().into_iter().any(Type::is_array);
    module.walk(WalkOrder::Pre).into_iter().any(is_array)
}

/// Bytes of an array of known shape; none where no address is needed.
fn bytes_of(ty: Type<'_>) -> Option<i64> {
    let bits = ty.element().bit_width().unwrap_or(64);
    let element = i64::from(bits.div_ceil(8).next_power_of_two());
    let sizes: Option<Vec<i64>> = ty.shape()?.into_iter().collect();
    let bytes = sizes?.into_iter().try_fold(element, i64::checked_mul)?;
    (bytes > 0).then_some(bytes)
}

/// Makers of ops on memory.
pub(super) struct Memory<'a> {
    ends: Attr<'a>,
    cells: Attr<'a>,
    ptr: Type<'a>,
    i64: Type<'a>,
    i8: Type<'a>,
    inbounds: Attr<'a>,
    /// On loads of the arena's top, where arrays take memory that no op tells of before bufferization: two such loads are not one.
    /// `nd-lower-memory` takes it away.
    volatile: Option<Attr<'a>>,
    module: Op<'a>,
}

impl<'a> Memory<'a> {
    pub(super) fn new(module: Op<'a>) -> Result<Self, Error> {
        let context = module.context();
        let missing = || {
            Error::at(
                module,
                "the LLVM dialect lacks what lowering data needs; please report it",
            )
        };
        let parsed = |text: &str| Attr::parse(context, text).ok_or_else(missing);
        Ok(Self {
            ends: Attr::array(context, &[parsed(ENDS)?]),
            cells: Attr::array(context, &[parsed(CELLS)?]),
            ptr: Type::parse(context, "!llvm.ptr").ok_or_else(missing)?,
            i64: Type::int(context, 64),
            i8: Type::int(context, 8),
            inbounds: parsed("3 : i32")?,
            volatile: has_arrays(module).then(|| Attr::unit(context)),
            module,
        })
    }

    fn arena(&self, builder: &Builder<'a>) -> Value<'a> {
        builder
            .op("llvm.mlir.addressof")
            .attr("global_name", Attr::symbol(builder.context(), ARENA))
            .results(&[self.ptr])
            .build()
            .result(0)
    }

    /// The end of what is allocated.
    pub(super) fn top(&self, builder: &Builder<'a>) -> Value<'a> {
        let arena = self.arena(builder);
        let load = builder
            .op("llvm.load")
            .operands(&[arena])
            .attr("tbaa", self.ends);
        let load = match self.volatile {
            Some(volatile) => load.attr("volatile_", volatile),
            None => load,
        };
        load.results(&[self.ptr]).build().result(0)
    }

    /// Frees what was allocated since, or takes what lies before.
    pub(super) fn set_top(&self, builder: &Builder<'a>, top: Value<'a>) {
        let arena = self.arena(builder);
        let store = builder
            .op("llvm.store")
            .operands(&[top, arena])
            .attr("tbaa", self.ends);
        store.results(&[]).build();
    }

    /// Bytes of a type in memory.
    pub(super) fn size_of(&self, builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
        let null = builder
            .op("llvm.mlir.zero")
            .results(&[self.ptr])
            .build()
            .result(0);
        let one = builder.int(self.i64, 1);
        let end = self.element(builder, ty, null, one);
        let size = builder
            .op("llvm.ptrtoint")
            .operands(&[end])
            .results(&[self.i64]);
        size.build().result(0)
    }

    /// New memory for a record.
    pub(super) fn allocate(&self, builder: &Builder<'a>, record: Type<'a>) -> Value<'a> {
        const ALIGN: i64 = 16;
        let binary = |name: &str, a, b| {
            let op = builder.op(name).operands(&[a, b]).results(&[self.i64]);
            op.build().result(0)
        };
        let top = self.top(builder);
        let size = self.size_of(builder, record);
        let more = binary("arith.addi", size, builder.int(self.i64, ALIGN - 1));
        let size = binary("arith.andi", more, builder.int(self.i64, -ALIGN));
        let next = self.element(builder, self.i8, top, size);
        self.set_top(builder, next);
        top
    }

    /// The address of an element of an array.
    pub(super) fn element(
        &self,
        builder: &Builder<'a>,
        ty: Type<'a>,
        base: Value<'a>,
        index: Value<'a>,
    ) -> Value<'a> {
        /// How MLIR says that an index is an operand.
        const DYNAMIC: i32 = i32::MIN;
        self.address(builder, ty, &[base, index], &[DYNAMIC])
    }

    fn address(
        &self,
        builder: &Builder<'a>,
        ty: Type<'a>,
        operands: &[Value<'a>],
        indices: &[i32],
    ) -> Value<'a> {
        let indices: Vec<_> = indices.iter().map(i32::to_string).collect();
        let indices = format!("array<i32: {}>", indices.join(", "));
        let indices = Attr::parse(builder.context(), &indices).expect("an array of integers");
        builder
            .op("llvm.getelementptr")
            .operands(operands)
            .attr("elem_type", Attr::of_type(ty))
            .attr("rawConstantIndices", indices)
            .attr("noWrapFlags", self.inbounds)
            .results(&[self.ptr])
            .build()
            .result(0)
    }

    /// Writes values to a record, the first one as part number `part`.
    pub(super) fn write(
        &self,
        builder: &Builder<'a>,
        record: Type<'a>,
        at: Value<'a>,
        part: usize,
        values: &[Value<'a>],
    ) {
        let mut part = part as i32;
        // Tuples within tuples, without recursion.
        let mut pending: Vec<Value<'a>> = values.iter().rev().copied().collect();
        while let Some(value) = pending.pop() {
            if value.ty().tuple_fields().is_some() {
                pending.extend(fields(builder, value).into_iter().rev());
                continue;
            }
            for value in self.parts(builder, value) {
                let place = self.address(builder, record, &[at], &[0, part]);
                let store = builder.op("llvm.store").operands(&[value, place]);
                store.attr("tbaa", self.cells).results(&[]).build();
                part += 1;
            }
        }
    }

    /// Reads values of these types from a record, the first one from part number `part`.
    pub(super) fn read(
        &self,
        builder: &Builder<'a>,
        record: Type<'a>,
        at: Value<'a>,
        part: usize,
        types: &[Type<'a>],
    ) -> Vec<Value<'a>> {
        let mut part = part as i32;
        let mut next = |leaf: Type<'a>| {
            let parts: Vec<_> = stored(leaf)
                .into_iter()
                .map(|stored| {
                    let place = self.address(builder, record, &[at], &[0, part]);
                    part += 1;
                    let load = builder
                        .op("llvm.load")
                        .operands(&[place])
                        .attr("tbaa", self.cells);
                    load.results(&[stored]).build().result(0)
                })
                .collect();
            match leaf.is_array() {
                true => {
                    let mut parts = parts;
                    parts[0] = self.not_null(builder, leaf, parts[0]);
                    let crossing = builder.op(CROSSING).operands(&parts);
                    crossing.results(&[leaf]).build().result(0)
                }
                false => self.cast(builder, parts[0], leaf, leaf.is_index()),
            }
        };
        types
            .iter()
            .map(|&ty| assemble(builder, ty, &mut next))
            .collect()
    }

    /// The address of an array, or where zeros are: memory that was filled with zeros holds no address.
    fn not_null(&self, builder: &Builder<'a>, ty: Type<'a>, address: Value<'a>) -> Value<'a> {
        let Some(bytes) = bytes_of(ty) else {
            return address;
        };
        let name = format!("pullback$zeros${bytes}");
        if self.module.symbol(&name).is_none()
            && let Some(block) = self.module.region(0).first()
        {
            let text = format!(
                "llvm.mlir.global internal @\"{name}\"() {{alignment = 16 : i64}} : !llvm.array<{bytes} x i8> {{
                   %0 = llvm.mlir.zero : !llvm.array<{bytes} x i8>
                   llvm.return %0 : !llvm.array<{bytes} x i8>
                 }}"
            );
            Builder::at_end(block, self.module.location()).parse(&text);
        }
        let context = builder.context();
        let null = builder.op("llvm.mlir.zero").results(&[self.ptr]);
        let null = null.build().result(0);
        let is_null = builder
            .op("llvm.icmp")
            .operands(&[address, null])
            .attr("predicate", Attr::int(self.i64, 0))
            .results(&[Type::int(context, 1)])
            .build()
            .result(0);
        let zeros = builder
            .op("llvm.mlir.addressof")
            .attr("global_name", Attr::symbol(context, &name))
            .results(&[self.ptr])
            .build()
            .result(0);
        let select = builder
            .op("llvm.select")
            .operands(&[is_null, zeros, address]);
        select.results(&[self.ptr]).build().result(0)
    }

    /// What a leaf is in memory.
    fn parts(&self, builder: &Builder<'a>, value: Value<'a>) -> Vec<Value<'a>> {
        if !value.ty().is_array() {
            return vec![self.cast(builder, value, self.i64, value.ty().is_index())];
        }
        let crossing = builder.op(CROSSING).operands(&[value]);
        let parts = stored(value.ty());
        crossing.results(&parts).build().results()
    }

    fn cast(&self, builder: &Builder<'a>, value: Value<'a>, ty: Type<'a>, does: bool) -> Value<'a> {
        if !does {
            return value;
        }
        let cast = builder
            .op("arith.index_cast")
            .operands(&[value])
            .results(&[ty]);
        cast.build().result(0)
    }

    /// A call of [`TRIM`], which gives the capacity.
    pub(super) fn trim(&self, builder: &Builder<'a>, operands: &[Value<'a>]) -> Value<'a> {
        let callee = Attr::symbol(builder.context(), TRIM);
        let call = builder.op("func.call").operands(operands);
        let call = call.attr("callee", callee).results(&[self.i64]);
        call.build().result(0)
    }

    /// A call of a helper.
    pub(super) fn call(
        &self,
        builder: &Builder<'a>,
        helper: &str,
        operands: &[Value<'a>],
        results: usize,
    ) -> Vec<Value<'a>> {
        let context = builder.context();
        let types = [self.ptr, self.i64];
        let call = builder.op("func.call").operands(operands);
        let call = call.attr("callee", Attr::symbol(context, helper));
        call.results(&types[..results]).build().results()
    }
}

/// A value of a type, whose leaves are made in order.
pub(super) fn assemble<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    leaf: &mut impl FnMut(Type<'a>) -> Value<'a>,
) -> Value<'a> {
    match ty.tuple_fields() {
        Some(types) => {
            let values: Vec<_> = types
                .into_iter()
                .map(|ty| assemble(builder, ty, leaf))
                .collect();
            tuple(builder, &values)
        }
        None => leaf(ty),
    }
}

/// The smallest array of a type whose sizes are not all known.
fn empty_array<'a>(builder: &Builder<'a>, types: &Types<'a>, ty: Type<'a>) -> Value<'a> {
    types.context.load("tensor");
    let element = zero(builder, types, ty.element());
    let none = builder.int(Type::index(types.context), 0);
    let unknown = ty.shape().unwrap_or_default().into_iter();
    let sizes = unknown.filter(Option::is_none).map(|_| none);
    let operands: Vec<_> = std::iter::once(element).chain(sizes).collect();
    let array = builder.op("tensor.splat").operands(&operands);
    array.results(&[ty]).build().result(0)
}

/// All bits zero.
pub(super) fn zero<'a>(builder: &Builder<'a>, types: &Types<'a>, ty: Type<'a>) -> Value<'a> {
    let mut leaf = |ty: Type<'a>| {
        if ty == types.ptr {
            let null = builder.op("llvm.mlir.zero").results(&[ty]);
            null.build().result(0)
        } else if ty.is_array() && !ty.has_static_shape() {
            empty_array(builder, types, ty)
        } else if ty.element().is_float() {
            builder.float(ty, 0.0)
        } else {
            let zero = Attr::int_splat(ty, 0).unwrap_or_else(|| Attr::int(ty, 0));
            let op = builder
                .op("arith.constant")
                .attr("value", zero)
                .results(&[ty]);
            op.build().result(0)
        }
    };
    assemble(builder, ty, &mut leaf)
}

/// Puts the helpers and the arena's declaration into the module, as far as it names them.
pub(super) fn runtime(module: Op<'_>) -> Result<(), Error> {
    let all = module.walk(WalkOrder::Pre);
    let callees: HashSet<&str> = all
        .iter()
        .filter_map(|op| op.is("func.call").then(|| op.attr("callee")?.as_symbol())?)
        .collect();
    let helpers = [
        (GROW, include_str!("grow.mlir")),
        (FILL, include_str!("fill.mlir")),
        (TRIM, include_str!("trim.mlir")),
        (COLLECT, include_str!("collect/start.mlir")),
        (CLAIM, include_str!("collect/claim.mlir")),
        (TRACE, include_str!("collect/trace.mlir")),
        (COLLECTED, include_str!("collect/end.mlir")),
    ];
    let called: Vec<_> = helpers
        .into_iter()
        .filter(|(name, _)| callees.contains(name))
        .collect();
    let has_arena = all.iter().any(|op| op.is("llvm.mlir.addressof"));
    if !has_arena && called.is_empty() {
        return Ok(());
    }
    let failed = || {
        Error::at(
            module,
            "the runtime of data does not parse; please report it",
        )
    };
    let block = module
        .regions()
        .first()
        .and_then(|region| region.first())
        .ok_or_else(failed)?;
    let texts: String = called.iter().map(|(_, text)| *text).collect();
    let text = format!(
        "module {{\nllvm.mlir.global external @{ARENA}() : !llvm.struct<(ptr, ptr)>\n{texts}}}"
    );
    let parsed = Builder::at_end(block, module.location())
        .parse(&text)
        .ok_or_else(failed)?;
    for name in std::iter::once(ARENA).chain(called.iter().map(|(name, _)| *name)) {
        if let (None, Some(op)) = (module.symbol(name), parsed.symbol(name)) {
            op.clone_to_end(block, &mut Mapping::new());
        }
    }
    parsed.erase();
    Ok(())
}
