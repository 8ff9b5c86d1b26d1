//! Ops of a block as sums over the values that they use.

use super::super::{ADD, DIV, MUL, NEG, SUB, constant};
use super::sum::{Literal, Sum};
use super::system::System;
use pullback_ir::{Op, Value};
use std::collections::HashMap;

/// The most terms of a divisor that are looked into, and its largest power.
const DIVISOR: (usize, i32) = (4, 3);

/// Ops of one type and with the same flags, in the order of their block.
pub(super) struct Region<'a> {
    pub ops: Vec<Op<'a>>,
    index: HashMap<Value<'a>, usize>,
    pub atoms: Vec<Value<'a>>,
    atom: HashMap<Value<'a>, Literal>,
    /// The ops whose results are used by others.
    pub roots: Vec<usize>,
    /// How often a result is used.
    uses: Vec<usize>,
}

/// What an operand is.
enum Operand {
    Number(f64),
    Atom(Literal),
    Member(usize),
}

/// Which results keep their names, instead of being multiplied out where they are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// None.
    Nothing,
    /// None, and quotients by a sum get one denominator where that makes them shorter.
    OneDenominator,
    /// Those used more than once.
    Shared,
    /// Quotients.
    Quotients,
}

/// A number that may be a coefficient.
pub(super) fn number(value: Value<'_>) -> Option<f64> {
    constant(value).filter(|number| number.is_finite())
}

impl<'a> Region<'a> {
    pub(super) fn new(ops: Vec<Op<'a>>) -> Self {
        let index: HashMap<_, _> = ops
            .iter()
            .enumerate()
            .map(|(i, op)| (op.result(0), i))
            .collect();
        let (mut atoms, mut atom) = (Vec::new(), HashMap::new());
        for value in ops.iter().flat_map(|op| op.operands()) {
            if !index.contains_key(&value) && number(value).is_none() {
                atom.entry(value).or_insert_with(|| {
                    atoms.push(value);
                    atoms.len() - 1
                });
            }
        }
        let users: Vec<_> = ops.iter().map(|op| op.result(0).uses()).collect();
        let inner = |user: &Op<'a>| user.result_count() == 1 && index.contains_key(&user.result(0));
        let roots = (0..ops.len())
            .filter(|&i| !users[i].iter().all(|one| inner(&one.op)))
            .collect();
        let uses = users.iter().map(Vec::len).collect();
        Self {
            ops,
            index,
            atoms,
            atom,
            roots,
            uses,
        }
    }

    /// `None` for a value that no op of the region uses.
    fn operand(&self, value: Value<'a>) -> Option<Operand> {
        let member = self.index.get(&value).copied().map(Operand::Member);
        let atom = || self.atom.get(&value).copied().map(Operand::Atom);
        member
            .or_else(atom)
            .or_else(|| number(value).map(Operand::Number))
    }

    /// The roots as sums; `None` where that is too large or a sum vanishes.
    pub(super) fn expand(&self, naming: Naming) -> Option<System> {
        let mut expansion = Expansion {
            region: self,
            sums: Vec::with_capacity(self.ops.len()),
            names: vec![None; self.ops.len()],
            definitions: Vec::new(),
        };
        for (index, &op) in self.ops.iter().enumerate() {
            let sum = expansion.sum(op)?;
            if sum.terms().is_empty() {
                return None;
            }
            expansion.sums.push(sum);
            let named = match naming {
                Naming::Nothing | Naming::OneDenominator => false,
                Naming::Shared => self.uses[index] > 1,
                Naming::Quotients => op.is(DIV),
            };
            if named {
                expansion.name(index);
            }
        }
        let mut roots = Vec::new();
        for &root in &self.roots {
            roots.push(expansion.name(root));
        }
        self.take_roots(&mut expansion)?;
        self.take_powers(&mut expansion);
        let mut system = System {
            atoms: self.atoms.len(),
            definitions: expansion.definitions,
            roots,
        };
        if naming == Naming::OneDenominator {
            one_denominator(&mut system);
        }
        let vanishes = |sum: &Sum| sum.terms().is_empty();
        (!system.definitions.iter().any(vanishes)).then_some(system)
    }
}

impl<'a> Region<'a> {
    /// `s * s * s` becomes `d * s` where `s` is the square root of `d`. One `s` stays, which is NaN where `d` is
    /// negative.
    fn take_roots(&self, expansion: &mut Expansion<'_, 'a>) -> Option<()> {
        for (literal, value) in self.atoms.iter().enumerate() {
            let Some(op) = value.defining_op().filter(|op| op.is("math.sqrt")) else {
                continue;
            };
            let is_high = |sum: &Sum| {
                sum.terms()
                    .iter()
                    .any(|term| term.exponent(literal).abs() > 2)
            };
            if !expansion.definitions.iter().any(is_high) {
                continue;
            }
            let radicand = match self.operand(op.operand(0)) {
                Some(Operand::Atom(atom)) => atom,
                Some(Operand::Member(member)) => expansion.name(member),
                Some(Operand::Number(_)) | None => continue,
            };
            for sum in &mut expansion.definitions {
                let terms = sum
                    .terms()
                    .iter()
                    .map(|term| term.with_root(literal, radicand));
                *sum = Sum::of(terms.collect::<Option<Vec<_>>>()?);
            }
        }
        Some(())
    }
}

impl Region<'_> {
    /// `x * x^(p - 1)` becomes `x^p` where that is used too, and the derivative's power may be computed in any way.
    fn take_powers(&self, expansion: &mut Expansion<'_, '_>) {
        let power = |literal: Literal| {
            self.atoms[literal]
                .defining_op()
                .filter(|op| op.is("math.powf"))
        };
        for less in 0..self.atoms.len() {
            let Some(op) = power(less).filter(|op| op.attr("functional.any_formula").is_some())
            else {
                continue;
            };
            let Some(&base) = self.atom.get(&op.operand(0)) else {
                continue;
            };
            let whole = (0..self.atoms.len()).find(|&literal| {
                power(literal).is_some_and(|other| {
                    other.operand(0) == op.operand(0)
                        && is_one_less(op.operand(1), other.operand(1))
                        && other.block() == op.block()
                        && other.is_before(op)
                })
            });
            if let Some(whole) = whole {
                for sum in &mut expansion.definitions {
                    *sum = Sum::of(
                        sum.terms()
                            .iter()
                            .map(|term| term.merged(base, less, whole)),
                    );
                }
            }
        }
    }
}

/// Whether `q` is `p - 1`.
fn is_one_less<'a>(q: Value<'a>, p: Value<'a>) -> bool {
    let less = |op: Op<'a>| {
        let one = if op.is(ADD) { -1.0 } else { 1.0 };
        (op.is(ADD) || op.is(SUB)) && op.operand(0) == p && number(op.operand(1)) == Some(one)
    };
    q.defining_op().is_some_and(less)
}

struct Expansion<'r, 'a> {
    region: &'r Region<'a>,
    sums: Vec<Sum>,
    names: Vec<Option<Literal>>,
    definitions: Vec<Sum>,
}

impl<'a> Expansion<'_, 'a> {
    /// The definition of a result, made where there is none.
    fn name(&mut self, member: usize) -> Literal {
        if let Some(name) = self.names[member] {
            return name;
        }
        let name = self.region.atoms.len() + self.definitions.len();
        self.definitions.push(self.sums[member].clone());
        self.names[member] = Some(name);
        name
    }

    fn view(&self, operand: &Operand) -> Sum {
        match *operand {
            Operand::Number(number) => Sum::constant(number),
            Operand::Atom(atom) => Sum::literal(atom),
            Operand::Member(member) => match self.names[member] {
                Some(name) => Sum::literal(name),
                None => self.sums[member].clone(),
            },
        }
    }

    fn sum(&mut self, op: Op<'a>) -> Option<Sum> {
        let operands: Vec<_> = op
            .operands()
            .iter()
            .map(|&value| self.region.operand(value))
            .collect::<Option<_>>()?;
        if op.is(DIV) && self.view(&operands[1]).single().is_none() {
            self.keep(&operands[1]);
        }
        self.combined(op, &operands).or_else(|| {
            operands.iter().for_each(|operand| self.keep(operand));
            self.combined(op, &operands)
        })
    }

    fn keep(&mut self, operand: &Operand) {
        if let Operand::Member(member) = *operand {
            self.name(member);
        }
    }

    fn combined(&self, op: Op<'a>, operands: &[Operand]) -> Option<Sum> {
        let x = self.view(operands.first()?);
        let y = operands.get(1).map(|operand| self.view(operand));
        match (op.name(), y) {
            (NEG, _) => Sum::default().plus(-1.0, &x),
            (ADD, Some(y)) => x.plus(1.0, &y),
            (SUB, Some(y)) => x.plus(-1.0, &y),
            (MUL, Some(y)) => x.times(&y),
            (DIV, Some(y)) => x.times(&Sum::of([y.single()?.reciprocal()])),
            _ => None,
        }
    }
}

/// Where a sum has quotients by another, `a / d + b` becomes `(a + b * d) / d` with `d` multiplied out, if that
/// has fewer terms.
fn one_denominator(system: &mut System) {
    for index in 0..system.definitions.len() {
        let sum = &system.definitions[index];
        let divisors: Vec<Literal> = sum
            .terms()
            .iter()
            .flat_map(|term| term.powers.iter().filter(|(_, exponent)| **exponent < 0))
            .map(|(&literal, _)| literal)
            .collect();
        for divisor in divisors {
            if let Some(shorter) = over(system, index, divisor) {
                system.definitions[index] = shorter;
            }
        }
    }
}

fn over(system: &System, index: usize, divisor: Literal) -> Option<Sum> {
    let meaning = &system.definitions[system.definition(divisor)?];
    let sum = &system.definitions[index];
    let lowest = sum
        .terms()
        .iter()
        .map(|term| term.exponent(divisor))
        .min()?;
    if meaning.terms().len() > DIVISOR.0 || lowest < -DIVISOR.1 {
        return None;
    }
    let mut numerator = Sum::default();
    for term in sum.terms() {
        let mut part = term.clone();
        let exponent = part.powers.remove(&divisor).unwrap_or(0);
        let mut part = Sum::of([part]);
        for _ in lowest..exponent {
            part = part.times(meaning)?;
        }
        numerator = numerator.plus(1.0, &part)?;
    }
    let under = Sum::of([super::sum::Term {
        coefficient: 1.0,
        powers: [(divisor, lowest)].into(),
    }]);
    let shorter = numerator.times(&under)?;
    let better = shorter.terms().len() < sum.terms().len() && !shorter.terms().is_empty();
    better.then_some(shorter)
}
