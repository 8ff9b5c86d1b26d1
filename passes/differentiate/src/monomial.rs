//! Lazy products: what flows through a derivative.
//!
//! A tangent or cotangent is kept as `scale * a * b * .. / z`, optionally masked by a condition, and becomes ops
//! only where its value is needed. So a seed of one costs nothing, constants and signs meet at compile time,
//! `d / (2 * sqrt x) * 2x` is `d * x / sqrt x` as a person would write it, and a sum shares its factors.
//! The flags of a product are those that all ops share whose derivatives it comes from.
//! This chooses among formulas for a derivative; it rewrites no op of the program.

use crate::{
    arrays::filled_int,
    emitter::{Emitter, finite_constant, shared},
    mask::Mask,
};
use pullback_ir::{Attr, FastMath, Location, Type, Value};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// On a power: any formula that is as exact may compute it.
const ANY_FORMULA: &str = "functional.any_formula";

/// More factors than this are multiplied out, so that a long chain of products stays linear.
pub(crate) const FACTORS: usize = 6;

/// A lazy product of values, as mathematics: `+ - * /` and functions.
#[derive(Clone, Copy, Debug)]
pub struct E<'a, 'e> {
    pub(crate) emitter: &'e Emitter<'a>,
    pub(crate) ty: Type<'a>,
    pub(crate) scale: f64,
    pub(crate) factors: [Option<Value<'a>>; FACTORS],
    pub(crate) divisor: Option<Value<'a>>,
    pub(crate) mask: Mask<'a>,
    /// The flags for the ops of the product; `None` for a seed, which leaves that to others.
    pub(crate) flags: Option<FastMath>,
    /// The place of the op whose rule made the product; `None` for a plain value.
    pub(crate) place: Option<Location<'a>>,
    /// A value as large as the product.
    pub(crate) like: Value<'a>,
}

/// A product without its scale: products that are equal here differ by a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Product<'a> {
    factors: [Option<Value<'a>>; FACTORS],
    divisor: Option<Value<'a>>,
    mask: Mask<'a>,
}

impl<'a, 'e> E<'a, 'e> {
    pub(crate) fn factors(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        self.factors.into_iter().flatten()
    }

    pub(crate) fn has_factor(&self, factor: Value<'a>) -> bool {
        self.mask.is_none() && self.factors().any(|f| f == factor)
    }

    pub(crate) fn has_divisor(&self, divisor: Value<'a>) -> bool {
        self.mask.is_none() && self.divisor == Some(divisor)
    }

    /// The product as what the rule of the op entered last gives: its ops get that op's place, wherever they are made.
    /// A quotient keeps the place of the op that divides: where an infinity comes from, it is that.
    pub(crate) fn stamped(self) -> Self {
        if self.divisor.is_some() && self.place.is_some() {
            return self;
        }
        let place = self.emitter.builder().location();
        self.placed(Some(place))
    }

    pub(crate) fn placed(mut self, place: Option<Location<'a>>) -> Self {
        self.place = place;
        self
    }

    /// Whether it is a number, and not one that a mask makes zero.
    fn is_constant(&self) -> bool {
        self.factors[0].is_none() && self.divisor.is_none() && self.mask.is_none()
    }

    /// Whether it is a number or a sign, which is never infinite, and not one that a mask makes zero.
    fn is_finite(&self) -> bool {
        let is_finite = |factor: Value<'a>| {
            let sign = factor.defining_op().filter(|op| op.is("math.copysign"));
            sign.is_some_and(|op| finite_constant(op.operand(0)).is_some())
        };
        self.divisor.is_none() && self.mask.is_none() && self.factors().all(is_finite)
    }

    pub(crate) fn without_divisor(mut self) -> Self {
        self.divisor = None;
        self
    }

    pub(crate) fn without_factor(&self, factor: Value<'a>) -> Self {
        let mut out = *self;
        let mut dropped = false;
        let rest: Vec<_> = self
            .factors()
            .filter(|&f| {
                let drop = !dropped && f == factor;
                dropped |= drop;
                !drop
            })
            .collect();
        out.factors = [None; FACTORS];
        for (slot, factor) in out.factors.iter_mut().zip(rest) {
            *slot = Some(factor);
        }
        out
    }

    /// With products that the program computes in the place of their factors.
    fn with_known_products(mut self) -> Self {
        let known = |factors: &[Option<Value<'a>>]| {
            let pairs = (0..factors.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
            let mut known = pairs.filter_map(|(i, j)| {
                let product = self.emitter.product([factors[i]?, factors[j]?])?;
                Some((i, j, product))
            });
            known.next()
        };
        while let Some((i, j, product)) = known(&self.factors) {
            self.factors[i] = Some(product);
            self.factors[j..].rotate_left(1);
            self.factors[FACTORS - 1] = None;
        }
        self
    }

    /// `new` takes the place of `old`.
    pub(crate) fn replace(&mut self, old: Value<'a>, new: Value<'a>) {
        let factors = self.factors.iter_mut().chain([&mut self.divisor]);
        for value in factors.flatten().filter(|value| **value == old) {
            *value = new;
        }
        if self.like == old {
            self.like = new;
        }
        self.mask.replace(old, new);
    }

    /// Everything but the scale, the factors in a fixed order.
    pub(crate) fn product(&self) -> Product<'a> {
        let mut factors = self.factors;
        factors.sort_by_key(|factor| factor.map(|value| value.to_raw().ptr as usize));
        Product {
            factors,
            divisor: self.divisor,
            mask: self.mask,
        }
    }

    /// The value that the product is, if it is nothing but that.
    pub(crate) fn plain(&self) -> Option<Value<'a>> {
        let bare = self.scale == 1.0 && self.divisor.is_none() && !self.mask.is_open();
        match self.factors {
            [Some(value), None, ..] if bare => Some(value),
            _ => None,
        }
    }

    /// The type.
    pub fn ty(&self) -> Type<'a> {
        self.ty
    }

    /// The constant `value` of this product's type.
    pub fn constant(&self, value: f64) -> Self {
        let mut out = *self;
        out.scale = value;
        out.factors = [None; FACTORS];
        out.divisor = None;
        out.mask = Mask::default();
        out
    }

    /// The ops that compute the product.
    pub fn value(self) -> Value<'a> {
        match self.place {
            None => self.computed(),
            Some(place) => self.emitter.at(place, || self.computed()),
        }
    }

    fn computed(self) -> Value<'a> {
        let (emitter, ty, flags) = (self.emitter, self.ty, self.flags);
        if !self.mask.is_none() {
            return self.apply_mask(self.unmasked().value());
        }
        let factors: Vec<Value<'a>> = self.factors().collect();
        // The scale meets the product before the division, so that a seed of one leaves a constant there; and
        // before the last factor, so that `2 r` is found again in `2 r x`. Squares stay together.
        // A sign goes into the constant where there is one.
        let negative = self.scale == -1.0;
        let magnitude = if negative { 1.0 } else { self.scale };
        let last = factors.len().saturating_sub(1);
        let scale_after = match factors.as_slice() {
            [.., a, b] if a != b => last,
            _ => factors.len(),
        };
        let mut numerator: Option<Value<'a>> = None;
        for index in 0..=factors.len() {
            if index == scale_after && magnitude != 1.0 {
                numerator = numerator.map(|product| {
                    let scale = emitter.filled(ty, magnitude, self.like);
                    emitter.float_op("arith.mulf", &[scale, product], ty, flags)
                });
            }
            if let Some(&factor) = factors.get(index) {
                numerator = Some(numerator.map_or(factor, |product| {
                    emitter.float_op("arith.mulf", &[product, factor], ty, flags)
                }));
            }
        }
        let (numerator, negative) = match numerator {
            Some(numerator) => (numerator, negative),
            None => (emitter.filled(ty, self.scale, self.like), false),
        };
        let quotient = match self.divisor {
            Some(divisor) => emitter.float_op("arith.divf", &[numerator, divisor], ty, flags),
            None => numerator,
        };
        if negative {
            emitter.float_op("arith.negf", &[quotient], ty, flags)
        } else {
            quotient
        }
    }

    /// The product as one factor.
    pub(crate) fn flat(self) -> Self {
        let mask = self.mask;
        let mut out = self.emitter.with_flags(self.unmasked().value(), self.flags);
        out.place = self.place;
        out.mask = mask;
        out
    }

    /// An op of one operand and the same type.
    pub fn unary(self, name: &str) -> Self {
        let value = self.value();
        let made = self.emitter.float_op(name, &[value], self.ty, self.flags);
        self.emitter.with_flags(made, self.flags)
    }

    /// An op of two operands of the same type.
    pub fn binary(self, name: &str, other: Self) -> Self {
        let operands = [self.value(), other.value()];
        let flags = shared(self.flags, other.flags);
        let made = self.emitter.float_op(name, &operands, self.ty, flags);
        self.emitter.with_flags(made, flags)
    }

    /// `self` to the power of `exponent - 1`. The mark lets the lowering compute it from `power`, which is `self` to the
    /// power of `exponent`: both are formulas for one derivative. Times `self` it is `power`.
    pub fn power_less_one(self, exponent: Self, power: Self) -> Self {
        let base = self.value();
        let whole = power.value();
        let operands = [base, (exponent - exponent.constant(1.0)).value()];
        let context = self.emitter.builder().context();
        let flags = shared(self.flags, exponent.flags);
        let mut attrs = vec![(ANY_FORMULA, Attr::unit(context))];
        attrs.extend(
            flags
                .and_then(|flags| flags.attr(context))
                .map(|flags| ("fastmath", flags)),
        );
        let power = self.emitter.pure("math.powf", &operands, &attrs, self.ty);
        self.emitter.use_product([base, power], whole);
        self.emitter.with_flags(power, flags)
    }

    /// `self` to an integer power given by a value of integer type.
    pub fn fpowi(self, exponent: Value<'a>) -> Self {
        let operands = [self.value(), exponent];
        let power = self
            .emitter
            .float_op("math.fpowi", &operands, self.ty, self.flags);
        self.emitter.with_flags(power, self.flags)
    }

    /// Compares with `other`; `predicate` is `arith.cmpf`'s number (1 oeq, 2 ogt, 4 olt).
    fn compare(self, predicate: i64, other: Self) -> Value<'a> {
        let emitter = self.emitter;
        let context = emitter.builder().context();
        let predicate = Attr::int(Type::int(context, 64), predicate);
        let bit = self.ty.with_element(Type::int(context, 1));
        emitter.pure(
            "arith.cmpf",
            &[self.value(), other.value()],
            &[("predicate", predicate)],
            bit,
        )
    }

    /// `self == other`, ordered.
    pub fn equals(self, other: Self) -> Value<'a> {
        self.compare(1, other)
    }

    /// `self > other`, ordered.
    pub fn greater(self, other: Self) -> Value<'a> {
        self.compare(2, other)
    }

    /// `self < other`, ordered.
    pub fn less(self, other: Self) -> Value<'a> {
        self.compare(4, other)
    }

    /// `condition ? self : other`.
    pub fn or(self, condition: Value<'a>, other: Self) -> Self {
        let (yes, no) = (self.value(), other.value());
        let flags = shared(self.flags, other.flags);
        self.emitter
            .with_flags(self.emitter.select(condition, yes, no), flags)
    }

    /// An integer value, as a float of this product's type.
    pub fn with_integer(self, integer: Value<'a>) -> Self {
        let float = self.emitter.pure("arith.sitofp", &[integer], &[], self.ty);
        self.emitter.with_flags(float, self.flags)
    }

    /// An integer value less one.
    pub fn integer_less_one(self, integer: Value<'a>) -> Value<'a> {
        let emitter = self.emitter;
        let ty = integer.ty();
        let one = filled_int(emitter, ty, 1, integer);
        emitter.pure("arith.subi", &[integer, one], &[], ty)
    }

    /// The product converted to another float type.
    pub fn convert(self, ty: Type<'a>) -> Self {
        if self.ty == ty {
            return self;
        }
        let mask = self.mask;
        let value = self.unmasked().value();
        let (from, to) = (
            self.ty.element().bit_width().unwrap_or(0),
            ty.element().bit_width().unwrap_or(0),
        );
        // extf and truncf, whose derivatives these are, change the width.
        let name = if from < to {
            "arith.extf"
        } else {
            "arith.truncf"
        };
        let converted = self.emitter.pure(name, &[value], &[], ty);
        let mut out = self.emitter.with_flags(converted, self.flags);
        out.place = self.place;
        out.mask = mask;
        out
    }

    /// Whether two scales may meet: in the narrow types a product of scales may overflow or vanish.
    pub(crate) fn scales_meet(&self, scale: f64) -> bool {
        let limit = match self.ty.element().bit_width() {
            Some(64) => 1e200,
            Some(32) => 1e25,
            _ => 1e3,
        };
        scale == 0.0 || (scale.abs() < limit && scale.abs() > 1.0 / limit)
    }
}

impl Mul for E<'_, '_> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let scale = self.scale * other.scale;
        if !self.scales_meet(scale) {
            let (a, b) = (self.flat(), other.flat());
            if a.factors().next().is_none() || b.factors().next().is_none() {
                return a.binary("arith.mulf", b);
            }
            return a * b;
        }
        let (a, b) = (self, other);
        // One divisor and one mask at a time: products of divisors could overflow.
        let (a, b) = match (a.divisor, b.divisor) {
            (Some(_), Some(_)) => (a, b.flat()),
            _ => (a, b),
        };
        let b = if a.mask.is_none() || b.mask.is_none() || a.mask == b.mask {
            b
        } else {
            b.emitter.with_flags(b.value(), b.flags)
        };
        let count = a.factors().count() + b.factors().count();
        if count > FACTORS {
            return if a.factors().count() > 1 {
                a.flat() * b
            } else {
                a * b.flat()
            };
        }
        let mut out = a;
        // Flattening may have moved a scale into a factor, so it is computed anew.
        out.scale = a.scale * b.scale;
        out.factors = [None; FACTORS];
        for (slot, factor) in out.factors.iter_mut().zip(a.factors().chain(b.factors())) {
            *slot = Some(factor);
        }
        out.divisor = a.divisor.or(b.divisor);
        out.mask = if a.mask.is_none() { b.mask } else { a.mask };
        if !a.is_finite() && !b.is_finite() {
            out.mask = out.mask.multiplied();
        }
        out.flags = shared(a.flags, b.flags);
        out.with_known_products()
    }
}

impl Div for E<'_, '_> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let mut numerator = if self.divisor.is_some() {
            self.flat()
        } else {
            self
        };
        numerator.flags = shared(self.flags, other.flags);
        numerator.place = None;
        if !other.is_constant() {
            numerator.mask = numerator.mask.divided();
        }
        let scale = numerator.scale / other.scale;
        let simple = other.divisor.is_none() && other.mask.is_none() && other.scale != 0.0;
        if simple && numerator.scales_meet(scale) {
            numerator.scale = scale;
            let mut divisor = other;
            divisor.scale = 1.0;
            if divisor.factors().next().is_some() {
                numerator.divisor = Some(divisor.value());
            }
            return numerator;
        }
        numerator.divisor = Some(other.value());
        numerator
    }
}

impl Neg for E<'_, '_> {
    type Output = Self;
    fn neg(mut self) -> Self {
        self.scale = -self.scale;
        self
    }
}

impl Add for E<'_, '_> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        // a + (-b) is a - b, exactly.
        if other.scale < 0.0 && other.factors().next().is_some() && other.mask.is_none() {
            return self.binary("arith.subf", -other);
        }
        if self.scale < 0.0 && self.factors().next().is_some() && self.mask.is_none() {
            return other.binary("arith.subf", -self);
        }
        self.binary("arith.addf", other)
    }
}

impl Sub for E<'_, '_> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl<'a, 'e> Mul<E<'a, 'e>> for f64 {
    type Output = E<'a, 'e>;
    fn mul(self, other: E<'a, 'e>) -> E<'a, 'e> {
        other.constant(self) * other
    }
}

impl<'a, 'e> Add<E<'a, 'e>> for f64 {
    type Output = E<'a, 'e>;
    fn add(self, other: E<'a, 'e>) -> E<'a, 'e> {
        other.constant(self) + other
    }
}

impl<'a, 'e> Sub<E<'a, 'e>> for f64 {
    type Output = E<'a, 'e>;
    fn sub(self, other: E<'a, 'e>) -> E<'a, 'e> {
        other.constant(self) - other
    }
}
