//! Attributes.

use crate::{ContextRef, Type, text::*};
use mlir_sys::*;
use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// An attribute, uniqued in its context: equal attributes are the same pointer.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Attr<'a> {
    raw: MlirAttribute,
    _context: PhantomData<&'a ()>,
}

impl<'a> Attr<'a> {
    /// # Safety
    /// The attribute must belong to a context that lives for `'a`.
    pub unsafe fn from_raw(raw: MlirAttribute) -> Self {
        debug_assert!(!raw.ptr.is_null());
        Self {
            raw,
            _context: PhantomData,
        }
    }

    /// The raw attribute.
    pub fn to_raw(self) -> MlirAttribute {
        self.raw
    }

    /// Parses an attribute; what is wrong goes to the context's diagnostics.
    pub fn parse(context: impl Into<ContextRef<'a>>, text: &str) -> Option<Self> {
        // SAFETY: the context is live for `'a`.
        let raw = unsafe { mlirAttributeParseGet(context.into().raw, to_ref(text)) };
        (!raw.ptr.is_null()).then(|| unsafe {
            // SAFETY: just made in that context.
            Self::from_raw(raw)
        })
    }

    /// A string.
    pub fn string(context: impl Into<ContextRef<'a>>, text: &str) -> Self {
        // SAFETY: the context is live; the text is copied.
        unsafe { Self::from_raw(mlirStringAttrGet(context.into().raw, to_ref(text))) }
    }

    /// A reference to a symbol, `@name`.
    pub fn symbol(context: impl Into<ContextRef<'a>>, name: &str) -> Self {
        // SAFETY: as above.
        unsafe { Self::from_raw(mlirFlatSymbolRefAttrGet(context.into().raw, to_ref(name))) }
    }

    /// A type as an attribute.
    pub fn of_type(ty: Type<'a>) -> Self {
        // SAFETY: the type is live for `'a`.
        unsafe { Self::from_raw(mlirTypeAttrGet(ty.to_raw())) }
    }

    /// An integer (or `index`, or `i1`) of this type.
    pub fn int(ty: Type<'a>, value: i64) -> Self {
        // SAFETY: the type is live for `'a`.
        unsafe { Self::from_raw(mlirIntegerAttrGet(ty.to_raw(), value)) }
    }

    /// A float of this scalar type, or a splat of a vector or tensor type with a static shape;
    /// rounded to the type. `None` if the type is neither.
    pub fn float(ty: Type<'a>, value: f64) -> Option<Self> {
        if ty.is_float() {
            // SAFETY: a float type of a live context.
            return Some(unsafe {
                Self::from_raw(mlirFloatAttrDoubleGet(ty.context().raw, ty.to_raw(), value))
            });
        }
        let element = Self::float(ty.is_shaped().then(|| ty.element())?, value)?;
        // SAFETY: shaped with a static shape, and the element has the element type.
        unsafe {
            mlirShapedTypeHasStaticShape(ty.to_raw())
                .then(|| Self::from_raw(mlirDenseElementsAttrSplatGet(ty.to_raw(), element.raw)))
        }
    }

    /// The integer of this scalar type, or its splat over a vector or tensor type with a static shape. `None`
    /// if the type is neither.
    pub fn int_splat(ty: Type<'a>, value: i64) -> Option<Self> {
        if !ty.is_shaped() {
            return (ty.is_integer() || ty.is_index()).then(|| Self::int(ty, value));
        }
        let element = Self::int_splat(ty.element(), value)?;
        // SAFETY: shaped with a static shape, and the element has the element type.
        unsafe {
            mlirShapedTypeHasStaticShape(ty.to_raw())
                .then(|| Self::from_raw(mlirDenseElementsAttrSplatGet(ty.to_raw(), element.raw)))
        }
    }

    /// The unit attribute.
    pub fn unit(context: impl Into<ContextRef<'a>>) -> Self {
        // SAFETY: the context is live.
        unsafe { Self::from_raw(mlirUnitAttrGet(context.into().raw)) }
    }

    /// `array<i32: ...>`.
    pub fn i32s(context: impl Into<ContextRef<'a>>, values: &[i32]) -> Self {
        // SAFETY: the values are copied.
        unsafe {
            Self::from_raw(mlirDenseI32ArrayGet(
                context.into().raw,
                values.len() as isize,
                values.as_ptr(),
            ))
        }
    }

    /// `array<i64: ...>`.
    pub fn i64s(context: impl Into<ContextRef<'a>>, values: &[i64]) -> Self {
        // SAFETY: the values are copied.
        unsafe {
            Self::from_raw(mlirDenseI64ArrayGet(
                context.into().raw,
                values.len() as isize,
                values.as_ptr(),
            ))
        }
    }

    /// The values of an `array<i64: ...>`.
    pub fn as_i64s(self) -> Option<Vec<i64>> {
        // SAFETY: asked only of its own kind.
        unsafe {
            mlirAttributeIsADenseI64Array(self.raw).then(|| {
                (0..mlirDenseArrayGetNumElements(self.raw))
                    .map(|i| mlirDenseI64ArrayGetElement(self.raw, i))
                    .collect()
            })
        }
    }

    /// `array<f64: ...>`.
    pub fn f64s(context: impl Into<ContextRef<'a>>, values: &[f64]) -> Self {
        // SAFETY: the values are copied.
        unsafe {
            Self::from_raw(mlirDenseF64ArrayGet(
                context.into().raw,
                values.len() as isize,
                values.as_ptr(),
            ))
        }
    }

    /// The values of an `array<f64: ...>`.
    pub fn as_f64s(self) -> Option<Vec<f64>> {
        // SAFETY: asked only of its own kind.
        unsafe {
            mlirAttributeIsADenseF64Array(self.raw).then(|| {
                (0..mlirDenseArrayGetNumElements(self.raw))
                    .map(|i| mlirDenseF64ArrayGetElement(self.raw, i))
                    .collect()
            })
        }
    }

    /// An array of attributes.
    pub fn array(context: impl Into<ContextRef<'a>>, elements: &[Attr<'a>]) -> Self {
        // SAFETY: `Attr` has the layout of its raw field; all are live in one context.
        unsafe {
            Self::from_raw(mlirArrayAttrGet(
                context.into().raw,
                elements.len() as isize,
                elements.as_ptr().cast(),
            ))
        }
    }

    /// The elements of an array of attributes.
    pub fn as_array(self) -> Option<Vec<Attr<'a>>> {
        // SAFETY: asked only of its own kind.
        unsafe {
            mlirAttributeIsAArray(self.raw).then(|| {
                (0..mlirArrayAttrGetNumElements(self.raw))
                    .map(|i| Self::from_raw(mlirArrayAttrGetElement(self.raw, i)))
                    .collect()
            })
        }
    }

    /// The text of a string attribute.
    pub fn as_str(self) -> Option<&'a str> {
        // SAFETY: asked only of its own kind; the text lives in the context.
        unsafe {
            mlirAttributeIsAString(self.raw).then(|| from_ref(mlirStringAttrGetValue(self.raw)))
        }
    }

    /// The name of a flat symbol reference, without `@`.
    pub fn as_symbol(self) -> Option<&'a str> {
        // SAFETY: asked only of its own kind; the text lives in the context.
        unsafe {
            mlirAttributeIsAFlatSymbolRef(self.raw)
                .then(|| from_ref(mlirFlatSymbolRefAttrGetValue(self.raw)))
        }
    }

    /// The type in a type attribute.
    pub fn as_type(self) -> Option<Type<'a>> {
        // SAFETY: asked only of its own kind.
        unsafe {
            mlirAttributeIsAType(self.raw).then(|| Type::from_raw(mlirTypeAttrGetValue(self.raw)))
        }
    }

    /// The value of an integer attribute of at most 64 bits, sign-extended (`i1` true is 1).
    pub fn as_int(self) -> Option<i64> {
        // SAFETY: asked only of its own kind; wider integers are refused before the access.
        unsafe {
            if !mlirAttributeIsAInteger(self.raw) {
                return None;
            }
            let ty = Type::from_raw(mlirAttributeGetType(self.raw));
            match ty.bit_width() {
                Some(1) => Some(mlirIntegerAttrGetValueInt(self.raw) & 1),
                Some(0) => Some(0),
                Some(width) if width > 64 => None,
                _ if ty.is_integer() && mlirIntegerTypeIsUnsigned(ty.to_raw()) => {
                    i64::try_from(mlirIntegerAttrGetValueUInt(self.raw)).ok()
                }
                _ if ty.is_integer() && mlirIntegerTypeIsSigned(ty.to_raw()) => {
                    Some(mlirIntegerAttrGetValueSInt(self.raw))
                }
                _ => Some(mlirIntegerAttrGetValueInt(self.raw)),
            }
        }
    }

    /// The value of a float attribute of a type no wider than `f64`, or of a float splat.
    pub fn as_float(self) -> Option<f64> {
        // SAFETY: asked only of its own kind; types wider than f64 are refused before the access.
        unsafe {
            if mlirAttributeIsAFloat(self.raw) {
                let ty = Type::from_raw(mlirAttributeGetType(self.raw));
                return (ty.bit_width()? <= 64).then(|| mlirFloatAttrGetValueDouble(self.raw));
            }
            if mlirAttributeIsADenseElements(self.raw) && mlirDenseElementsAttrIsSplat(self.raw) {
                return Self::from_raw(mlirDenseElementsAttrGetSplatValue(self.raw)).as_float();
            }
            None
        }
    }

    /// The elements of a `dense<..>`, the last dimension fastest. They are listed also where they are all equal, so
    /// ask the type first how many there are.
    pub fn as_elements(self) -> Option<Vec<Attr<'a>>> {
        // SAFETY: asked only of its own kind; the positions are inside of the shape, and are copied.
        unsafe {
            if !mlirAttributeIsADenseElements(self.raw) {
                return None;
            }
            let ty = mlirAttributeGetType(self.raw);
            let sizes: Vec<u64> = (0..mlirShapedTypeGetRank(ty))
                .map(|at| mlirShapedTypeGetDimSize(ty, at as isize).cast_unsigned())
                .collect();
            let count = usize::try_from(mlirElementsAttrGetNumElements(self.raw)).ok()?;
            if mlirDenseElementsAttrIsSplat(self.raw) {
                let element = Self::from_raw(mlirDenseElementsAttrGetSplatValue(self.raw));
                return Some(vec![element; count]);
            }
            let mut at = vec![0; sizes.len()];
            let mut elements = Vec::with_capacity(count);
            for _ in 0..count {
                elements.push(Self::from_raw(mlirElementsAttrGetValue(
                    self.raw,
                    at.len() as isize,
                    at.as_mut_ptr(),
                )));
                for (at, &size) in at.iter_mut().zip(&sizes).rev() {
                    *at += 1;
                    if *at < size {
                        break;
                    }
                    *at = 0;
                }
            }
            Some(elements)
        }
    }

    /// The type of a typed attribute.
    pub fn ty(self) -> Type<'a> {
        // SAFETY: the attribute is live.
        unsafe { Type::from_raw(mlirAttributeGetType(self.raw)) }
    }
}

impl PartialEq for Attr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw.ptr == other.raw.ptr
    }
}
impl Eq for Attr<'_> {}
impl Hash for Attr<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.ptr.hash(state);
    }
}
impl fmt::Display for Attr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the attribute is live; the callback gets its own buffer.
        f.write_str(&printed_text(|data| unsafe {
            mlirAttributePrint(self.raw, Some(collect), data)
        }))
    }
}
impl fmt::Debug for Attr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
