//! A known function, batched op by op: each value that depends on the lane has a dimension more, the first.
//!
//! So products of a matrix and vectors become one of matrices. Where an op has no rule, as a loop whose end a lane
//! tells, the whole function is left to the loop over lanes.

mod control;

use super::Axes;
use crate::{
    arrays::{build, index_ops, is_functional, shape_of},
    functions::lambda,
    lift::known,
};
use pullback_functional::ops::VMAP;
use pullback_ir::{Attr, Block, Builder, Mapping, Op, Type, Value};
use std::collections::HashMap;

/// How many ops a batched function has at most, with what it calls.
const MOST: usize = 4096;

/// The batched function of a `functional.vmap`; `None` if there is no rule for something in it.
pub fn batch<'a>(module: Op<'a>, op: Op<'a>) -> Option<Value<'a>> {
    debug_assert!(op.is(VMAP));
    let axes = Axes::of(op);
    let known = known(op.operand(0))?;
    let function = module.symbol(known.symbol)?;
    let body = single_block(function)?;
    let builder = Builder::before(op);
    let mut done = false;
    let value = lambda(
        &builder,
        &axes.all_arguments,
        &axes.all_results,
        |builder, arguments| {
            let (first, axis) = axes.first().expect("an argument has lanes");
            let mut batcher = Batcher {
                module,
                builder,
                known: axes.known(),
                count: build::size(builder, arguments[first], axis),
                mapping: Mapping::of(&body.args(), &known.bound),
                batched: HashMap::new(),
                calls: vec![known.symbol],
                fuel: MOST,
            };
            let own = &body.args()[known.bound.len()..];
            for (number, &argument) in own.iter().enumerate() {
                let given = arguments[number];
                match axes.inputs[number] {
                    Some(axis) => {
                        let ty = batcher.with_lanes(axes.arguments[number]);
                        let array = moved(builder, given, axis, 0);
                        let array = build::cast(builder, array, ty);
                        batcher.batched.insert(argument, array);
                    }
                    None => batcher.mapping.insert(argument, given),
                }
            }
            let made = batcher.block(body).and_then(|ends| {
                let ends = ends.into_iter();
                ends.map(|end| batcher.lifted(end))
                    .collect::<Option<Vec<_>>>()
            });
            done = made.is_some();
            let results = axes.all_results.iter().zip(&axes.outputs);
            match made {
                Some(made) => made
                    .into_iter()
                    .zip(results)
                    .map(|(array, (&ty, &axis))| {
                        build::cast(builder, moved(builder, array, 0, axis), ty)
                    })
                    .collect(),
                // What is built is taken away again.
                None => results
                    .map(|(&ty, _)| build::one(builder, "ub.poison", &[], &[], ty))
                    .collect(),
            }
        },
    );
    if !done {
        value.defining_op()?.erase();
        return None;
    }
    Some(value)
}

fn single_block(function: Op<'_>) -> Option<Block<'_>> {
    match function.region(0).blocks().as_slice() {
        &[block] => Some(block),
        _ => None,
    }
}

/// Whether a type is of numbers or of ranked arrays of them.
fn is_numeric(ty: Type<'_>) -> bool {
    match ty.is_shaped() {
        true => ty.is_array() && ty.shape().is_some(),
        false => ty.is_float() || ty.is_integer() || ty.is_index(),
    }
}

/// An array with its dimension `from` at `to`, the others in order.
fn moved<'a>(builder: &Builder<'a>, array: Value<'a>, from: usize, to: usize) -> Value<'a> {
    let shape = shape_of(array.ty());
    if from == to {
        return array;
    }
    let mut order: Vec<usize> = (0..shape.len()).filter(|&at| at != from).collect();
    order.insert(to, from);
    let attrs = [("permutation", build::list(builder, &order))];
    let shape: Vec<Option<i64>> = order.iter().map(|&at| shape[at]).collect();
    let ty = Type::array(&shape, array.ty().element());
    build::one(builder, "nd.transpose", &[array], &attrs, ty)
}

struct Batcher<'a, 'b> {
    module: Op<'a>,
    builder: &'b Builder<'a>,
    /// How many lanes there are.
    known: Option<i64>,
    count: Value<'a>,
    /// Values that are the same in all lanes.
    mapping: Mapping<'a>,
    /// The others.
    batched: HashMap<Value<'a>, Value<'a>>,
    /// The functions that are being batched.
    calls: Vec<&'a str>,
    fuel: usize,
}

impl<'a> Batcher<'a, '_> {
    fn has_lanes(&self, value: Value<'a>) -> bool {
        self.batched.contains_key(&value)
    }

    /// The type of all lanes of a value together.
    fn with_lanes(&self, ty: Type<'a>) -> Type<'a> {
        let element = if ty.is_shaped() { ty.element() } else { ty };
        Type::array(&[vec![self.known], shape_of(ty)].concat(), element)
    }

    /// The number of lanes where a type does not tell it.
    fn lanes(&self) -> Vec<Value<'a>> {
        match self.known {
            Some(_) => Vec::new(),
            None => vec![self.count],
        }
    }

    /// A value in all lanes.
    fn lifted(&self, value: Value<'a>) -> Option<Value<'a>> {
        if let Some(&array) = self.batched.get(&value) {
            return Some(array);
        }
        let value = self.mapping.apply(value);
        let ty = value.ty();
        if !is_numeric(ty) {
            return None;
        }
        let shape = shape_of(ty);
        let dimensions: Vec<usize> = (1..=shape.len()).collect();
        let unknown = (0..shape.len()).filter(|&at| shape[at].is_none());
        let unknown: Vec<Value<'a>> = unknown
            .map(|at| build::size(self.builder, value, at))
            .collect();
        let operands = [vec![value], self.lanes(), unknown].concat();
        let attrs = [("dimensions", build::list(self.builder, &dimensions))];
        let ty = self.with_lanes(ty);
        Some(build::one(
            self.builder,
            "nd.broadcast",
            &operands,
            &attrs,
            ty,
        ))
    }

    fn all_lifted(&self, values: &[Value<'a>]) -> Option<Vec<Value<'a>>> {
        values.iter().map(|&value| self.lifted(value)).collect()
    }

    /// Values that must be the same in all lanes.
    fn same(&self, values: &[Value<'a>]) -> Option<Vec<Value<'a>>> {
        let one = |&value: &Value<'a>| (!self.has_lanes(value)).then(|| self.mapping.apply(value));
        values.iter().map(one).collect()
    }

    /// The ops of a block; what it ends with.
    fn block(&mut self, block: Block<'a>) -> Option<Vec<Value<'a>>> {
        let end = block.terminator();
        for op in block.ops() {
            self.fuel = self.fuel.checked_sub(1)?;
            if op == end {
                break;
            }
            let mut used = op.operands();
            if op.region_count() > 0 {
                used.extend(op.captures());
            }
            match used.iter().any(|&value| self.has_lanes(value)) {
                true => self.op(op)?,
                false => {
                    op.clone_to_end(self.builder.block(), &mut self.mapping);
                }
            }
        }
        Some(end.operands())
    }

    /// The op with other operands and attributes.
    fn again(&mut self, op: Op<'a>, operands: &[Value<'a>], changed: &[(&str, Attr<'a>)]) {
        let types: Vec<Type<'a>> = op
            .result_types()
            .into_iter()
            .map(|ty| self.with_lanes(ty))
            .collect();
        let mut new = self
            .builder
            .op(op.name())
            .operands(operands)
            .results(&types);
        for (name, attr) in op.attrs() {
            let other = changed.iter().find(|(changed, _)| *changed == name);
            new = new.attr(name, other.map_or(attr, |(_, attr)| *attr));
        }
        let results = new.build().results();
        self.batched.extend(op.results().into_iter().zip(results));
    }

    /// A list of dimensions, each one further.
    fn shifted(&self, op: Op<'a>, name: &str, lanes_first: bool) -> Attr<'a> {
        let first = lanes_first.then_some(0);
        let list = crate::arrays::dimensions(op, name).into_iter();
        let list: Vec<usize> = first.into_iter().chain(list.map(|at| at + 1)).collect();
        build::list(self.builder, &list)
    }

    /// The attribute of one dimension, one further.
    fn next(&self, op: Op<'a>, name: &str) -> Option<Attr<'a>> {
        let attr = op.attr(name)?;
        Some(Attr::int(attr.ty(), attr.as_int()? + 1))
    }

    fn op(&mut self, op: Op<'a>) -> Option<()> {
        let operands = op.operands();
        let results = op.result_types().into_iter();
        if !results
            .chain(operands.iter().map(|value| value.ty()))
            .all(is_numeric)
        {
            return None;
        }
        match (op.dialect(), op.name()) {
            (_, "arith.select") => self.select(op)?,
            ("arith" | "math", _) if op.region_count() == 0 => {
                let operands = self.all_lifted(&operands)?;
                self.again(op, &operands, &[]);
            }
            (_, "nd.broadcast" | "nd.reshape" | "nd.fold") => {
                let sizes = self.same(&operands[1..])?;
                let input = self.lifted(operands[0])?;
                let operands = [vec![input], self.lanes(), sizes].concat();
                let first = op.is("nd.broadcast");
                let dimensions = self.shifted(op, "dimensions", first);
                self.again(op, &operands, &[("dimensions", dimensions)]);
            }
            (_, "nd.sum" | "nd.reverse" | "nd.unfold") => {
                let operands = self.all_lifted(&operands)?;
                let dimensions = self.shifted(op, "dimensions", false);
                self.again(op, &operands, &[("dimensions", dimensions)]);
            }
            (_, "nd.transpose") => {
                let operands = self.all_lifted(&operands)?;
                let permutation = self.shifted(op, "permutation", true);
                self.again(op, &operands, &[("permutation", permutation)]);
            }
            (_, "nd.argmax" | "nd.argmin" | "nd.sort") => {
                let operands = self.all_lifted(&operands)?;
                let dimension = self.next(op, "dimension")?;
                self.again(op, &operands, &[("dimension", dimension)]);
            }
            (_, "tensor.concat") => {
                let operands = self.all_lifted(&operands)?;
                let dimension = self.next(op, "dim")?;
                self.again(op, &operands, &[("dim", dimension)]);
            }
            (_, "nd.one_hot") => {
                let sizes = self.same(&operands[1..])?;
                let operands = [vec![self.lifted(operands[0])?], sizes].concat();
                self.again(op, &operands, &[]);
            }
            (_, "tensor.cast") => {
                let operands = self.all_lifted(&operands)?;
                self.again(op, &operands, &[]);
            }
            (_, "nd.contract") => self.contract(op)?,
            (_, "nd.gather") => self.gather(op)?,
            (_, "tensor.extract") => self.extract(op)?,
            (_, "tensor.dim") => self.dim(op)?,
            (_, "func.call") => self.call(op)?,
            (_, "scf.if") => self.branch(op)?,
            (_, "scf.for") => self.repeat(op)?,
            _ if is_functional(op) => self.functional(op)?,
            _ => return None,
        }
        Some(())
    }

    /// What a block made when it was batched before.
    fn forget(&mut self, block: Block<'a>) {
        for op in block.ops() {
            for result in op.results() {
                self.batched.remove(&result);
            }
        }
    }

    fn contract(&mut self, op: Op<'a>) -> Option<()> {
        let letters = op.attr("letters")?.as_str()?;
        let mut free = ('a'..='z').chain('A'..='Z');
        let lane = free.find(|&letter| !letters.contains(letter))?;
        let (operands, result) = letters.split_once("->")?;
        let words = operands.split(',').zip(op.operands());
        let mut given = Vec::new();
        let words: Vec<String> = words
            .map(|(word, operand)| match self.batched.get(&operand) {
                Some(&array) => {
                    given.push(array);
                    format!("{lane}{word}")
                }
                None => {
                    given.push(self.mapping.apply(operand));
                    word.to_owned()
                }
            })
            .collect();
        let letters = format!("{}->{lane}{result}", words.join(","));
        let letters = Attr::string(self.builder.context(), &letters);
        self.again(op, &given, &[("letters", letters)]);
        Some(())
    }

    fn gather(&mut self, op: Op<'a>) -> Option<()> {
        let (source, indices) = (op.operand(0), op.operands().split_off(1));
        let indices = self.all_lifted(&indices)?;
        if !self.has_lanes(source) {
            let operands = [vec![self.mapping.apply(source)], indices].concat();
            self.again(op, &operands, &[]);
            return Some(());
        }
        let like = *indices.first()?;
        let ty = like.ty().with_element(build::index(self.builder));
        let unknown = (0..shape_of(ty).len()).filter(|&at| shape_of(ty)[at].is_none());
        let unknown: Vec<Value<'a>> = unknown
            .map(|at| build::size(self.builder, like, at))
            .collect();
        let zero = Attr::int(Type::int(self.builder.context(), 64), 0);
        let attrs = [("dimension", zero)];
        let lane = build::one(self.builder, "nd.iota", &unknown, &attrs, ty);
        let operands = [vec![self.lifted(source)?, lane], indices].concat();
        let dimensions = self.shifted(op, "dimensions", true);
        self.again(op, &operands, &[("dimensions", dimensions)]);
        Some(())
    }

    /// An element, at one position in all lanes.
    fn extract(&mut self, op: Op<'a>) -> Option<()> {
        let positions = self.same(&op.operands()[1..])?;
        let mut array = self.lifted(op.operand(0))?;
        for at in positions {
            let mut shape = shape_of(array.ty());
            shape.remove(1);
            let ty = Type::array(&shape, array.ty().element());
            array = build::lane(self.builder, array, 1, at, ty);
        }
        self.batched.insert(op.result(0), array);
        Some(())
    }

    /// A size, which is the same in all lanes.
    fn dim(&mut self, op: Op<'a>) -> Option<()> {
        let at = op.operand(1).defining_op()?.attr("value")?.as_int()?;
        let array = self.lifted(op.operand(0))?;
        let at = usize::try_from(at).ok()? + 1;
        shape_of(array.ty()).get(at)?;
        let size = build::size(self.builder, array, at);
        self.mapping.insert(op.result(0), size);
        Some(())
    }

    /// A function that is called, in place.
    fn call(&mut self, op: Op<'a>) -> Option<()> {
        let name = op.attr("callee")?.as_symbol()?;
        if self.calls.contains(&name) {
            return None;
        }
        let body = single_block(self.module.symbol(name)?)?;
        for (&own, given) in body.args().iter().zip(op.operands()) {
            self.pass(given, own);
        }
        // What is left of an earlier call.
        self.forget(body);
        self.calls.push(name);
        let ends = self.block(body)?;
        self.calls.pop();
        for (end, result) in ends.into_iter().zip(op.results()) {
            self.pass(end, result);
        }
        Some(())
    }

    /// One value stands for another.
    fn pass(&mut self, from: Value<'a>, to: Value<'a>) {
        match self.batched.get(&from).copied() {
            Some(array) => {
                self.batched.insert(to, array);
            }
            None => {
                self.batched.remove(&to);
                self.mapping.insert(to, self.mapping.apply(from));
            }
        }
    }

    /// `nd.map`, and folds whose functions use nothing of a lane but elements.
    fn functional(&mut self, op: Op<'a>) -> Option<()> {
        let parts = crate::arrays::Functional::of(op);
        if op.captures().into_iter().any(|value| self.has_lanes(value)) {
            return None;
        }
        let arrays = self.all_lifted(&parts.arrays())?;
        let rest = self.same(&parts.rest())?;
        let types: Vec<Type<'a>> = op
            .result_types()
            .into_iter()
            .map(|ty| self.with_lanes(ty))
            .collect();
        let carried: Vec<Type<'a>> = rest.iter().map(|value| value.ty()).collect();
        let (new, inside) = build::shell(self.builder, op.name(), &arrays, &rest, &types, &carried);
        for (name, attr) in op.attrs() {
            let attr = match name {
                "operandSegmentSizes" => continue,
                "dimensions" => self.shifted(op, name, false),
                "dimension" => self.next(op, name)?,
                _ => attr,
            };
            new.set_attr(name, attr);
        }
        for (own, argument) in parts
            .body
            .args()
            .into_iter()
            .zip(new.region(0).entry().args())
        {
            self.mapping.insert(own, argument);
        }
        for inner in parts.body.ops() {
            inner.clone_to_end(inside.block(), &mut self.mapping);
        }
        for (position, _) in index_ops(new) {
            position.set_attr("dimension", self.next(position, "dimension")?);
        }
        self.batched
            .extend(op.results().into_iter().zip(new.results()));
        Some(())
    }
}
