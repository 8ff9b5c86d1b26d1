//! Types.

use crate::{ContextRef, text::*};
use mlir_sys::*;
use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// A type, uniqued in its context: equal types are the same pointer.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Type<'a> {
    raw: MlirType,
    _context: PhantomData<&'a ()>,
}

/// The builtin float types that have arithmetic on ordinary machines, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FloatKind {
    /// IEEE half precision.
    F16,
    /// bfloat16.
    BF16,
    /// IEEE single precision.
    F32,
    /// IEEE double precision.
    F64,
    /// Every other float type (8-bit and smaller, tf32, f80, f128).
    Other,
}

impl<'a> Type<'a> {
    /// # Safety
    /// The type must belong to a context that lives for `'a`.
    pub unsafe fn from_raw(raw: MlirType) -> Self {
        debug_assert!(!raw.ptr.is_null());
        Self {
            raw,
            _context: PhantomData,
        }
    }

    /// The raw type.
    pub fn to_raw(self) -> MlirType {
        self.raw
    }

    /// From melior's type.
    pub fn from_melior(ty: melior::ir::Type<'a>) -> Self {
        use melior::ir::TypeLike;
        // SAFETY: melior's type is live for `'a`.
        unsafe { Self::from_raw(ty.to_raw()) }
    }

    /// As melior's type, for the Rust faces of dialects.
    pub fn to_melior(self) -> melior::ir::Type<'a> {
        // SAFETY: live for `'a`.
        unsafe { melior::ir::Type::from_raw(self.raw) }
    }

    /// Parses a type; what is wrong goes to the context's diagnostics.
    pub fn parse(context: impl Into<ContextRef<'a>>, text: &str) -> Option<Self> {
        // SAFETY: the context is live for `'a`.
        let raw = unsafe { mlirTypeParseGet(context.into().raw, to_ref(text)) };
        (!raw.ptr.is_null()).then(|| unsafe {
            // SAFETY: just made in that context.
            Self::from_raw(raw)
        })
    }

    /// The context.
    pub fn context(self) -> ContextRef<'a> {
        // SAFETY: the type is live.
        unsafe { ContextRef::from_raw(mlirTypeGetContext(self.raw)) }
    }

    /// A function type.
    pub fn function(
        context: impl Into<ContextRef<'a>>,
        inputs: &[Type<'a>],
        results: &[Type<'a>],
    ) -> Self {
        // SAFETY: `Type` has the layout of its raw field plus a zero-sized marker.
        unsafe {
            Self::from_raw(mlirFunctionTypeGet(
                context.into().raw,
                inputs.len() as isize,
                inputs.as_ptr().cast(),
                results.len() as isize,
                results.as_ptr().cast(),
            ))
        }
    }

    /// A builtin tuple type.
    pub fn tuple(context: impl Into<ContextRef<'a>>, fields: &[Type<'a>]) -> Self {
        // SAFETY: as above.
        unsafe {
            Self::from_raw(mlirTupleTypeGet(
                context.into().raw,
                fields.len() as isize,
                fields.as_ptr().cast(),
            ))
        }
    }

    /// A signless integer type.
    pub fn int(context: impl Into<ContextRef<'a>>, width: u32) -> Self {
        // SAFETY: the context is live.
        unsafe { Self::from_raw(mlirIntegerTypeGet(context.into().raw, width)) }
    }

    /// `!llvm.ptr`; the dialect is loaded.
    pub fn llvm_pointer(context: impl Into<ContextRef<'a>>) -> Self {
        // SAFETY: the context is live.
        unsafe { Self::from_raw(mlirLLVMPointerTypeGet(context.into().raw, 0)) }
    }

    /// Whether this is `!llvm.ptr`.
    pub fn is_llvm_pointer(self) -> bool {
        // SAFETY: the type is live, and the address space asked of pointers only.
        unsafe {
            mlirTypeIsALLVMPointerType(self.raw)
                && mlirLLVMPointerTypeGetAddressSpace(self.raw) == 0
        }
    }

    /// `f64`.
    pub fn f64(context: impl Into<ContextRef<'a>>) -> Self {
        // SAFETY: the context is live.
        unsafe { Self::from_raw(mlirF64TypeGet(context.into().raw)) }
    }

    /// `index`.
    pub fn index(context: impl Into<ContextRef<'a>>) -> Self {
        // SAFETY: the context is live.
        unsafe { Self::from_raw(mlirIndexTypeGet(context.into().raw)) }
    }

    /// Which float type this is, if it is one.
    pub fn float_kind(self) -> Option<FloatKind> {
        // SAFETY: the type is live.
        unsafe {
            if !mlirTypeIsAFloat(self.raw) {
                None
            } else if mlirTypeIsAF64(self.raw) {
                Some(FloatKind::F64)
            } else if mlirTypeIsAF32(self.raw) {
                Some(FloatKind::F32)
            } else if mlirTypeIsAF16(self.raw) {
                Some(FloatKind::F16)
            } else if mlirTypeIsABF16(self.raw) {
                Some(FloatKind::BF16)
            } else {
                Some(FloatKind::Other)
            }
        }
    }

    /// Whether this is a scalar float type.
    pub fn is_float(self) -> bool {
        // SAFETY: the type is live.
        unsafe { mlirTypeIsAFloat(self.raw) }
    }

    /// The width in bits of an integer or float type.
    pub fn bit_width(self) -> Option<u32> {
        // SAFETY: the type is live, and each query is asked of its own kind only.
        unsafe {
            if mlirTypeIsAInteger(self.raw) {
                Some(mlirIntegerTypeGetWidth(self.raw))
            } else if mlirTypeIsAFloat(self.raw) {
                Some(mlirFloatTypeGetWidth(self.raw))
            } else {
                None
            }
        }
    }

    /// Whether this is an integer type of this width (any signedness).
    pub fn is_int(self, width: u32) -> bool {
        self.is_integer() && self.bit_width() == Some(width)
    }

    /// Whether this is an integer type.
    pub fn is_integer(self) -> bool {
        // SAFETY: the type is live.
        unsafe { mlirTypeIsAInteger(self.raw) }
    }

    /// Whether this is `index`.
    pub fn is_index(self) -> bool {
        // SAFETY: the type is live.
        unsafe { mlirTypeIsAIndex(self.raw) }
    }

    /// The element type of a vector or tensor, else the type itself.
    pub fn element(self) -> Self {
        // SAFETY: the type is live.
        unsafe {
            if mlirTypeIsAShaped(self.raw) {
                Self::from_raw(mlirShapedTypeGetElementType(self.raw))
            } else {
                self
            }
        }
    }

    /// Whether the sizes of a shaped type are all known; true for types without a shape.
    pub fn has_static_shape(self) -> bool {
        // SAFETY: the type is live and is asked only if it is shaped.
        unsafe { !self.is_shaped() || mlirShapedTypeHasStaticShape(self.raw) }
    }

    /// This type with another element type: the same vector or ranked tensor of it, or `element` itself for
    /// a scalar. Other shaped types stay as they are.
    #[must_use]
    pub fn with_element(self, element: Type<'a>) -> Self {
        if !self.is_shaped() {
            return element;
        }
        // SAFETY: the type is live and each accessor is asked of its own kind; the dimensions are copied.
        unsafe {
            let rank = if mlirShapedTypeHasRank(self.raw) {
                mlirShapedTypeGetRank(self.raw)
            } else {
                return self;
            };
            let dims: Vec<i64> = (0..rank)
                .map(|i| mlirShapedTypeGetDimSize(self.raw, i as isize))
                .collect();
            if mlirTypeIsAVector(self.raw) {
                let scalable: Vec<bool> = (0..rank)
                    .map(|i| mlirVectorTypeIsDimScalable(self.raw, i as isize))
                    .collect();
                Self::from_raw(mlirVectorTypeGetScalable(
                    rank as isize,
                    dims.as_ptr(),
                    scalable.as_ptr(),
                    element.raw,
                ))
            } else if mlirTypeIsARankedTensor(self.raw) {
                Self::from_raw(mlirRankedTensorTypeGet(
                    rank as isize,
                    dims.as_ptr(),
                    element.raw,
                    mlirRankedTensorTypeGetEncoding(self.raw),
                ))
            } else {
                self
            }
        }
    }

    /// Whether this is a vector or tensor (or another shaped type).
    pub fn is_shaped(self) -> bool {
        // SAFETY: the type is live.
        unsafe { mlirTypeIsAShaped(self.raw) }
    }

    /// Whether this is a tensor of known rank.
    pub fn is_array(self) -> bool {
        // SAFETY: the type is live.
        unsafe { mlirTypeIsARankedTensor(self.raw) }
    }

    /// The sizes of a vector, ranked tensor or memref, none for those that only run time knows; `None` for other types.
    pub fn shape(self) -> Option<Vec<Option<i64>>> {
        // SAFETY: the type is live, and each accessor is asked of its own kind.
        unsafe {
            (self.is_shaped() && mlirShapedTypeHasRank(self.raw)).then(|| {
                let size = |dim| {
                    let is_dynamic = mlirShapedTypeIsDynamicDim(self.raw, dim);
                    (!is_dynamic).then(|| mlirShapedTypeGetDimSize(self.raw, dim))
                };
                (0..mlirShapedTypeGetRank(self.raw) as isize)
                    .map(size)
                    .collect()
            })
        }
    }

    /// The tensor of these sizes and this type of elements.
    pub fn array(shape: &[Option<i64>], element: Type<'a>) -> Self {
        // SAFETY: the sizes are copied, and the element type is live.
        unsafe {
            let dynamic = mlirShapedTypeGetDynamicSize();
            let sizes: Vec<i64> = shape.iter().map(|size| size.unwrap_or(dynamic)).collect();
            let none = mlirAttributeGetNull();
            Self::from_raw(mlirRankedTensorTypeGet(
                sizes.len() as isize,
                sizes.as_ptr(),
                element.raw,
                none,
            ))
        }
    }

    /// The memref of these sizes and this type of elements, the last dimension fastest, from the start.
    pub fn memory(shape: &[Option<i64>], element: Type<'a>) -> Self {
        // SAFETY: as above; the null attribute is the default memory space.
        unsafe {
            let dynamic = mlirShapedTypeGetDynamicSize();
            let sizes: Vec<i64> = shape.iter().map(|size| size.unwrap_or(dynamic)).collect();
            Self::from_raw(mlirMemRefTypeContiguousGet(
                element.raw,
                sizes.len() as isize,
                sizes.as_ptr(),
                mlirAttributeGetNull(),
            ))
        }
    }

    /// The fields of a builtin tuple type.
    pub fn tuple_fields(self) -> Option<Vec<Type<'a>>> {
        // SAFETY: the type is live and is asked only if it is a tuple.
        unsafe {
            mlirTypeIsATuple(self.raw).then(|| {
                (0..mlirTupleTypeGetNumTypes(self.raw))
                    .map(|i| Self::from_raw(mlirTupleTypeGetType(self.raw, i)))
                    .collect()
            })
        }
    }

    /// Inputs and results of a builtin function type.
    pub fn signature(self) -> Option<(Vec<Type<'a>>, Vec<Type<'a>>)> {
        // SAFETY: the type is live and is asked only if it is a function type.
        unsafe {
            mlirTypeIsAFunction(self.raw).then(|| {
                let inputs = (0..mlirFunctionTypeGetNumInputs(self.raw))
                    .map(|i| Self::from_raw(mlirFunctionTypeGetInput(self.raw, i)))
                    .collect();
                let results = (0..mlirFunctionTypeGetNumResults(self.raw))
                    .map(|i| Self::from_raw(mlirFunctionTypeGetResult(self.raw, i)))
                    .collect();
                (inputs, results)
            })
        }
    }

    /// The namespace of the dialect that defines the type.
    pub fn dialect(self) -> &'a str {
        // SAFETY: dialects live as long as their context.
        unsafe { from_ref(mlirDialectGetNamespace(mlirTypeGetDialect(self.raw))) }
    }
}

impl PartialEq for Type<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw.ptr == other.raw.ptr
    }
}
impl Eq for Type<'_> {}
impl Hash for Type<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.ptr.hash(state);
    }
}
impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the type is live; the callback gets its own buffer.
        f.write_str(&printed_text(|data| unsafe {
            mlirTypePrint(self.raw, Some(collect), data)
        }))
    }
}
impl fmt::Debug for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
