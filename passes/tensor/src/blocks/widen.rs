//! A function of numbers as one of vectors.

use crate::build::{self, arith, for_loop, index, one};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value};
use std::collections::HashMap;

/// The functions of `math` that upstream lowers for vectors, too.
const MATH: &[&str] = &[
    "math.absf",
    "math.ceil",
    "math.copysign",
    "math.cos",
    "math.exp",
    "math.exp2",
    "math.floor",
    "math.fma",
    "math.log",
    "math.log10",
    "math.log2",
    "math.powf",
    "math.sin",
    "math.sqrt",
    "math.tanh",
];

const PUSH: &str = "functional.push";
const POP: &str = "functional.pop";

/// Makes code over vectors from code over numbers, as far as that can be. What does not depend on an element stays what it is.
pub(crate) struct Widen<'a> {
    lanes: i64,
    values: HashMap<Value<'a>, Value<'a>>,
    /// What loops have pushed: a matrix for each number of an entry, a row an entry, and the loop's end.
    tapes: HashMap<Value<'a>, (Vec<Value<'a>>, Value<'a>)>,
}

/// What a loop does with a stack that it carries.
enum Stack<'a> {
    Pushes(Op<'a>, Vec<Value<'a>>),
    Pops(Op<'a>, Vec<Value<'a>>),
}

impl<'a> Widen<'a> {
    pub(crate) fn new(lanes: i64) -> Self {
        Self {
            lanes,
            values: HashMap::new(),
            tapes: HashMap::new(),
        }
    }

    /// Says what stands for a value.
    pub(crate) fn insert(&mut self, old: Value<'a>, new: Value<'a>) {
        self.values.insert(old, new);
    }

    pub(crate) fn value(&self, old: Value<'a>) -> Value<'a> {
        self.values.get(&old).copied().unwrap_or(old)
    }

    /// A vector of a value, if it is none.
    pub(crate) fn wide(&self, builder: &Builder<'a>, value: Value<'a>) -> Value<'a> {
        match is_wide(value) {
            true => value,
            false => {
                let ty = vector(value.ty(), self.lanes);
                one(builder, "vector.broadcast", &[value], ty)
            }
        }
    }

    /// The ops of a body, behind the builder; the vectors that it yields.
    pub(super) fn block(
        &mut self,
        builder: &Builder<'a>,
        body: Block<'a>,
    ) -> Option<Vec<Value<'a>>> {
        let end = body.try_terminator()?;
        for op in body.ops() {
            match op.name() {
                _ if op == end => {}
                "scf.for" => self.nested(builder, op)?,
                // Made where the first loop takes it.
                "functional.stack" => {}
                _ => self.plain(builder, op)?,
            }
        }
        let given = end.operands().into_iter();
        Some(
            given
                .map(|value| self.wide(builder, self.value(value)))
                .collect(),
        )
    }

    /// The op behind the builder.
    pub(crate) fn plain(&mut self, builder: &Builder<'a>, op: Op<'a>) -> Option<()> {
        if op.region_count() > 0 || !op.is_memory_effect_free() {
            return None;
        }
        let old = op.operands();
        let new: Vec<_> = old.iter().map(|&value| self.value(value)).collect();
        let is_plain = !new.iter().any(|&value| is_wide(value));
        if !is_plain && !has_form(op) {
            return None;
        }
        let (new, types) = match is_plain {
            true => (new, op.result_types()),
            false => {
                let types = op.result_types().into_iter();
                let wide = new.into_iter().map(|value| self.wide(builder, value));
                (
                    wide.collect(),
                    types.map(|ty| vector(ty, self.lanes)).collect(),
                )
            }
        };
        let attrs = op.attrs();
        let mut made = builder.op(op.name()).operands(&new).results(&types);
        for (name, attr) in &attrs {
            made = made.attr(name, *attr);
        }
        let made = made.build();
        for (old, new) in op.results().into_iter().zip(made.results()) {
            self.insert(old, new);
        }
        Some(())
    }

    /// A loop whose number of trips is the same for all elements.
    fn nested(&mut self, builder: &Builder<'a>, op: Op<'a>) -> Option<()> {
        let operands = op.operands();
        let (bounds, starts) = operands.split_at_checked(3)?;
        let bounds: [Value<'a>; 3] = bounds.try_into().ok()?;
        let [from, to, step] = bounds.map(|bound| self.value(bound));
        if [from, to, step].into_iter().any(is_wide) {
            return None;
        }
        let body = op.region(0).first()?;
        let end = body.try_terminator()?;
        let mut stacks = vec![];
        let mut carried = vec![];
        for (number, &start) in starts.iter().enumerate() {
            let stack = match is_stack(start) {
                true => Some(self.stack(builder, op, number)?),
                false => None,
            };
            match &stack {
                Some(Stack::Pushes(_, tapes)) => carried.extend(tapes),
                Some(Stack::Pops(..)) => {}
                None if start.ty().is_float() => {
                    carried.push(self.wide(builder, self.value(start)));
                }
                None => carried.push(Some(self.value(start)).filter(|&new| !is_wide(new))?),
            }
            stacks.push(stack);
        }
        let mut fits = true;
        let results = for_loop(
            builder,
            [from, to, step],
            &carried,
            &mut |inner, at, carried| {
                let next = self.trip(inner, (body, end), [at, to], &stacks, carried);
                next.unwrap_or_else(|| {
                    fits = false;
                    carried.to_vec()
                })
            },
        );
        let mut results = results.into_iter();
        for (number, stack) in stacks.into_iter().enumerate() {
            let old = op.result(number);
            match stack {
                Some(Stack::Pushes(_, tapes)) => {
                    let tapes = results.by_ref().take(tapes.len()).collect();
                    self.tapes.insert(old, (tapes, bounds[1]));
                }
                Some(Stack::Pops(..)) => {}
                None => self.insert(old, results.next()?),
            }
        }
        fits.then_some(())
    }

    /// What a loop does with the stack that it carries in this place: pushes one entry a trip, or pops one of as many as are there.
    fn stack(&self, builder: &Builder<'a>, op: Op<'a>, number: usize) -> Option<Stack<'a>> {
        let constant = |value: Value<'a>| {
            let op = value.defining_op().filter(|op| op.is_constant())?;
            op.attr("value")?.as_int()
        };
        let (start, last) = (op.operand(3 + number), op.operand(1));
        if constant(op.operand(0)) != Some(0) || constant(op.operand(2)) != Some(1) {
            return None;
        }
        let body = op.region(0).first()?;
        let end = body.try_terminator()?;
        let [taken] = body.arg(number + 1).uses()[..] else {
            return None;
        };
        let user = taken.op;
        let is_handed_on = |value: Value<'a>| value.has_one_use() && value == end.operand(number);
        if user.block() != Some(body) || !is_handed_on(user.result(0)) {
            return None;
        }
        match user.name() {
            PUSH if start.defining_op()?.is("functional.stack") && start.has_one_use() => {
                let entries = user.operands().into_iter().skip(1);
                let count = constant(last);
                let size: Vec<_> = count
                    .is_none()
                    .then(|| self.value(last))
                    .into_iter()
                    .collect();
                let tapes = entries.map(|entry| {
                    let element = kept(entry.ty());
                    let ty = Type::array(&[count, Some(self.lanes)], element);
                    is_number(entry.ty()).then(|| one(builder, "tensor.empty", &size, ty))
                });
                Some(Stack::Pushes(user, tapes.collect::<Option<_>>()?))
            }
            POP if !op.result(number).has_uses() => {
                let (tapes, pushed) = self.tapes.get(&start)?;
                let as_many = *pushed == last
                    || constant(*pushed).is_some() && constant(*pushed) == constant(last);
                as_many.then(|| Stack::Pops(user, tapes.clone()))
            }
            _ => None,
        }
    }

    fn trip(
        &mut self,
        builder: &Builder<'a>,
        (body, end): (Block<'a>, Op<'a>),
        [at, to]: [Value<'a>; 2],
        stacks: &[Option<Stack<'a>>],
        carried: &[Value<'a>],
    ) -> Option<Vec<Value<'a>>> {
        self.insert(body.arg(0), at);
        let mut rest = carried.iter().copied();
        let mut tapes: HashMap<usize, Vec<Value<'a>>> = HashMap::new();
        for (number, stack) in stacks.iter().enumerate() {
            match stack {
                Some(Stack::Pushes(_, all)) => {
                    tapes.insert(number, rest.by_ref().take(all.len()).collect());
                }
                Some(Stack::Pops(..)) => {}
                None => self.insert(body.arg(number + 1), rest.next()?),
            }
        }
        let user = |op: Op<'a>| {
            stacks.iter().position(|stack| match stack {
                Some(Stack::Pushes(user, _) | Stack::Pops(user, _)) => *user == op,
                None => false,
            })
        };
        let first = index(builder, 0);
        for op in body.ops() {
            match (user(op), op.name()) {
                _ if op == end => {}
                (Some(number), PUSH) => {
                    for (place, &entry) in op.operands()[1..].iter().enumerate() {
                        let mut entry = self.wide(builder, self.value(entry));
                        let tape = tapes.get_mut(&number)?.get_mut(place)?;
                        let element = tape.ty().element();
                        if entry.ty().element() != element {
                            let ty = vector(element, self.lanes);
                            entry = one(builder, "arith.extui", &[entry], ty);
                        }
                        *tape = write(builder, entry, *tape, &[at, first]);
                    }
                }
                (Some(number), _) => {
                    let Some(Some(Stack::Pops(_, all))) = stacks.get(number) else {
                        return None;
                    };
                    let behind = arith(builder, "arith.subi", to, at);
                    let row = arith(builder, "arith.subi", behind, index(builder, 1));
                    for (&tape, result) in all.iter().zip(op.results().into_iter().skip(1)) {
                        let mut entry = read(builder, tape, &[row, first], self.lanes);
                        if entry.ty().element() != result.ty() {
                            let ty = vector(result.ty(), self.lanes);
                            entry = one(builder, "arith.trunci", &[entry], ty);
                        }
                        self.insert(result, entry);
                    }
                }
                (None, "scf.for") => self.nested(builder, op)?,
                (None, "functional.stack") => {}
                _ => self.plain(builder, op)?,
            }
        }
        let mut next = vec![];
        for (number, value) in end.operands().into_iter().enumerate() {
            match stacks.get(number)? {
                Some(Stack::Pushes(..)) => next.extend(tapes.remove(&number)?),
                Some(Stack::Pops(..)) => {}
                None if value.ty().is_float() => {
                    next.push(self.wide(builder, self.value(value)));
                }
                None => next.push(Some(self.value(value)).filter(|&new| !is_wide(new))?),
            }
        }
        Some(next)
    }
}

fn is_wide(value: Value<'_>) -> bool {
    value.ty().shape().is_some() && !value.ty().is_array()
}

fn is_stack(value: Value<'_>) -> bool {
    value.ty().to_string().starts_with("!functional.stack")
}

/// Whether an op on numbers is one on vectors, too.
pub(crate) fn has_form(op: Op<'_>) -> bool {
    let is_known = op.dialect() == "arith" || MATH.contains(&op.name());
    let values = op.operands().into_iter().chain(op.results());
    is_known && op.region_count() == 0 && values.map(Value::ty).all(is_number)
}

/// Numbers of which processors have vectors.
pub(crate) fn is_number(ty: Type<'_>) -> bool {
    match ty.is_float() {
        true => ty.bit_width().is_some_and(|bits| [32, 64].contains(&bits)),
        false => ty.is_integer() || ty.is_index(),
    }
}

/// What a tape has for a number: a byte for a bit.
fn kept(ty: Type<'_>) -> Type<'_> {
    match ty.is_int(1) {
        true => Type::int(ty.context(), 8),
        false => ty,
    }
}

/// As many lanes of an element's type.
pub(crate) fn vector(element: Type<'_>, lanes: i64) -> Type<'_> {
    let text = format!("vector<{lanes}x{element}>");
    Type::parse(element.context(), &text).expect("a vector of numbers")
}

/// The last dimension's elements from a position on.
pub(super) fn read<'a>(
    builder: &Builder<'a>,
    array: Value<'a>,
    at: &[Value<'a>],
    lanes: i64,
) -> Value<'a> {
    let element = array.ty().element();
    let mut operands = vec![array];
    operands.extend(at);
    operands.push(build::zero(builder, element));
    let segments = [1, at.len() as i32, 1, 0];
    let op = builder.op("vector.transfer_read").operands(&operands);
    let op = op.results(&[vector(element, lanes)]);
    transfer(builder, op, at.len(), &segments)
}

/// The array with a vector from a position on.
pub(super) fn write<'a>(
    builder: &Builder<'a>,
    value: Value<'a>,
    array: Value<'a>,
    at: &[Value<'a>],
) -> Value<'a> {
    let mut operands = vec![value, array];
    operands.extend(at);
    let segments = [1, 1, at.len() as i32, 0];
    let op = builder.op("vector.transfer_write").operands(&operands);
    transfer(builder, op.results(&[array.ty()]), at.len(), &segments)
}

fn transfer<'a>(
    builder: &Builder<'a>,
    op: pullback_ir::OpBuilder<'a, '_>,
    rank: usize,
    segments: &[i32],
) -> Value<'a> {
    let context = builder.context();
    let map = build::map(context, rank, &[rank - 1]);
    let inside = Attr::parse(context, "[true]").expect("a list");
    let op = op.attr("permutation_map", map).attr("in_bounds", inside);
    let op = op.attr("operandSegmentSizes", Attr::i32s(context, segments));
    op.build().result(0)
}
