//! The `fastmath` flags of upstream's floating-point ops.

use crate::{Attr, ContextRef, Op};

/// A set of `fastmath` flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct FastMath(u8);

const NAMES: [(&str, FastMath); 7] = [
    ("reassoc", FastMath::REASSOC),
    ("nnan", FastMath::NNAN),
    ("ninf", FastMath::NINF),
    ("nsz", FastMath::NSZ),
    ("arcp", FastMath::ARCP),
    ("contract", FastMath::CONTRACT),
    ("afn", FastMath::AFN),
];

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

    /// The flags in a `#arith.fastmath<...>` attribute.
    pub fn from_attr(attr: Attr<'_>) -> Self {
        let text = attr.to_string();
        let Some(inner) = text
            .split_once('<')
            .and_then(|(_, rest)| rest.strip_suffix('>'))
        else {
            return Self::NONE;
        };
        inner
            .split(',')
            .map(str::trim)
            .fold(Self::NONE, |flags, word| {
                if word == "fast" {
                    return Self::FAST;
                }
                NAMES
                    .iter()
                    .find(|(name, _)| *name == word)
                    .map_or(flags, |(_, flag)| flags.with(*flag))
            })
    }

    /// The attribute; `None` for no flag, which is the ops' default.
    pub fn attr<'a>(self, context: impl Into<ContextRef<'a>>) -> Option<Attr<'a>> {
        if self == Self::NONE {
            return None;
        }
        let words: Vec<&str> = if self == Self::FAST {
            vec!["fast"]
        } else {
            NAMES
                .iter()
                .filter(|(_, flag)| self.has(*flag))
                .map(|(name, _)| *name)
                .collect()
        };
        Attr::parse(context, &format!("#arith.fastmath<{}>", words.join(",")))
    }

    /// Whether all of these flags are set.
    pub fn has(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// These flags too.
    #[must_use]
    pub fn with(self, flags: Self) -> Self {
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
