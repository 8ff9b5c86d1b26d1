//! Definitions of values by sums, which share sub-expressions, and how many ops they take.
//!
//! `factor` looks for sharing greedily, as in Hosangadi, Fallah and Kastner, "Optimizing Polynomial
//! Expressions by Algebraic Factorization and Common Subexpression Elimination" (2006): two terms that
//! occur together, up to a factor, become a definition; so do two literals that are multiplied together.

use super::sum::{Literal, Powers, Sum, Term};
use std::collections::BTreeMap;

/// What code costs: ops first, then the divisions among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost {
    pub ops: usize,
    pub divisions: usize,
}

impl Cost {
    pub(super) fn add(&mut self, other: Self) {
        self.ops += other.ops;
        self.divisions += other.divisions;
    }

    /// One number with the same order, as long as there are fewer than 64 divisions.
    fn weight(self) -> isize {
        (self.ops * 64 + self.divisions).cast_signed()
    }
}

/// Which sharing is looked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
    /// What saves most.
    Best,
    /// Sums, while there are any: Horner's rule.
    SumsFirst,
    /// Products, while there are any: powers by squaring.
    ProductsFirst,
}

/// Literals below `atoms` are values; literal `atoms + i` is definition `i`, which uses other definitions
/// but never, through any of them, itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct System {
    pub atoms: usize,
    pub definitions: Vec<Sum>,
    pub roots: Vec<Literal>,
}

/// What a new definition stands for. Pairs are ordered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pattern {
    /// `x + ratio * y`, by the bits of the ratio, as `(coefficient, coefficient)` of the definition.
    Sum(Powers, Powers, u64),
    /// `x * y`, or `x / y`.
    Product(Literal, Literal, bool),
}

/// A pattern in a definition: the terms of a sum, or how often a term holds a product.
#[derive(Clone, Debug)]
struct Place {
    definition: usize,
    term: usize,
    other: usize,
    times: i32,
}

/// The ops for a term, its sign apart.
fn of_term(term: &Term) -> Cost {
    let count = |sign: i32| {
        let exponents = term.powers.values().map(|e| (e * sign).max(0));
        exponents.sum::<i32>().unsigned_abs() as usize
    };
    let (above, below) = (count(1), count(-1));
    let numerator = above + usize::from(term.coefficient.abs() != 1.0);
    let products = numerator.saturating_sub(1);
    match below {
        0 => Cost {
            ops: products,
            divisions: 0,
        },
        _ => Cost {
            ops: products + below,
            divisions: 1,
        },
    }
}

/// Whether a constant in the term can hold its sign.
pub(super) fn holds_sign(term: &Term) -> bool {
    term.coefficient > 0.0
        || term.coefficient != -1.0
        || term.powers.values().all(|&exponent| exponent < 0)
}

fn of_sum(sum: &Sum) -> Cost {
    let mut cost = Cost::default();
    sum.terms().iter().for_each(|term| cost.add(of_term(term)));
    cost.ops += sum.terms().len().saturating_sub(1);
    cost.ops += usize::from(!sum.terms().is_empty() && !sum.terms().iter().any(holds_sign));
    cost
}

impl System {
    pub(super) fn definition(&self, literal: Literal) -> Option<usize> {
        literal.checked_sub(self.atoms)
    }

    pub(super) fn terms(&self) -> usize {
        self.definitions.iter().map(|sum| sum.terms().len()).sum()
    }

    /// The ops for all roots.
    pub(super) fn cost(&self) -> Cost {
        let mut reached = vec![false; self.definitions.len()];
        let mut pending = self.roots.clone();
        let mut cost = Cost::default();
        while let Some(literal) = pending.pop() {
            let Some(index) = self.definition(literal) else {
                continue;
            };
            if !std::mem::replace(&mut reached[index], true) {
                let sum = &self.definitions[index];
                cost.add(of_sum(sum));
                pending.extend(sum.terms().iter().flat_map(|term| term.powers.keys()));
            }
        }
        cost
    }

    /// Shares what is worth it. It ends: each step makes the code cheaper.
    pub(super) fn factor(&mut self, strategy: Strategy) {
        while let Some((pattern, places)) = self.choose(strategy) {
            self.share(&pattern, &places);
        }
    }

    /// Turns signs around where that saves negations: `-x * k` and `-y * k` become products with `-k`.
    pub(super) fn turn_signs(&mut self) {
        let mut cost = self.cost();
        for index in 0..self.definitions.len() {
            let mut turned = self.clone();
            turned.turn(index);
            let other = turned.cost();
            if other < cost {
                (cost, *self) = (other, turned);
            }
        }
    }

    /// Defines the negation, unless a root is in the way.
    fn turn(&mut self, index: usize) {
        let literal = self.atoms + index;
        if self.roots.contains(&literal) {
            return;
        }
        for (place, sum) in self.definitions.iter_mut().enumerate() {
            *sum = Sum::of(sum.terms().iter().map(|term| {
                let odd = place == index || term.exponent(literal) % 2 != 0;
                Term {
                    coefficient: if odd {
                        -term.coefficient
                    } else {
                        term.coefficient
                    },
                    powers: term.powers.clone(),
                }
            }));
        }
    }

    fn choose(&self, strategy: Strategy) -> Option<(Pattern, Vec<Place>)> {
        let mut patterns: BTreeMap<Pattern, Vec<Place>> = BTreeMap::new();
        for (index, sum) in self.definitions.iter().enumerate() {
            for (place, term) in sum.terms().iter().enumerate() {
                products(index, place, term, &mut patterns);
            }
            sums(index, sum, &mut patterns);
        }
        let rank = |pattern: &Pattern| match (strategy, pattern) {
            (Strategy::SumsFirst, Pattern::Sum(..)) => 1,
            (Strategy::ProductsFirst, Pattern::Product(..)) => 1,
            _ => 0,
        };
        let mut best: Option<((i32, isize), Pattern, Vec<Place>)> = None;
        for (pattern, places) in patterns {
            let places = disjoint(places);
            let saved = self.saved(&pattern, &places);
            let score = (rank(&pattern), saved);
            if saved > 0 && best.as_ref().is_none_or(|(other, ..)| score > *other) {
                best = Some((score, pattern, places));
            }
        }
        best.map(|(_, pattern, places)| (pattern, places))
    }

    /// The sum that a pattern's definition gets.
    fn meaning(&self, pattern: &Pattern, places: &[Place]) -> Sum {
        match pattern {
            Pattern::Sum(x, y, ratio) => {
                let ratio = f64::from_bits(*ratio);
                let first = self.coefficient(pattern, places.first());
                let term = |coefficient, powers: &Powers| Term {
                    coefficient,
                    powers: powers.clone(),
                };
                Sum::of([term(first, x), term(first * ratio, y)])
            }
            Pattern::Product(x, y, same) => {
                let mut powers = Powers::from([(*x, 1)]);
                *powers.entry(*y).or_default() += if *same { 1 } else { -1 };
                Sum::of([Term {
                    coefficient: 1.0,
                    powers,
                }])
            }
        }
    }

    /// The coefficient that stays inside the definition: that of the first place, unless it is one factor
    /// of both terms.
    fn coefficient(&self, pattern: &Pattern, first: Option<&Place>) -> f64 {
        match (pattern, first) {
            (Pattern::Sum(_, _, ratio), Some(place)) if f64::from_bits(*ratio).abs() != 1.0 => {
                self.definitions[place.definition].terms()[place.term].coefficient
            }
            _ => 1.0,
        }
    }

    /// The term that stands for a place, with `literal` for the pattern.
    fn replaced(&self, pattern: &Pattern, place: &Place, inside: f64, literal: Literal) -> Term {
        let terms = self.definitions[place.definition].terms();
        let term = &terms[place.term];
        match pattern {
            Pattern::Sum(..) => {
                let mut powers = term.common(&terms[place.other]);
                powers.insert(literal, 1);
                Term {
                    coefficient: term.coefficient / inside,
                    powers,
                }
            }
            Pattern::Product(x, y, same) => {
                let mut powers = term.powers.clone();
                *powers.entry(*x).or_default() -= place.times;
                *powers.entry(*y).or_default() -= if *same { place.times } else { -place.times };
                powers.retain(|_, exponent| *exponent != 0);
                powers.insert(literal, place.times);
                Term {
                    coefficient: term.coefficient,
                    powers,
                }
            }
        }
    }

    fn saved(&self, pattern: &Pattern, places: &[Place]) -> isize {
        let fresh = self.atoms + self.definitions.len();
        let inside = self.coefficient(pattern, places.first());
        let mut saved = -of_sum(&self.meaning(pattern, places)).weight();
        for place in places {
            let terms = self.definitions[place.definition].terms();
            saved += of_term(&terms[place.term]).weight();
            if place.other != place.term {
                saved += of_term(&terms[place.other]).weight();
                saved += Cost {
                    ops: 1,
                    divisions: 0,
                }
                .weight();
            }
            saved -= of_term(&self.replaced(pattern, place, inside, fresh)).weight();
        }
        saved
    }

    fn share(&mut self, pattern: &Pattern, places: &[Place]) {
        let fresh = self.atoms + self.definitions.len();
        let meaning = self.meaning(pattern, places);
        let inside = self.coefficient(pattern, places.first());
        let mut changed: BTreeMap<usize, Vec<Option<Term>>> = BTreeMap::new();
        for place in places {
            let replaced = self.replaced(pattern, place, inside, fresh);
            let terms = changed.entry(place.definition).or_insert_with(|| {
                let terms = self.definitions[place.definition].terms();
                terms.iter().cloned().map(Some).collect()
            });
            terms[place.other] = None;
            terms[place.term] = Some(replaced);
        }
        for (index, terms) in changed {
            self.definitions[index] = Sum::of(terms.into_iter().flatten());
        }
        self.definitions.push(meaning);
    }
}

/// The pairs of literals that a term multiplies or divides.
fn products(
    definition: usize,
    place: usize,
    term: &Term,
    into: &mut BTreeMap<Pattern, Vec<Place>>,
) {
    let powers: Vec<_> = term.powers.iter().map(|(&l, &e)| (l, e)).collect();
    for (i, &(x, of_x)) in powers.iter().enumerate() {
        for &(y, of_y) in &powers[i..] {
            let times = match x == y {
                true => of_x / 2,
                false => of_x.signum() * of_x.abs().min(of_y.abs()),
            };
            if times != 0 {
                let same = of_x.signum() == of_y.signum();
                into.entry(Pattern::Product(x, y, same))
                    .or_default()
                    .push(Place {
                        definition,
                        term: place,
                        other: place,
                        times,
                    });
            }
        }
    }
}

/// The pairs of terms of a sum, each divided by what both have in common.
fn sums(definition: usize, sum: &Sum, into: &mut BTreeMap<Pattern, Vec<Place>>) {
    let terms = sum.terms();
    for (i, x) in terms.iter().enumerate() {
        for (j, y) in terms.iter().enumerate().skip(i + 1) {
            let common = x.common(y);
            let ratio = (y.coefficient / x.coefficient).to_bits();
            let pattern = Pattern::Sum(x.without(&common), y.without(&common), ratio);
            into.entry(pattern).or_default().push(Place {
                definition,
                term: i,
                other: j,
                times: 1,
            });
        }
    }
}

/// The places that have no term in common, the first ones first.
fn disjoint(places: Vec<Place>) -> Vec<Place> {
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut kept = Vec::new();
    for place in places {
        let ends = [
            (place.definition, place.term),
            (place.definition, place.other),
        ];
        if !ends.iter().any(|end| taken.contains(end)) {
            taken.extend(ends);
            kept.push(place);
        }
    }
    kept
}
