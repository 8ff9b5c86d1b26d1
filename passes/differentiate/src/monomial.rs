//! Lazy products: what flows through a derivative.
//!
//! A tangent or cotangent is kept as `scale * a * b * .. / z`, optionally masked by a condition, and becomes ops
//! only where its value is needed. So a seed of one costs nothing, constants and signs meet at compile time,
//! `d / (2 * sqrt x) * 2x` is `d * x / sqrt x` as a person would write it, and a sum shares its factors.
//! This chooses among formulas for a derivative; it rewrites no op of the program.

use pullback_ir::{Attr, Block, Builder, FastMath, Location, Op, Type, Value};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    ops::{Add, Div, Mul, Neg, Sub},
};

/// More factors than this are multiplied out, so that a long chain of products stays linear.
const FACTORS: usize = 6;

type Numbering<'a> = HashMap<(String, Vec<Value<'a>>, Vec<Attr<'a>>), Value<'a>>;

/// Emits the ops of a derivative, each at most once where it dominates.
#[derive(Debug)]
pub struct Emitter<'a> {
    builder: Builder<'a>,
    /// One table a nested block, outermost first.
    numbered: RefCell<Vec<Numbering<'a>>>,
    /// The flags of the primal op whose derivative is being emitted.
    flags: Cell<FastMath>,
}

impl<'a> Emitter<'a> {
    /// Emits at the builder's insertion point.
    pub fn new(builder: Builder<'a>) -> Self {
        Self {
            builder,
            numbered: RefCell::new(vec![HashMap::new()]),
            flags: Cell::new(FastMath::NONE),
        }
    }

    /// The builder.
    pub fn builder(&self) -> &Builder<'a> {
        &self.builder
    }

    /// From now on emits for this primal op: its flags less `nnan` and `ninf` (an adjoint may be infinite where
    /// the primal is not), and its location with the rule's name.
    pub fn enter_op(&self, primal: Op<'a>, rule: &str) {
        self.flags.set(
            FastMath::of(primal)
                .without(FastMath::NNAN)
                .without(FastMath::NINF),
        );
        self.builder
            .set_location(provenance(primal.location(), rule, primal));
    }

    /// Runs `body` with the insertion point at the end of `block`; ops made there are not found again outside.
    pub fn inside<R>(&self, block: Block<'a>, body: impl FnOnce() -> R) -> R {
        let outer = self.builder.save();
        self.builder.set_end(block);
        self.numbered.borrow_mut().push(HashMap::new());
        let result = body();
        self.numbered.borrow_mut().pop();
        self.builder.restore(outer);
        result
    }

    /// An op without effects, found again if it was made before.
    fn pure(
        &self,
        name: &str,
        operands: &[Value<'a>],
        attrs: &[(&str, Attr<'a>)],
        result: Type<'a>,
    ) -> Value<'a> {
        let mut key_operands = operands.to_vec();
        if matches!(name, "arith.addf" | "arith.mulf") {
            key_operands.sort_by_key(|value| value.to_raw().ptr as usize);
        }
        let mut key_attrs: Vec<Attr<'a>> = attrs.iter().map(|(_, attr)| *attr).collect();
        key_attrs.push(Attr::of_type(result));
        let key = (name.to_owned(), key_operands, key_attrs);
        if let Some(found) = self
            .numbered
            .borrow()
            .iter()
            .rev()
            .find_map(|table| table.get(&key))
        {
            return *found;
        }
        let mut op = self.builder.op(name).operands(operands).results(&[result]);
        for (name, attr) in attrs {
            op = op.attr(name, *attr);
        }
        let value = op.build().result(0);
        if let Some(table) = self.numbered.borrow_mut().last_mut() {
            table.insert(key, value);
        }
        value
    }

    /// A floating-point op with the current flags.
    fn float_op(&self, name: &str, operands: &[Value<'a>], result: Type<'a>) -> Value<'a> {
        match self.flags.get().attr(self.builder.context()) {
            Some(flags) => self.pure(name, operands, &[("fastmath", flags)], result),
            None => self.pure(name, operands, &[], result),
        }
    }

    /// A constant.
    pub fn constant(&self, ty: Type<'a>, value: f64) -> Value<'a> {
        let attr = Attr::float(ty, value).expect("shapes of floats here are static");
        self.pure("arith.constant", &[], &[("value", attr)], ty)
    }

    /// `arith.select`.
    pub fn select(&self, condition: Value<'a>, yes: Value<'a>, no: Value<'a>) -> Value<'a> {
        self.pure("arith.select", &[condition, yes, no], &[], yes.ty())
    }

    /// The sum of terms of one type as a value; zero if there are none.
    pub fn sum<'e>(&'e self, ty: Type<'a>, terms: &[E<'a, 'e>]) -> Value<'a> {
        self.total(terms)
            .map_or_else(|| self.constant(ty, 0.0), E::value)
    }

    /// The sum of terms of one type, factored so that shared factors are multiplied once; `None` for no term.
    pub fn total<'e>(&'e self, terms: &[E<'a, 'e>]) -> Option<E<'a, 'e>> {
        match self.combine(terms).as_slice() {
            [] => None,
            terms => Some(self.factored(terms)),
        }
    }

    /// Terms with equal factors become one; complementary masks become one select.
    fn combine<'e>(&'e self, terms: &[E<'a, 'e>]) -> Vec<E<'a, 'e>> {
        let mut out: Vec<E<'a, 'e>> = Vec::new();
        for term in terms {
            match out.iter_mut().find(|other| other.same_factors(term)) {
                Some(other) => other.scale += term.scale,
                None => out.push(*term),
            }
        }
        let mut merged: Vec<E<'a, 'e>> = Vec::new();
        for term in out {
            let partner = term.mask.and_then(|(condition, on)| {
                merged
                    .iter()
                    .position(|other| other.mask == Some((condition, !on)))
            });
            let Some(position) = partner else {
                merged.push(term);
                continue;
            };
            let other = merged.remove(position);
            let (condition, on) = term.mask.expect("a partner has a mask");
            let (mine, theirs) = (term.unmasked().value(), other.unmasked().value());
            let (yes, no) = if on { (mine, theirs) } else { (theirs, mine) };
            merged.push(self.of(self.select(condition, yes, no)));
        }
        merged
    }

    /// Horner's scheme over the factor that most terms share.
    fn factored<'e>(&'e self, terms: &[E<'a, 'e>]) -> E<'a, 'e> {
        if let [term] = terms {
            return *term;
        }
        if let Some(scale) = shared_scale(terms) {
            let unscaled: Vec<E<'a, 'e>> = terms
                .iter()
                .map(|term| {
                    let mut term = *term;
                    term.scale /= scale;
                    term
                })
                .collect();
            let mut sum = self.factored(&unscaled).flat();
            sum.scale *= scale;
            return sum;
        }
        let mut best: Option<(Value<'a>, usize)> = None;
        for term in terms.iter().filter(|term| term.mask.is_none()) {
            for (index, factor) in term.factors().enumerate() {
                if term.factors().take(index).any(|earlier| earlier == factor) {
                    continue;
                }
                let count = terms
                    .iter()
                    .filter(|other| other.has_factor(factor))
                    .count();
                if count > 1 && best.is_none_or(|(_, most)| count > most) {
                    best = Some((factor, count));
                }
            }
        }
        if let Some((factor, count)) = best {
            let (with, without): (Vec<E<'a, 'e>>, Vec<E<'a, 'e>>) =
                terms.iter().partition(|term| term.has_factor(factor));
            let inner: Vec<_> = with
                .iter()
                .map(|term| term.without_factor(factor))
                .collect();
            let product = self.of(factor) * self.factored(&self.combine(&inner));
            if count == terms.len() {
                return product;
            }
            return self.factored(&without) + product;
        }
        if let Some(divisor) = shared_divisor(terms) {
            let (over, rest): (Vec<E<'a, 'e>>, Vec<E<'a, 'e>>) =
                terms.iter().partition(|term| term.has_divisor(divisor));
            let numerators: Vec<_> = over.iter().map(|term| term.without_divisor()).collect();
            let numerator = self.factored(&self.combine(&numerators));
            let mut quotient = numerator.flat();
            quotient.divisor = Some(divisor);
            if rest.is_empty() {
                return quotient;
            }
            return self.factored(&rest) + quotient;
        }
        // Signs make a subtraction where some term is positive.
        let first = terms
            .iter()
            .position(|term| term.scale > 0.0)
            .unwrap_or_default();
        let mut total = terms[first];
        for (index, term) in terms.iter().enumerate() {
            if index != first {
                total = total + *term;
            }
        }
        total
    }

    /// A value as a lazy product; constants become scales, also those in `c * x` and `-x` of the primal code.
    pub fn of<'e>(&'e self, value: Value<'a>) -> E<'a, 'e> {
        let (scale, factor) = split_scale(value);
        let mut product = E {
            emitter: self,
            ty: value.ty(),
            scale,
            factors: std::array::from_fn(|slot| factor.filter(|_| slot == 0)),
            divisor: None,
            mask: None,
        };
        if !product.scales_meet(scale) {
            product.scale = 1.0;
            product.factors[0] = Some(value);
        }
        product
    }
}

/// The magnitude that all terms' scales share, if it is worth a multiplication.
fn shared_scale(terms: &[E<'_, '_>]) -> Option<f64> {
    let scale = terms.first()?.scale.abs();
    let shared = scale != 1.0
        && scale != 0.0
        && terms.iter().all(|term| {
            term.scale.abs() == scale && term.mask.is_none() && term.factors().next().is_some()
        });
    shared.then_some(scale)
}

/// The divisor that most terms share, if at least two do.
fn shared_divisor<'a>(terms: &[E<'a, '_>]) -> Option<Value<'a>> {
    let mut best: Option<(Value<'a>, usize)> = None;
    for divisor in terms.iter().filter_map(|term| term.divisor) {
        let count = terms
            .iter()
            .filter(|term| term.has_divisor(divisor))
            .count();
        if count > 1 && best.is_none_or(|(_, most)| count > most) {
            best = Some((divisor, count));
        }
    }
    best.map(|(divisor, _)| divisor)
}

/// A value as a constant times a factor; no factor where the value is constant.
fn split_scale<'a>(value: Value<'a>) -> (f64, Option<Value<'a>>) {
    let constant = |value: Value<'a>| {
        value
            .defining_op()
            .filter(|op| op.is("arith.constant"))
            .and_then(|op| op.attr("value"))
            .and_then(Attr::as_float)
            .filter(|scale| scale.is_finite())
    };
    if let Some(scale) = constant(value) {
        return (scale, None);
    }
    let Some(op) = value.defining_op() else {
        return (1.0, Some(value));
    };
    match op.name() {
        "arith.negf" => {
            let (scale, factor) = split_scale(op.operand(0));
            (-scale, factor)
        }
        "arith.mulf" => {
            let (a, b) = (op.operand(0), op.operand(1));
            match (constant(a), constant(b)) {
                (Some(scale), None) if scale != 0.0 => (scale, Some(b)),
                (None, Some(scale)) if scale != 0.0 => (scale, Some(a)),
                _ => (1.0, Some(value)),
            }
        }
        _ => (1.0, Some(value)),
    }
}

/// `loc(fused<"rule of 'op'">[primal])`: what the op is for, in terms of the primal program.
fn provenance<'a>(primal: Location<'a>, rule: &str, op: Op<'a>) -> Location<'a> {
    primal.with_metadata(Attr::string(
        op.context(),
        &format!("{rule} of {}", op.name()),
    ))
}

/// A lazy product of values, as mathematics: `+ - * /` and functions.
#[derive(Clone, Copy, Debug)]
pub struct E<'a, 'e> {
    emitter: &'e Emitter<'a>,
    ty: Type<'a>,
    scale: f64,
    factors: [Option<Value<'a>>; FACTORS],
    divisor: Option<Value<'a>>,
    mask: Option<(Value<'a>, bool)>,
}

impl<'a, 'e> E<'a, 'e> {
    fn factors(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        self.factors.into_iter().flatten()
    }

    fn has_factor(&self, factor: Value<'a>) -> bool {
        self.mask.is_none() && self.factors().any(|f| f == factor)
    }

    fn has_divisor(&self, divisor: Value<'a>) -> bool {
        self.mask.is_none() && self.divisor == Some(divisor)
    }

    fn without_divisor(mut self) -> Self {
        self.divisor = None;
        self
    }

    fn without_factor(&self, factor: Value<'a>) -> Self {
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

    fn same_factors(&self, other: &Self) -> bool {
        let sorted = |e: &Self| {
            let mut factors: Vec<usize> = e.factors().map(|v| v.to_raw().ptr as usize).collect();
            factors.sort_unstable();
            factors
        };
        self.mask == other.mask && self.divisor == other.divisor && sorted(self) == sorted(other)
    }

    fn unmasked(mut self) -> Self {
        self.mask = None;
        self
    }

    /// The type.
    pub fn ty(&self) -> Type<'a> {
        self.ty
    }

    /// Zero unless `condition` is `on`. The mask stays outside of all that is multiplied to the product, so
    /// that an infinite partial derivative of the branch not taken is cut, not multiplied by zero.
    pub fn masked(self, condition: Value<'a>, on: bool) -> Self {
        if self.mask == Some((condition, on)) {
            return self;
        }
        let mut out = match self.mask {
            None => self,
            Some(_) => self.emitter.of(self.value()),
        };
        out.mask = Some((condition, on));
        out
    }

    /// The constant `value` of this product's type.
    pub fn constant(&self, value: f64) -> Self {
        let mut out = *self;
        out.scale = value;
        out.factors = [None; FACTORS];
        out.divisor = None;
        out.mask = None;
        out
    }

    /// The ops that compute the product.
    pub fn value(self) -> Value<'a> {
        let (emitter, ty) = (self.emitter, self.ty);
        if let Some((condition, on)) = self.mask {
            let value = self.unmasked().value();
            let zero = emitter.constant(ty, 0.0);
            return if on {
                emitter.select(condition, value, zero)
            } else {
                emitter.select(condition, zero, value)
            };
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
                    let scale = emitter.constant(ty, magnitude);
                    emitter.float_op("arith.mulf", &[scale, product], ty)
                });
            }
            if let Some(&factor) = factors.get(index) {
                numerator = Some(numerator.map_or(factor, |product| {
                    emitter.float_op("arith.mulf", &[product, factor], ty)
                }));
            }
        }
        let (numerator, negative) = match numerator {
            Some(numerator) => (numerator, negative),
            None => (emitter.constant(ty, self.scale), false),
        };
        let quotient = match self.divisor {
            Some(divisor) => emitter.float_op("arith.divf", &[numerator, divisor], ty),
            None => numerator,
        };
        if negative {
            emitter.float_op("arith.negf", &[quotient], ty)
        } else {
            quotient
        }
    }

    /// The product as one factor.
    fn flat(self) -> Self {
        let mask = self.mask;
        let mut out = self.emitter.of(self.unmasked().value());
        out.mask = mask;
        out
    }

    /// An op of one operand and the same type.
    pub fn unary(self, name: &str) -> Self {
        let value = self.value();
        self.emitter
            .of(self.emitter.float_op(name, &[value], self.ty))
    }

    /// An op of two operands of the same type.
    pub fn binary(self, name: &str, other: Self) -> Self {
        let operands = [self.value(), other.value()];
        self.emitter
            .of(self.emitter.float_op(name, &operands, self.ty))
    }

    /// `self` to an integer power given by a value of integer type.
    pub fn fpowi(self, exponent: Value<'a>) -> Self {
        let operands = [self.value(), exponent];
        self.emitter
            .of(self.emitter.float_op("math.fpowi", &operands, self.ty))
    }

    /// Compares with `other`; `predicate` is `arith.cmpf`'s number (1 oeq, 2 ogt, 4 olt).
    fn compare(self, predicate: i64, other: Self) -> Value<'a> {
        let emitter = self.emitter;
        let context = emitter.builder.context();
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
        self.emitter.of(self.emitter.select(condition, yes, no))
    }

    /// An integer value, as a float of this product's type.
    pub fn with_integer(self, integer: Value<'a>) -> Self {
        self.emitter
            .of(self.emitter.pure("arith.sitofp", &[integer], &[], self.ty))
    }

    /// An integer value less one.
    pub fn integer_less_one(self, integer: Value<'a>) -> Value<'a> {
        let emitter = self.emitter;
        let ty = integer.ty();
        let one = Attr::int_splat(ty, 1).expect("shapes of integers here are static");
        let one = emitter.pure("arith.constant", &[], &[("value", one)], ty);
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
        let mut out = self.emitter.of(self.emitter.pure(name, &[value], &[], ty));
        out.mask = mask;
        out
    }

    /// Whether two scales may meet: in the narrow types a product of scales may overflow or vanish.
    fn scales_meet(&self, scale: f64) -> bool {
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
        let b = match (a.mask, b.mask) {
            (Some(x), Some(y)) if x != y => b.emitter.of(b.value()),
            _ => b,
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
        out.mask = a.mask.or(b.mask);
        out
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
