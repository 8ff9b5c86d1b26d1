//! Sums of lazy products: equal products meet, complementary masks become one select, shared factors, divisors
//! and constants are applied once.

use crate::{
    activity::Leaf,
    arrays::is_accumulating,
    emitter::{Emitter, shared},
    leaves::is_arithmetic,
    mask::{Condition, Mask},
    monomial::{E, Product},
};
use pullback_functional::ops;
use pullback_ir::Value;
use std::collections::{HashMap, hash_map::Entry};

/// So many terms are searched for shared factors at once.
const GROUP: usize = 64;

impl<'a> Emitter<'a> {
    /// The sum of the terms of a leaf's cotangent as a value; zero if there are none.
    pub fn sum<'e>(&'e self, leaf: Leaf<'a>, terms: &[E<'a, 'e>]) -> Value<'a> {
        self.total(terms).map_or_else(|| self.zero(leaf), E::value)
    }

    /// The sum of terms of one type, factored so that shared factors are multiplied once; `None` for no term.
    pub fn total<'e>(&'e self, terms: &[E<'a, 'e>]) -> Option<E<'a, 'e>> {
        let (in_place, terms): (Vec<E<'a, 'e>>, Vec<E<'a, 'e>>) =
            terms.iter().copied().partition(|term| {
                let value = term.plain();
                value.is_some_and(|value| is_accumulating(self, value))
            });
        let total = self.total_of_products(&terms);
        let place = in_place.iter().find_map(|term| term.place);
        let values: Vec<Value<'a>> = in_place
            .into_iter()
            .filter_map(|term| term.plain())
            .collect();
        let Some((&first, rest)) = values.split_first() else {
            return total;
        };
        let (start, rest) = match total {
            Some(total) => (total.value(), values.as_slice()),
            None => (first, rest),
        };
        let sum = rest
            .iter()
            .fold(start, |sum, &term| self.accumulate(sum, term));
        Some(self.with_flags(sum, None).placed(place))
    }

    fn total_of_products<'e>(&'e self, terms: &[E<'a, 'e>]) -> Option<E<'a, 'e>> {
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
            let common = rest
                .iter()
                .all(|term| term.mask.conditions() == first.mask.conditions());
            let mask = rest.iter().filter(|_| common);
            let mask = mask.fold(first.mask, |mask, term| mask.and_done(&term.mask));
            let value = |term: &E<'a, 'e>| if common { term.unmasked() } else { *term }.value();
            let sum = rest.iter().fold(value(first), |sum, term| {
                self.pure(ops::ADD, &[sum, value(term)], &[], first.ty())
            });
            let sum = self.with_flags(sum, None);
            return Some(if common { sum.under(mask) } else { sum });
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
            [term] => Some(*term),
            terms => {
                let sum = self.factored(terms);
                // Where no term counts, the sum is zero, and must not be divided by zero.
                let masked = terms.iter().all(|term| !term.mask.is_none());
                let masks = terms.iter().map(|term| term.mask);
                let any = masked.then(|| Mask::any(masks, self)).flatten();
                Some(any.map_or(sum, |(condition, on)| sum.gently_zero_unless(condition, on)))
            }
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
        let out = met(out);
        let mut merged: Vec<E<'a, 'e>> = Vec::new();
        for term in self.under_masks(out) {
            let Some((rest, (condition, on))) = term.mask.split_last() else {
                merged.push(term);
                continue;
            };
            let partner = merged.iter().position(|other| {
                other.mask.split_last().is_some_and(|(others, last)| {
                    others.conditions() == rest.conditions() && last == (condition, !on)
                })
            });
            let Some(position) = partner else {
                merged.push(term);
                continue;
            };
            let other = merged.remove(position);
            let rest = rest.and_done(&other.mask);
            let (mine, theirs) = (term.unmasked().value(), other.unmasked().value());
            let (yes, no) = if on { (mine, theirs) } else { (theirs, mine) };
            let flags = shared(term.flags, other.flags);
            let either = self.with_flags(self.select(condition, yes, no), flags);
            merged.push(either.under(rest));
        }
        merged
    }

    /// Terms under one condition become one under it: what their sum is divided by later may be zero elsewhere. Of a term's
    /// conditions the one that most terms have counts.
    fn under_masks<'e>(&'e self, terms: Vec<E<'a, 'e>>) -> Vec<E<'a, 'e>> {
        let conditions = |term: &E<'a, 'e>| term.mask.conditions().into_iter().flatten();
        let mut counts: HashMap<Condition<'a>, usize> = HashMap::new();
        for condition in terms.iter().flat_map(conditions) {
            *counts.entry(condition).or_default() += 1;
        }
        let mut groups: Vec<(Option<Condition<'a>>, Vec<E<'a, 'e>>)> = Vec::new();
        let mut found: HashMap<Condition<'a>, usize> = HashMap::new();
        for term in terms {
            let most = conditions(&term).max_by_key(|condition| counts[condition]);
            match most.map(|condition| found.entry(condition)) {
                Some(Entry::Occupied(position)) => groups[*position.get()].1.push(term),
                Some(Entry::Vacant(entry)) => {
                    entry.insert(groups.len());
                    groups.push((most, vec![term]));
                }
                None => groups.push((None, vec![term])),
            }
        }
        let sum = |(condition, group): (Option<Condition<'a>>, Vec<E<'a, 'e>>)| {
            let (Some((condition, on)), [first, _, ..]) = (condition, group.as_slice()) else {
                return group[0];
            };
            let place = group.iter().find_map(|term| term.place);
            let masks = group.iter().map(|term| term.mask);
            let same = |mask: Mask<'a>| mask.conditions() == first.mask.conditions();
            let mask = match masks.clone().all(same) {
                true => masks.reduce(|some, other| some.and_done(&other)),
                false => None,
            };
            let strip = |term: &E<'a, 'e>| match mask {
                Some(_) => term.unmasked(),
                None => term.under(term.mask.without_one((condition, on))),
            };
            let terms: Vec<E<'a, 'e>> = group.iter().map(strip).collect();
            let sum = self.factored(&self.combine(&terms));
            let sum = sum.placed(sum.place.or(place));
            match mask {
                Some(mask) => sum.under(mask),
                None => sum.masked(condition, on),
            }
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

/// One product on both sides of a condition is that product without it.
fn met<'a, 'e>(terms: Vec<E<'a, 'e>>) -> Vec<E<'a, 'e>> {
    let key = |term: &E<'a, 'e>, mask: Mask<'a>| (term.scale.to_bits(), term.under(mask).product());
    let mut out: Vec<E<'a, 'e>> = Vec::new();
    let mut masked: HashMap<(u64, Product<'a>), usize> = HashMap::new();
    for term in terms {
        let other = term.mask.complements().find_map(|(condition, other)| {
            let index = masked.remove(&key(&term, other))?;
            Some((index, condition))
        });
        let Some((index, condition)) = other else {
            if !term.mask.is_none() {
                masked.insert(key(&term, term.mask.undone()), out.len());
            }
            out.push(term);
            continue;
        };
        let rest = term.mask.and_done(&out[index].mask);
        out[index].flags = shared(term.flags, out[index].flags);
        out[index].mask = rest.without_one(condition);
    }
    out
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
