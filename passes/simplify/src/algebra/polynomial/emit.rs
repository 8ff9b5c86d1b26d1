//! A system as ops.

use super::super::{ADD, DIV, MUL, Maker, NEG, SUB};
use super::expand::Region;
use super::sum::{Literal, Term};
use super::system::{System, holds_sign};
use pullback_ir::{FastMath, Value};
use std::collections::HashMap;

/// Whether all coefficients are normal numbers of the type.
pub(super) fn can(region: &Region<'_>, system: &System) -> bool {
    let maker = Maker::before(region.ops[0]);
    let mut terms = system.definitions.iter().flat_map(|sum| sum.terms());
    terms.all(|term| matches!(maker.rounded(term.coefficient), Some(c) if c != 0.0))
}

/// Writes every root before the op that it stands for.
pub(super) fn run(region: &Region<'_>, system: &System) {
    let all = region.ops.iter().copied().map(FastMath::of);
    let mut emitter = Emitter {
        system,
        flags: all.fold(FastMath::FAST, FastMath::and),
        values: region.atoms.iter().copied().enumerate().collect(),
    };
    for (&root, &literal) in region.roots.iter().zip(&system.roots) {
        let op = region.ops[root];
        let value = emitter.value(&Maker::before(op), literal);
        op.replace_with(&[value]);
    }
}

struct Emitter<'s, 'a> {
    system: &'s System,
    flags: FastMath,
    values: HashMap<Literal, Value<'a>>,
}

impl<'a> Emitter<'_, 'a> {
    /// A literal's value. What it uses is used by the first root that needs it, hence is above its op.
    fn value(&mut self, maker: &Maker<'a>, literal: Literal) -> Value<'a> {
        if let Some(&value) = self.values.get(&literal) {
            return value;
        }
        let system = self.system;
        let terms = literal
            .checked_sub(system.atoms)
            .map_or(&[][..], |index| system.definitions[index].terms());
        let value = self.sum(maker, terms);
        self.values.insert(literal, value);
        value
    }

    /// Constants come last, and first a term that needs no negation.
    fn sum(&mut self, maker: &Maker<'a>, terms: &[Term]) -> Value<'a> {
        let positive = terms.iter().rposition(|term| term.coefficient > 0.0);
        let first = positive.or_else(|| terms.iter().rposition(holds_sign));
        let Some(start) = first else {
            return self.negated_sum(maker, terms);
        };
        let mut sum = self.term(maker, &terms[start], true);
        for (index, term) in terms.iter().enumerate().rev() {
            if index != start {
                sum = self.joined(maker, sum, term);
            }
        }
        sum
    }

    fn joined(&mut self, maker: &Maker<'a>, sum: Value<'a>, term: &Term) -> Value<'a> {
        let value = self.term(maker, term, false);
        let name = if term.coefficient < 0.0 { SUB } else { ADD };
        maker.op(name, &[sum, value], self.flags)
    }

    /// `-(x + y)`, where every term is a negated product.
    fn negated_sum(&mut self, maker: &Maker<'a>, terms: &[Term]) -> Value<'a> {
        let parts: Vec<_> = terms
            .iter()
            .rev()
            .map(|term| self.term(maker, term, false))
            .collect();
        let sum = parts
            .into_iter()
            .reduce(|sum, part| maker.op(ADD, &[sum, part], self.flags));
        match sum {
            Some(sum) => maker.op(NEG, &[sum], self.flags),
            None => maker.builder.float(maker.ty, 0.0),
        }
    }

    /// A term, without its sign unless that is asked for.
    fn term(&mut self, maker: &Maker<'a>, term: &Term, signed: bool) -> Value<'a> {
        let coefficient = if signed {
            term.coefficient
        } else {
            term.coefficient.abs()
        };
        let above = self.product(maker, term, 1);
        let below = self.product(maker, term, -1);
        let constant = || {
            maker
                .builder
                .float(maker.ty, maker.rounded(coefficient).unwrap_or(coefficient))
        };
        let numerator = match above {
            None => constant(),
            Some(value) if coefficient == 1.0 => value,
            Some(value) => maker.op(MUL, &[value, constant()], self.flags),
        };
        match below {
            None => numerator,
            Some(below) => maker.op(DIV, &[numerator, below], self.flags),
        }
    }

    /// The product of the literals whose exponents have this sign.
    fn product(&mut self, maker: &Maker<'a>, term: &Term, sign: i32) -> Option<Value<'a>> {
        let mut product = None;
        for (&literal, &exponent) in &term.powers {
            let value = (exponent * sign > 0).then(|| self.value(maker, literal));
            for _ in 0..(exponent * sign).max(0) {
                product = match (product, value) {
                    (Some(product), Some(value)) => {
                        Some(maker.op(MUL, &[product, value], self.flags))
                    }
                    (None, value) => value,
                    (product, None) => product,
                };
            }
        }
        product
    }
}
