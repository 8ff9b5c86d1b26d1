//! Affine maps, as `linalg` ops have them: where an op reads, by where its loops stand.

use crate::{Attr, Op};
use mlir_sys::*;

/// An expression over the positions of loops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Affine {
    /// The position of a loop.
    Dim(usize),
    /// A symbol of the map.
    Symbol(usize),
    /// A number.
    Constant(i64),
    /// A sum.
    Add(Box<Affine>, Box<Affine>),
    /// A product.
    Mul(Box<Affine>, Box<Affine>),
    /// The remainder of a division that rounds down.
    Mod(Box<Affine>, Box<Affine>),
    /// A quotient, rounded down.
    FloorDiv(Box<Affine>, Box<Affine>),
    /// A quotient, rounded up.
    CeilDiv(Box<Affine>, Box<Affine>),
}

impl Affine {
    /// # Safety
    /// The expression must be of a live context.
    unsafe fn from_raw(raw: MlirAffineExpr) -> Self {
        // SAFETY: each part of an expression is of its context, and is asked only of its own kind.
        unsafe {
            if mlirAffineExprIsADim(raw) {
                return Self::Dim(mlirAffineDimExprGetPosition(raw) as usize);
            }
            if mlirAffineExprIsASymbol(raw) {
                return Self::Symbol(mlirAffineSymbolExprGetPosition(raw) as usize);
            }
            if mlirAffineExprIsAConstant(raw) {
                return Self::Constant(mlirAffineConstantExprGetValue(raw));
            }
            let lhs = Box::new(Self::from_raw(mlirAffineBinaryOpExprGetLHS(raw)));
            let rhs = Box::new(Self::from_raw(mlirAffineBinaryOpExprGetRHS(raw)));
            if mlirAffineExprIsAAdd(raw) {
                Self::Add(lhs, rhs)
            } else if mlirAffineExprIsAMul(raw) {
                Self::Mul(lhs, rhs)
            } else if mlirAffineExprIsAMod(raw) {
                Self::Mod(lhs, rhs)
            } else if mlirAffineExprIsAFloorDiv(raw) {
                Self::FloorDiv(lhs, rhs)
            } else {
                Self::CeilDiv(lhs, rhs)
            }
        }
    }

    /// The value at a position; `None` where it has none, as of a division by zero.
    pub fn at(&self, position: &[i64]) -> Option<i64> {
        let both = |a: &Self, b: &Self| Some((a.at(position)?, b.at(position)?));
        match self {
            Self::Dim(dim) => position.get(*dim).copied(),
            Self::Symbol(_) => None,
            Self::Constant(number) => Some(*number),
            Self::Add(a, b) => both(a, b).and_then(|(a, b)| a.checked_add(b)),
            Self::Mul(a, b) => both(a, b).and_then(|(a, b)| a.checked_mul(b)),
            Self::Mod(a, b) => both(a, b).and_then(|(a, b)| a.checked_rem_euclid(b)),
            Self::FloorDiv(a, b) => both(a, b).and_then(|(a, b)| a.checked_div_euclid(b)),
            Self::CeilDiv(a, b) => {
                both(a, b).and_then(|(a, b)| a.checked_neg()?.checked_div_euclid(b)?.checked_neg())
            }
        }
    }

    /// The expression as a sum: what each of so many loops is multiplied with, and a number.
    pub fn linear(&self, dims: usize) -> Option<(Vec<i64>, i64)> {
        let mut factors = vec![0; dims];
        let number = self.add_to(&mut factors, 1)?;
        Some((factors, number))
    }

    /// Adds `times` the expression; the number that is in it.
    fn add_to(&self, factors: &mut [i64], times: i64) -> Option<i64> {
        match self {
            Self::Dim(dim) => {
                let factor = factors.get_mut(*dim)?;
                *factor = factor.checked_add(times)?;
                Some(0)
            }
            Self::Constant(number) => number.checked_mul(times),
            Self::Add(a, b) => a
                .add_to(factors, times)?
                .checked_add(b.add_to(factors, times)?),
            Self::Mul(a, b) => match (&**a, &**b) {
                (Self::Constant(number), other) | (other, Self::Constant(number)) => {
                    other.add_to(factors, times.checked_mul(*number)?)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// Where an op reads or writes, by where its loops stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffineMap {
    /// How many loops there are.
    pub dims: usize,
    /// The position along each dimension.
    pub results: Vec<Affine>,
}

impl AffineMap {
    /// The position; `None` where it has none.
    pub fn at(&self, position: &[i64]) -> Option<Vec<i64>> {
        let results = self.results.iter();
        results.map(|result| result.at(position)).collect()
    }
}

impl Attr<'_> {
    /// The map of an `affine_map<...>`.
    pub fn as_affine_map(self) -> Option<AffineMap> {
        // SAFETY: the attribute's context is live, and it is asked only of its own kind.
        unsafe {
            if !mlirAttributeIsAAffineMap(self.to_raw()) {
                return None;
            }
            let map = mlirAffineMapAttrGetValue(self.to_raw());
            let results = 0..mlirAffineMapGetNumResults(map);
            let result = |at| Affine::from_raw(mlirAffineMapGetResult(map, at));
            Some(AffineMap {
                dims: mlirAffineMapGetNumDims(map) as usize,
                results: results.map(result).collect(),
            })
        }
    }
}

impl Op<'_> {
    /// Where a structured op of `linalg` reads and writes each of its operands, a named one as well; `None` for others.
    pub fn indexing_maps(self) -> Option<Vec<AffineMap>> {
        if self.dialect() != "linalg" {
            return None;
        }
        // SAFETY: the op is live; an op without maps gives no attribute.
        let raw = unsafe { mlirLinalgGetIndexingMapsAttribute(self.to_raw()) };
        if raw.ptr.is_null() {
            return None;
        }
        // SAFETY: the attribute is of the op's context.
        let maps = unsafe { Attr::from_raw(raw) }.as_array()?;
        maps.into_iter().map(Attr::as_affine_map).collect()
    }
}
