//! Sums of lazy products: equal products meet, complementary masks become one select, shared factors, divisors
//! and constants are applied once.

use crate::{
    emitter::{Emitter, shared},
    leaves::is_arithmetic,
    monomial::{E, Product},
};
use pullback_functional::ops;
use pullback_ir::{Type, Value};
use std::collections::{HashMap, hash_map::Entry};

/// So many terms are searched for shared factors at once.
const GROUP: usize = 64;

impl<'a> Emitter<'a> {
    /// The sum of terms of one type as a value; zero if there are none.
    pub fn sum<'e>(&'e self, ty: Type<'a>, terms: &[E<'a, 'e>]) -> Value<'a> {
        self.total(terms)
            .map_or_else(|| self.constant(ty, 0.0), E::value)
    }

    /// The sum of terms of one type, factored so that shared factors are multiplied once; `None` for no term.
    pub fn total<'e>(&'e self, terms: &[E<'a, 'e>]) -> Option<E<'a, 'e>> {
        let place = terms.iter().find_map(|term| term.place);
        let total = match place {
            None => self.grouped(terms),
            Some(place) => self.at(place, || self.grouped(terms)),
        };
        // A term that is left alone, as others cancel, keeps its place.
        total.map(|sum| sum.placed(sum.place.or(place)))
    }

    fn grouped<'e>(&'e self, terms: &[E<'a, 'e>]) -> Option<E<'a, 'e>> {
        if let [first, rest @ ..] = terms
            && !is_arithmetic(first.ty())
        {
            let sum = rest.iter().fold(first.value(), |sum, term| {
                self.pure(ops::ADD, &[sum, term.value()], &[], first.ty())
            });
            return Some(self.with_flags(sum, None));
        }
        // A value used thousands of times is summed in groups: looking for shared factors is quadratic.
        let mut terms = self.combine(terms);
        while terms.len() > GROUP {
            let sums: Vec<E<'a, 'e>> = terms
                .chunks(GROUP)
                .map(|group| self.factored(group).flat())
                .collect();
            terms = self.combine(&sums);
        }
        match terms.as_slice() {
            [] => None,
            terms => Some(self.factored(terms)),
        }
    }

    /// Terms with equal factors become one; complementary masks become one select.
    fn combine<'e>(&'e self, terms: &[E<'a, 'e>]) -> Vec<E<'a, 'e>> {
        let mut out: Vec<E<'a, 'e>> = Vec::new();
        let mut found: HashMap<Product<'a>, usize> = HashMap::new();
        for term in terms {
            match found.entry(term.product()) {
                Entry::Occupied(position) => {
                    let met = &mut out[*position.get()];
                    met.scale += term.scale;
                    met.flags = shared(met.flags, term.flags);
                }
                Entry::Vacant(entry) => {
                    entry.insert(out.len());
                    out.push(*term);
                }
            }
        }
        // Terms that cancel are no term: zeros come from structure.
        out.retain(|term| term.scale != 0.0);
        let mut merged: Vec<E<'a, 'e>> = Vec::new();
        for term in self.under_masks(out) {
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
            let flags = shared(term.flags, other.flags);
            merged.push(self.with_flags(self.select(condition, yes, no), flags));
        }
        merged
    }

    /// Terms under one mask become one under that mask: what their sum is divided by later may be zero elsewhere.
    fn under_masks<'e>(&'e self, terms: Vec<E<'a, 'e>>) -> Vec<E<'a, 'e>> {
        let mut groups: Vec<Vec<E<'a, 'e>>> = Vec::new();
        let mut found: HashMap<(Value<'a>, bool), usize> = HashMap::new();
        for term in terms {
            match term.mask.map(|mask| found.entry(mask)) {
                Some(Entry::Occupied(position)) => groups[*position.get()].push(term),
                Some(Entry::Vacant(entry)) => {
                    entry.insert(groups.len());
                    groups.push(vec![term]);
                }
                None => groups.push(vec![term]),
            }
        }
        let sum = |group: Vec<E<'a, 'e>>| match (group.as_slice(), group[0].mask) {
            ([_, _, ..], Some((condition, on))) => {
                let terms: Vec<E<'a, 'e>> = group.iter().map(|term| term.unmasked()).collect();
                let place = group.iter().find_map(|term| term.place);
                let sum = self.factored(&self.combine(&terms));
                sum.placed(sum.place.or(place)).masked(condition, on)
            }
            _ => group[0],
        };
        groups.into_iter().map(sum).collect()
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
            let product = self.with_flags(factor, None) * self.factored(&self.combine(&inner));
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
