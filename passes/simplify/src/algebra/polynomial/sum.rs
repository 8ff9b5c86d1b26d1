//! Sums of products of literals: polynomials with negative exponents too.

use std::collections::BTreeMap;

/// An unknown: a value of the program, or a definition of a system.
pub(super) type Literal = usize;

/// The largest exponent that is looked at.
const EXPONENT: i32 = 24;

/// The most terms of a sum.
const TERMS: usize = 24;

/// The exponents of a product, none of them 0.
pub(super) type Powers = BTreeMap<Literal, i32>;

/// `coefficient * product of powers`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub coefficient: f64,
    pub powers: Powers,
}

/// Terms with different powers, ordered by them; no coefficient is 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sum(Vec<Term>);

/// The product of two products; `None` if an exponent gets too large.
fn product(x: &Powers, y: &Powers) -> Option<Powers> {
    let mut powers = x.clone();
    for (&literal, &exponent) in y {
        let sum = powers.entry(literal).or_default();
        *sum += exponent;
        if sum.abs() > EXPONENT {
            return None;
        }
    }
    powers.retain(|_, exponent| *exponent != 0);
    Some(powers)
}

impl Term {
    pub(super) fn literal(literal: Literal) -> Self {
        Self {
            coefficient: 1.0,
            powers: Powers::from([(literal, 1)]),
        }
    }

    pub(super) fn exponent(&self, literal: Literal) -> i32 {
        self.powers.get(&literal).copied().unwrap_or(0)
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        Some(Self {
            coefficient: self.coefficient * other.coefficient,
            powers: product(&self.powers, &other.powers)?,
        })
    }

    /// `1 / self`.
    pub(super) fn reciprocal(&self) -> Self {
        Self {
            coefficient: self.coefficient.recip(),
            powers: self.powers.iter().map(|(&l, &e)| (l, -e)).collect(),
        }
    }

    /// With `radicand` for all squares of `root` but the last odd factor; even powers stay.
    pub(super) fn with_root(&self, root: Literal, radicand: Literal) -> Option<Self> {
        let exponent = self.exponent(root);
        if exponent.abs() < 3 {
            return Some(self.clone());
        }
        let kept = if exponent % 2 == 0 { 2 } else { 1 } * exponent.signum();
        let mut rest = self.clone();
        rest.powers.insert(root, kept);
        rest.times(&Self {
            coefficient: 1.0,
            powers: Powers::from([(radicand, (exponent - kept) / 2)]),
        })
    }

    /// With `whole` for the factors `x * y`.
    pub(super) fn merged(&self, x: Literal, y: Literal, whole: Literal) -> Self {
        let times = self.exponent(x).min(self.exponent(y));
        let mut term = self.clone();
        if times > 0 {
            for (literal, change) in [(x, -times), (y, -times), (whole, times)] {
                *term.powers.entry(literal).or_default() += change;
            }
            term.powers.retain(|_, exponent| *exponent != 0);
        }
        term
    }

    /// What both terms can be divided by without any exponent changing its sign.
    pub(super) fn common(&self, other: &Self) -> Powers {
        let shared = |(&literal, &mine): (&Literal, &i32)| {
            let theirs = other.exponent(literal);
            (mine.signum() == theirs.signum())
                .then(|| (literal, mine.signum() * mine.abs().min(theirs.abs())))
        };
        self.powers.iter().filter_map(shared).collect()
    }

    /// `self / powers`, where `common` gave the powers.
    pub(super) fn without(&self, powers: &Powers) -> Powers {
        let mut rest = self.powers.clone();
        for (literal, exponent) in powers {
            rest.entry(*literal).and_modify(|e| *e -= exponent);
        }
        rest.retain(|_, exponent| *exponent != 0);
        rest
    }
}

impl Sum {
    pub(super) fn constant(number: f64) -> Self {
        Self::of([Term {
            coefficient: number,
            powers: Powers::new(),
        }])
    }

    pub(super) fn literal(literal: Literal) -> Self {
        Self(vec![Term::literal(literal)])
    }

    /// The sum of any terms.
    pub(super) fn of(terms: impl IntoIterator<Item = Term>) -> Self {
        let mut sums: BTreeMap<Powers, f64> = BTreeMap::new();
        for term in terms {
            *sums.entry(term.powers).or_default() += term.coefficient;
        }
        sums.retain(|_, coefficient| *coefficient != 0.0);
        let term = |(powers, coefficient)| Term {
            coefficient,
            powers,
        };
        Self(sums.into_iter().map(term).collect())
    }

    pub(super) fn terms(&self) -> &[Term] {
        &self.0
    }

    /// The term, if there is one only.
    pub(super) fn single(&self) -> Option<&Term> {
        match self.0.as_slice() {
            [term] => Some(term),
            _ => None,
        }
    }

    pub(super) fn plus(&self, factor: f64, other: &Self) -> Option<Self> {
        let scaled = other.0.iter().map(|term| Term {
            coefficient: factor * term.coefficient,
            powers: term.powers.clone(),
        });
        let sum = Self::of(self.0.iter().cloned().chain(scaled));
        (sum.0.len() <= TERMS).then_some(sum)
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        if self.0.len() * other.0.len() > 4 * TERMS {
            return None;
        }
        let pairs = self
            .0
            .iter()
            .flat_map(|x| other.0.iter().map(|y| x.times(y)));
        let sum = Self::of(pairs.collect::<Option<Vec<_>>>()?);
        (sum.0.len() <= TERMS).then_some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_sums_cancel() {
        let (x, y) = (Sum::literal(0), Sum::literal(1));
        let plus = x.plus(1.0, &y).expect("small");
        let minus = x.plus(-1.0, &y).expect("small");
        let squares = plus.times(&minus).expect("small");
        let expected = x.times(&x).and_then(|xx| xx.plus(-1.0, &y.times(&y)?));
        assert_eq!(Some(squares), expected);
        assert_eq!(x.plus(-1.0, &x).expect("small"), Sum::default());
    }

    #[test]
    fn growth_is_bounded() {
        let sum = |from: usize| {
            let literals = (from..from + 10).map(Term::literal);
            Sum::of(literals)
        };
        assert!(sum(0).times(&sum(10)).is_none());
        let mut power = Sum::literal(0);
        let mut degree = 1;
        while let Some(next) = power.times(&power) {
            power = next;
            degree *= 2;
        }
        assert_eq!(degree, 16);
    }

    #[test]
    fn common_factors_keep_signs() {
        let term = |powers: &[(Literal, i32)]| Term {
            coefficient: 1.0,
            powers: powers.iter().copied().collect(),
        };
        let (a, b) = (term(&[(0, 6), (1, -7)]), term(&[(0, 12), (1, -13), (2, 1)]));
        let common = a.common(&b);
        assert_eq!(common, Powers::from([(0, 6), (1, -7)]));
        assert_eq!(a.without(&common), Powers::new());
        assert_eq!(b.without(&common), Powers::from([(0, 6), (1, -6), (2, 1)]));
        assert_eq!(term(&[(0, 1)]).common(&term(&[(0, -1)])), Powers::new());
    }
}
