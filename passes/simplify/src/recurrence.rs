//! `functional-shorten-recurrences`.
//!
//! A loop takes at least as long as the ops from what a trip gets to what it hands on take in a row. In `c * (x * a + y * b)`, where
//! the trip before computed `x` and `y`, the product by `c` need not be among them: `x * (c * a) + y * (c * b)` is as good, and `c * a` and `c * b` can
//! be computed ahead. The reverse of a loop is full of such sums: `a` and `b` come from its tape.

use crate::algebra::{ADD, MUL, NEG, SUB};
use pullback_ir::{Block, Builder, FastMath, Op, Value, WalkOrder};
use pullback_pass::{CANONICALIZE, Error, Pass, Root};
use std::collections::{HashMap, HashSet};

/// Moves constant factors of sums in loops to what does not depend on the trip before, where flags allow it and no op is added.
#[derive(Pass)]
#[pass(name = "functional-shorten-recurrences", on = "builtin.module", dialects = ["arith"])]
pub struct ShortenRecurrences;

/// A sum of more products is left alone.
const TERMS: usize = 8;

impl Pass for ShortenRecurrences {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let loops = root.op().walk(WalkOrder::Pre).into_iter();
        let loops = loops.filter(|op| op.is("scf.for") || op.is("scf.while"));
        let blocks =
            loops.flat_map(|op| op.regions().into_iter().filter_map(|region| region.first()));
        let count: u64 = blocks.collect::<Vec<_>>().into_iter().map(shorten).sum();
        root.count("factors moved", count);
        match count {
            0 => Ok(()),
            _ => root.run_pipeline(&format!("func.func({CANONICALIZE},cse)")),
        }
    }
}

/// A product of a factor from outside of the loop with a sum.
struct Product<'a> {
    op: Op<'a>,
    sum: Value<'a>,
    factor: Value<'a>,
    terms: Vec<Term<'a>>,
}

/// A product in a sum.
#[derive(Clone, Copy)]
struct Term<'a> {
    op: Op<'a>,
    /// Which operand does not depend on the trip before.
    index: usize,
}

/// Does it in the body of a loop; says how often.
fn shorten(block: Block<'_>) -> u64 {
    let late = late(block);
    let mut products = vec![];
    let mut taken = HashSet::new();
    for op in block.ops() {
        let Some(product) = product(op, block, &late) else {
            continue;
        };
        let terms = product.terms.iter().map(|term| term.op);
        if !taken.contains(&op) && !terms.clone().any(|op| taken.contains(&op)) {
            taken.extend(terms.chain([op]));
            products.push(product);
        }
    }
    // How many products are new: those of two constants cost nothing.
    let mut new = HashSet::new();
    for product in &products {
        for term in &product.terms {
            let early = term.op.operand(term.index);
            if !early.defining_op().is_some_and(Op::is_constant) {
                new.insert((early, product.factor));
            }
        }
    }
    if new.len() > products.len() {
        return 0;
    }
    let mut made = HashMap::new();
    for product in &products {
        let flags = FastMath::of(product.op);
        for term in &product.terms {
            let early = term.op.operand(term.index);
            let shared = flags.and(FastMath::of(term.op));
            let scaled = *made
                .entry((early, product.factor))
                .or_insert_with(|| scaled(block, early, product, shared));
            term.op.set_operand(term.index, scaled);
        }
        product.op.replace_with(&[product.sum]);
    }
    products.len() as u64
}

/// What depends on floats of the trip before.
fn late(block: Block<'_>) -> HashSet<Value<'_>> {
    let carried = block.args().into_iter();
    let mut late: HashSet<_> = carried
        .filter(|value| value.ty().element().is_float())
        .collect();
    for op in block.ops() {
        let inside = || op.captures().into_iter();
        if op.operands().iter().any(|value| late.contains(value))
            || inside().any(|value| late.contains(&value))
        {
            late.extend(op.results());
        }
    }
    late
}

fn product<'a>(op: Op<'a>, block: Block<'a>, late: &HashSet<Value<'a>>) -> Option<Product<'a>> {
    if !op.is(MUL) || !FastMath::of(op).has(FastMath::REASSOC) {
        return None;
    }
    let is_outside = |value: &Value<'a>| value.block() != Some(block);
    let (sum, factor) = match (op.operand(0), op.operand(1)) {
        (sum, factor) if is_outside(&factor) => (sum, factor),
        (factor, sum) if is_outside(&factor) => (sum, factor),
        _ => return None,
    };
    let is_sum = sum.defining_op().is_some_and(|op| op.is(ADD) || op.is(SUB));
    let mut terms = vec![];
    (late.contains(&sum) && is_sum && collect(sum, block, late, &mut terms)).then_some(Product {
        op,
        sum,
        factor,
        terms,
    })
}

/// Collects the products that a value is the sum of, all of them with an early factor.
fn collect<'a>(
    value: Value<'a>,
    block: Block<'a>,
    late: &HashSet<Value<'a>>,
    terms: &mut Vec<Term<'a>>,
) -> bool {
    let Some(op) = value.defining_op() else {
        return false;
    };
    let is_free =
        op.block() == Some(block) && value.has_one_use() && FastMath::of(op).has(FastMath::REASSOC);
    if !is_free || terms.len() == TERMS {
        return false;
    }
    match op.name() {
        ADD | SUB | NEG => op
            .operands()
            .into_iter()
            .all(|value| collect(value, block, late, terms)),
        MUL => {
            let early = op.operands().iter().position(|value| !late.contains(value));
            terms.extend(early.map(|index| Term { op, index }));
            early.is_some()
        }
        _ => false,
    }
}

/// The product of an early value and a factor, as soon as there can be one.
fn scaled<'a>(
    block: Block<'a>,
    early: Value<'a>,
    product: &Product<'a>,
    flags: FastMath,
) -> Value<'a> {
    let builder = match early.defining_op() {
        Some(op) if op.block() == Some(block) => Builder::after(op),
        _ => Builder::at_start(block, product.op.location()),
    };
    builder.set_location(product.op.location());
    builder
        .op(MUL)
        .operands(&[early, product.factor])
        .maybe_attr("fastmath", flags.attr(builder.context()))
        .results(&[early.ty()])
        .build()
        .result(0)
}
