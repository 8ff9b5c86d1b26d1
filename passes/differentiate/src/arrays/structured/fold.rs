//! Folds of elements by other ops than a sum.

use super::Structured;
use crate::arrays::{build, shape_of};
use pullback_ir::{Mapping, Op, Type, Value};

/// Folds whose order is free, and what they start from where there is nothing.
const NEUTRAL: &[(&str, f64)] = &[
    ("arith.maximumf", f64::NEG_INFINITY),
    ("arith.minimumf", f64::INFINITY),
    ("arith.maxnumf", f64::NEG_INFINITY),
    ("arith.minnumf", f64::INFINITY),
    ("arith.mulf", 1.0),
];

impl<'a> Structured<'a> {
    /// The loops that are reduced are a fold.
    pub fn fold(&self) -> Option<Vec<Value<'a>>> {
        let target = self.written()?;
        self.fold_by_one(&target)
            .or_else(|| self.fold_by_any(&target))
    }

    /// A fold by one op, whatever it starts from.
    fn fold_by_one(&self, target: &[usize]) -> Option<Vec<Value<'a>>> {
        if self.op.result_count() != 1 {
            return None;
        }
        let names: Vec<&str> = NEUTRAL.iter().map(|(name, _)| *name).collect();
        let (step, term) = self.step(&names)?;
        let loops = [target, &self.reduced].concat();
        let array = *self.map(&[term], &loops)?.first()?;
        let start = self.op.operand(self.inputs);
        let splat = self.splat(start);
        let neutral = NEUTRAL.iter().find(|(name, _)| *name == step)?.1;
        let from = splat.unwrap_or_else(|| self.builder.float(term.ty(), neutral));
        let ty = self.over(target, term.ty());
        let along: Vec<usize> = (target.len()..loops.len()).collect();
        let (fold, inside) = build::shell(
            &self.builder,
            "nd.reduce",
            &[array],
            &[from],
            &[ty],
            &[term.ty()],
        );
        fold.set_attr("dimensions", build::list(&self.builder, &along));
        let own = fold.region(0).entry().args();
        let has = build::binary(&inside, step, own[0], own[1]);
        inside.op("nd.yield").operands(&[has]).results(&[]).build();
        let mut made = fold.result(0);
        if splat.is_none() {
            let init = self.read(self.inputs)?;
            let init = self.spread(&init, target);
            made = build::binary(&self.builder, step, init, made);
        }
        Some(self.results(&[made], target))
    }

    /// A fold by any function that starts from the same everywhere.
    fn fold_by_any(&self, target: &[usize]) -> Option<Vec<Value<'a>>> {
        let operands = self.op.operands();
        let inits: Vec<Value<'a>> = operands[self.inputs..]
            .iter()
            .map(|&init| self.splat(init))
            .collect::<Option<_>>()?;
        let loops = [target, &self.reduced].concat();
        let yields = self.yields();
        let reads = self.reads(&yields);
        let numbers = reads.arguments.iter().copied();
        let numbers: Vec<usize> = numbers.filter(|&number| number < self.inputs).collect();
        let mut arrays = Vec::new();
        for &number in &numbers {
            arrays.push(self.spread(&self.read(number)?, &loops));
        }
        for &dim in &reads.loops {
            let at = loops.iter().position(|&other| other == dim)?;
            arrays.push(self.iota(&loops, at));
        }
        if arrays.is_empty() {
            return None;
        }
        let carried: Vec<Type<'a>> = inits.iter().map(|init| init.ty()).collect();
        let types: Vec<Type<'a>> = carried.iter().map(|ty| self.over(target, *ty)).collect();
        let (fold, inside) = build::shell(
            &self.builder,
            "nd.reduce",
            &arrays,
            &inits,
            &types,
            &carried,
        );
        let along: Vec<usize> = (target.len()..loops.len()).collect();
        fold.set_attr("dimensions", build::list(&self.builder, &along));
        let own = fold.region(0).entry().args();
        let (elements, had) = own.split_at(arrays.len());
        let (elements, at) = elements.split_at(numbers.len());
        let mut mapping = Mapping::of(&self.body.args()[self.inputs..], had);
        for (&number, &element) in numbers.iter().zip(elements) {
            mapping.insert(self.body.arg(number), element);
        }
        for (&dim, &at) in reads.loops.iter().zip(at) {
            self.place_loop(dim, at, &mut mapping);
        }
        let has = self.inline(&inside, &yields, &mut mapping);
        inside.op("nd.yield").operands(&has).results(&[]).build();
        Some(self.results(&fold.results(), target))
    }

    /// Where each position over these loops stands along one.
    fn iota(&self, loops: &[usize], at: usize) -> Value<'a> {
        let index = build::index(&self.builder);
        let dimension = pullback_ir::Attr::int(Type::int(index.context(), 64), at as i64);
        let attrs = [("dimension", dimension)];
        let ty = self.over(loops, index);
        build::one(&self.builder, "nd.iota", &self.unknown(loops), &attrs, ty)
    }

    /// The element that all elements of an array are.
    fn splat(&self, array: Value<'a>) -> Option<Value<'a>> {
        let element = array.ty().element();
        if !array.ty().is_shaped() {
            return Some(array);
        }
        let op: Op<'a> = array.defining_op()?;
        match op.name() {
            "nd.broadcast" | "tensor.splat" | "linalg.fill" => {
                let value = op.operand(0);
                (value.ty() == element).then_some(value)
            }
            "arith.constant" => {
                let value = op.attr("value")?;
                if element.is_float() {
                    return Some(self.builder.float(element, value.as_float()?));
                }
                let count: Option<i64> = shape_of(array.ty()).into_iter().product();
                if count? > 4096 {
                    return None;
                }
                let elements = value.as_elements()?;
                let first = elements.first()?.as_int()?;
                let same = elements.iter().all(|other| other.as_int() == Some(first));
                same.then(|| self.builder.int(element, first))
            }
            _ => None,
        }
    }
}
