//! Sums, and among them sums of products: contractions, whose derivatives are contractions.

use super::{Aligned, Structured};
use crate::arrays::{accumulate::is_zero, build};
use pullback_ir::{Attr, Mapping, Value};
use std::collections::BTreeMap;

impl<'a> Structured<'a> {
    /// What is written is a sum, of what was there and of a term at each position.
    pub fn product(&self) -> Option<Vec<Value<'a>>> {
        let target = self.written()?;
        if self.op.result_count() != 1 || self.dims > super::LETTERS {
            return None;
        }
        let (step, term) = self.step(&["arith.addf", "arith.subf"])?;
        let total = self
            .contraction(term, &target)
            .or_else(|| self.sum_of_map(term, &target))?;
        let init = self.read(self.inputs)?;
        let made = match step {
            "arith.addf" if is_zero(self.op.operand(self.inputs)) => total,
            step => {
                let init = self.spread(&init, &target);
                build::binary(&self.builder, step, init, total)
            }
        };
        Some(self.results(&[made], &target))
    }

    /// The one op of what is there and of a term that a body is.
    pub fn step(&self, names: &[&str]) -> Option<(&'a str, Value<'a>)> {
        let had = self.body.arg(self.inputs);
        let yields = self.yields();
        let step = yields.first()?.defining_op()?;
        if !names.contains(&step.name()) || step.block() != Some(self.body) {
            return None;
        }
        let operands = step.operands();
        let term = match *operands.as_slice() {
            [a, b] if a == had => b,
            [a, b] if b == had && !step.is("arith.subf") => a,
            _ => return None,
        };
        let reads = self.reads(&[term]);
        (!reads.arguments.contains(&self.inputs)).then(|| (step.name(), term))
    }

    /// Sums of a product whose factors read one operand each.
    fn contraction(&self, term: Value<'a>, target: &[usize]) -> Option<Value<'a>> {
        let mut factors = Vec::new();
        self.flatten(term, &mut factors);
        let mut groups: BTreeMap<usize, Vec<Value<'a>>> = BTreeMap::new();
        let mut scalars = Vec::new();
        for factor in factors {
            let reads = self.reads(&[factor]);
            match reads.arguments.as_slice() {
                _ if !reads.loops.is_empty() => return None,
                [] => scalars.push(factor),
                &[number] => groups.entry(number).or_default().push(factor),
                _ => return None,
            }
        }
        let mut arrays = Vec::new();
        let only = groups.len() == 1;
        for (number, factors) in groups {
            let read = self.read(number)?;
            let argument = self.body.arg(number);
            if factors == [argument] {
                arrays.push(read);
            } else if only && factors == [argument, argument] {
                arrays.extend([read.clone(), read]);
            } else {
                arrays.push(self.map_one(number, &factors, read));
            }
        }
        let covered = |dim: &usize| arrays.iter().any(|array| array.loops.contains(dim));
        if !self.reduced.iter().all(covered) {
            return None;
        }
        let total = self.contract(arrays, target)?;
        let mut total = self.spread(&total, target);
        for scalar in self.inline(&self.builder, &scalars, &mut Mapping::new()) {
            let scalar = Aligned {
                array: scalar,
                loops: Vec::new(),
            };
            let scalar = self.spread(&scalar, target);
            total = build::binary(&self.builder, "arith.mulf", total, scalar);
        }
        Some(total)
    }

    /// The factors of a product.
    fn flatten(&self, value: Value<'a>, factors: &mut Vec<Value<'a>>) {
        let product = value
            .defining_op()
            .filter(|op| op.is("arith.mulf") && op.block() == Some(self.body));
        match product {
            Some(op) => {
                for operand in op.operands() {
                    self.flatten(operand, factors);
                }
            }
            None => factors.push(value),
        }
    }

    /// The product of factors that read one operand, over the loops that it has.
    fn map_one(&self, number: usize, factors: &[Value<'a>], read: Aligned<'a>) -> Aligned<'a> {
        let element = factors[0].ty();
        if !read.array.ty().is_shaped() {
            let mut mapping = Mapping::of(&[self.body.arg(number)], &[read.array]);
            let made = self.inline(&self.builder, factors, &mut mapping);
            let array = self.multiply(&self.builder, &made);
            return Aligned { array, ..read };
        }
        let ty = read.array.ty().with_element(element);
        let arrays = [read.array];
        let (map, inside) = build::shell(&self.builder, "nd.map", &arrays, &[], &[ty], &[]);
        let own = map.region(0).entry().arg(0);
        let mut mapping = Mapping::of(&[self.body.arg(number)], &[own]);
        let made = self.inline(&inside, factors, &mut mapping);
        let product = self.multiply(&inside, &made);
        inside
            .op("nd.yield")
            .operands(&[product])
            .results(&[])
            .build();
        Aligned {
            array: map.result(0),
            ..read
        }
    }

    fn multiply(&self, builder: &pullback_ir::Builder<'a>, factors: &[Value<'a>]) -> Value<'a> {
        let product = |a, &b: &Value<'a>| build::binary(builder, "arith.mulf", a, b);
        factors[1..].iter().fold(factors[0], product)
    }

    /// Contracts arrays, from the first on, to those loops of `target` that they have.
    fn contract(&self, arrays: Vec<Aligned<'a>>, target: &[usize]) -> Option<Aligned<'a>> {
        let later = |from: usize, dim: usize| {
            let mut later = arrays[from..].iter();
            target.contains(&dim) || later.any(|array| array.loops.contains(&dim))
        };
        let mut current = arrays.first()?.clone();
        if arrays.len() == 1 {
            return Some(self.sum(current, target));
        }
        for (at, next) in arrays.iter().enumerate().skip(1) {
            let has = |dim: &usize| current.loops.contains(dim) || next.loops.contains(dim);
            let mut kept: Vec<usize> = target.iter().copied().filter(has).collect();
            for &dim in current.loops.iter().chain(&next.loops) {
                if later(at + 1, dim) && !kept.contains(&dim) {
                    kept.push(dim);
                }
            }
            let word = |loops: &[usize]| -> String {
                loops
                    .iter()
                    .map(|&dim| (b'a' + dim as u8) as char)
                    .collect()
            };
            let letters = format!(
                "{},{}->{}",
                word(&current.loops),
                word(&next.loops),
                word(&kept)
            );
            let letters = Attr::string(self.builder.context(), &letters);
            let operands = [current.array, next.array];
            let ty = self.over(&kept, next.array.ty().element());
            let attrs = [("letters", letters)];
            current = Aligned {
                array: build::one(&self.builder, "nd.contract", &operands, &attrs, ty),
                loops: kept,
            };
        }
        Some(current)
    }

    /// Sums an array along the loops that are reduced.
    fn sum(&self, aligned: Aligned<'a>, target: &[usize]) -> Aligned<'a> {
        let reduced: Vec<usize> = (0..aligned.loops.len())
            .filter(|&at| !target.contains(&aligned.loops[at]))
            .collect();
        if reduced.is_empty() {
            return aligned;
        }
        let loops: Vec<usize> = aligned
            .loops
            .iter()
            .copied()
            .filter(|dim| target.contains(dim))
            .collect();
        let array = aligned.array;
        let ty = self.over(&loops, array.ty().element());
        let attrs = [("dimensions", build::list(&self.builder, &reduced))];
        Aligned {
            array: build::one(&self.builder, "nd.sum", &[array], &attrs, ty),
            loops,
        }
    }

    /// Sums of any term: a map over all loops, summed along those that are reduced.
    fn sum_of_map(&self, term: Value<'a>, target: &[usize]) -> Option<Value<'a>> {
        let loops = [target, &self.reduced].concat();
        let array = *self.map(&[term], &loops)?.first()?;
        Some(self.sum(Aligned { array, loops }, target).array)
    }
}
