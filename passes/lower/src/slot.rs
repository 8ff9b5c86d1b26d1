//! Values in memory of the compiled program's own: each in a slot, at a multiple of eight bytes.

use pullback_ir::{Attr, Block, Builder, Location, Op, Type, Value};

/// What every slot is aligned to.
pub(crate) const SLOT: usize = 8;

/// The bytes that a value takes; `None` if its type cannot be stored as it is.
pub(crate) fn size(ty: Type<'_>) -> Option<usize> {
    let bits = match ty.bit_width() {
        Some(bits) => bits as usize,
        None if ty.is_index() || ty.is_llvm_pointer() => 64,
        None => return None,
    };
    Some(bits.div_ceil(8).next_multiple_of(SLOT))
}

/// Memory that grows a slot at a time.
#[derive(Debug, Default)]
pub(crate) struct Frame(usize);

impl Frame {
    /// The offset of a new slot; `None` if the type cannot be stored.
    pub(crate) fn slot(&mut self, ty: Type<'_>) -> Option<usize> {
        let offset = self.0;
        self.0 += size(ty)?;
        Some(offset)
    }

    /// The offsets of slots for values of these types, one after the other from the start.
    pub(crate) fn of(types: &[Type<'_>]) -> Option<(Self, Vec<usize>)> {
        let mut frame = Self::default();
        let offsets = types
            .iter()
            .map(|&ty| frame.slot(ty))
            .collect::<Option<_>>()?;
        Some((frame, offsets))
    }

    /// The memory itself, on the stack for as long as a function runs.
    pub(crate) fn alloca<'a>(&self, entry: Block<'a>, location: Location<'a>) -> Value<'a> {
        let builder = Builder::at_start(entry, location);
        let context = builder.context();
        let bytes = Attr::int(Type::int(context, 64), self.0 as i64);
        let count = builder
            .op("llvm.mlir.constant")
            .attr("value", bytes)
            .results(&[Type::int(context, 64)])
            .build()
            .result(0);
        builder
            .op("llvm.alloca")
            .operands(&[count])
            .attr("alignment", Attr::int(Type::int(context, 64), 16))
            .attr("elem_type", Attr::of_type(Type::int(context, 8)))
            .results(&[pointer(count.ty())])
            .build()
            .result(0)
    }
}

/// `!llvm.ptr`, in the context of another type.
pub(crate) fn pointer(ty: Type<'_>) -> Type<'_> {
    Type::llvm_pointer(ty.context())
}

/// Stores a value; gives the op that does.
pub(crate) fn store<'a>(
    builder: &Builder<'a>,
    value: Value<'a>,
    frame: Value<'a>,
    offset: usize,
) -> Op<'a> {
    let at = address(builder, frame, offset);
    let word = Type::int(builder.context(), 64);
    let value = match value.ty().is_index() {
        true => cast(builder, value, word),
        false => value,
    };
    builder
        .op("llvm.store")
        .operands(&[value, at])
        .attr("alignment", Attr::int(word, SLOT as i64))
        .attr("ordering", Attr::int(word, 0))
        .results(&[])
        .build()
}

/// Loads a value.
pub(crate) fn load<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    frame: Value<'a>,
    offset: usize,
) -> Value<'a> {
    let at = address(builder, frame, offset);
    let word = Type::int(builder.context(), 64);
    let loaded = builder
        .op("llvm.load")
        .operands(&[at])
        .attr("alignment", Attr::int(word, SLOT as i64))
        .attr("ordering", Attr::int(word, 0))
        .results(&[if ty.is_index() { word } else { ty }])
        .build()
        .result(0);
    match ty.is_index() {
        true => cast(builder, loaded, ty),
        false => loaded,
    }
}

fn address<'a>(builder: &Builder<'a>, frame: Value<'a>, offset: usize) -> Value<'a> {
    if offset == 0 {
        return frame;
    }
    let context = builder.context();
    let offset = i32::try_from(offset).expect("a frame is smaller than 2 GiB");
    builder
        .op("llvm.getelementptr")
        .operands(&[frame])
        .attr("elem_type", Attr::of_type(Type::int(context, 8)))
        .attr("rawConstantIndices", Attr::i32s(context, &[offset]))
        .results(&[frame.ty()])
        .build()
        .result(0)
}

fn cast<'a>(builder: &Builder<'a>, value: Value<'a>, ty: Type<'a>) -> Value<'a> {
    let cast = builder.op("arith.index_cast").operands(&[value]);
    cast.results(&[ty]).build().result(0)
}
