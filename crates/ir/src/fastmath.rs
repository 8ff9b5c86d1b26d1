//! The `fastmath` flags of upstream's floating-point ops.

use crate::{Attr, ContextRef, Op};
use pullback_mlir_shim as shim;

/// A set of `fastmath` flags, with the bits that upstream gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct FastMath(u8);

impl FastMath {
    /// No flag: exact IEEE arithmetic.
    pub const NONE: Self = Self(0);
    /// Sums and products may be reordered.
    pub const REASSOC: Self = Self(1);
    /// No NaN occurs.
    pub const NNAN: Self = Self(2);
    /// No infinity occurs.
    pub const NINF: Self = Self(4);
    /// The sign of a zero does not matter.
    pub const NSZ: Self = Self(8);
    /// A division may become a multiplication by the reciprocal.
    pub const ARCP: Self = Self(16);
    /// A product and a sum may be fused.
    pub const CONTRACT: Self = Self(32);
    /// Functions may be approximated.
    pub const AFN: Self = Self(64);
    /// All flags: `fast`.
    pub const FAST: Self = Self(127);

    /// The flags of an op; none if it has no such attribute.
    pub fn of(op: Op<'_>) -> Self {
        op.attr("fastmath").map_or(Self::NONE, Self::from_attr)
    }

    /// The flags in a `#arith.fastmath<...>` attribute; none in any other.
    pub fn from_attr(attr: Attr<'_>) -> Self {
        // SAFETY: the attribute is live.
        let bits = unsafe { shim::pullbackAttributeFastMath(attr.to_raw()) };
        Self((bits & u32::from(Self::FAST.0)) as u8)
    }

    /// The attribute; `None` for no flag, which is the ops' default.
    pub fn attr<'a>(self, context: impl Into<ContextRef<'a>>) -> Option<Attr<'a>> {
        let context = context.into();
        // SAFETY: the context is live for `'a`, and the bits are flags.
        (self != Self::NONE).then(|| unsafe {
            Attr::from_raw(shim::pullbackFastMathAttribute(
                context.to_raw(),
                u32::from(self.0),
            ))
        })
    }

    /// Whether all of these flags are set.
    pub fn has(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// These flags too.
    #[must_use]
    pub const fn with(self, flags: Self) -> Self {
        Self(self.0 | flags.0)
    }

    /// Not these flags.
    #[must_use]
    pub fn without(self, flags: Self) -> Self {
        Self(self.0 & !flags.0)
    }

    /// Only the flags that both have: what an op made from two ops may carry.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
