//! Values and their uses.

use crate::{Block, Op, Type, text::*};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// A value: the result of an op or an argument of a block.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Value<'a> {
    raw: MlirValue,
    _root: PhantomData<&'a ()>,
}

/// One use of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use<'a> {
    /// The op that uses the value.
    pub op: Op<'a>,
    /// As which operand.
    pub index: usize,
}

impl<'a> Value<'a> {
    /// # Safety
    /// The value must live for `'a` (erased ops count as living until they are buried).
    pub unsafe fn from_raw(raw: MlirValue) -> Self {
        assert!(!raw.ptr.is_null(), "the value of an erased op was read");
        Self {
            raw,
            _root: PhantomData,
        }
    }

    /// The raw value.
    pub fn to_raw(self) -> MlirValue {
        self.raw
    }

    /// The type.
    pub fn ty(self) -> Type<'a> {
        // SAFETY: the value is live.
        unsafe { Type::from_raw(mlirValueGetType(self.raw)) }
    }

    /// Changes the type in place. The IR must be made consistent by the caller; the verifier checks.
    pub fn set_ty(self, ty: Type<'a>) {
        // SAFETY: both are live in one context.
        unsafe { shim::pullbackValueSetType(self.raw, ty.to_raw()) }
    }

    /// The op whose result this is, or `None` for a block argument.
    pub fn defining_op(self) -> Option<Op<'a>> {
        // SAFETY: the value is live, and asked of its own kind only.
        unsafe {
            mlirValueIsAOpResult(self.raw).then(|| Op::from_raw(mlirOpResultGetOwner(self.raw)))
        }
    }

    /// Which result of its op this is.
    pub fn result_index(self) -> Option<usize> {
        // SAFETY: as above.
        unsafe {
            mlirValueIsAOpResult(self.raw).then(|| mlirOpResultGetResultNumber(self.raw) as usize)
        }
    }

    /// The block and position of a block argument.
    pub fn block_argument(self) -> Option<(Block<'a>, usize)> {
        // SAFETY: as above.
        unsafe {
            mlirValueIsABlockArgument(self.raw).then(|| {
                (
                    Block::from_raw(mlirBlockArgumentGetOwner(self.raw)),
                    mlirBlockArgumentGetArgNumber(self.raw) as usize,
                )
            })
        }
    }

    /// The block that holds the value's definition.
    pub fn block(self) -> Option<Block<'a>> {
        match self.defining_op() {
            Some(op) => op.block(),
            None => self.block_argument().map(|(block, _)| block),
        }
    }

    /// All uses, most recent first.
    pub fn uses(self) -> Vec<Use<'a>> {
        let mut uses = Vec::new();
        // SAFETY: the use list is not changed while it is walked.
        unsafe {
            let mut operand = mlirValueGetFirstUse(self.raw);
            while !mlirOpOperandIsNull(operand) {
                uses.push(Use {
                    op: Op::from_raw(mlirOpOperandGetOwner(operand)),
                    index: mlirOpOperandGetOperandNumber(operand) as usize,
                });
                operand = mlirOpOperandGetNextUse(operand);
            }
        }
        uses
    }

    /// Whether anything uses the value.
    pub fn has_uses(self) -> bool {
        // SAFETY: the value is live.
        unsafe { shim::pullbackValueHasUses(self.raw) }
    }

    /// Whether exactly one operand of one op is this value.
    pub fn has_one_use(self) -> bool {
        // SAFETY: the value is live, and the use list is not changed meanwhile.
        unsafe {
            let first = mlirValueGetFirstUse(self.raw);
            !mlirOpOperandIsNull(first) && mlirOpOperandIsNull(mlirOpOperandGetNextUse(first))
        }
    }

    /// Makes every user use `other` instead.
    ///
    /// # Panics
    /// If the types differ.
    pub fn replace_all_uses_with(self, other: Value<'a>) {
        assert!(
            self.ty() == other.ty(),
            "a value of type {} cannot stand for one of type {}",
            other.ty(),
            self.ty()
        );
        // SAFETY: both are live in one context.
        unsafe { mlirValueReplaceAllUsesOfWith(self.raw, other.raw) }
    }

    /// Whether the value is defined inside `op` (in a region of it, at any depth).
    pub fn is_inside(self, op: Op<'a>) -> bool {
        let mut block = self.block();
        while let Some(b) = block {
            match b.parent_op() {
                Some(parent) if parent == op => return true,
                Some(parent) => block = parent.block(),
                None => return false,
            }
        }
        false
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw.ptr == other.raw.ptr
    }
}
impl Eq for Value<'_> {}
impl Hash for Value<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.ptr.hash(state);
    }
}
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the value is live; the callback gets its own buffer.
        f.write_str(&printed_text(|data| unsafe {
            mlirValuePrint(self.raw, Some(collect), data)
        }))
    }
}
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
