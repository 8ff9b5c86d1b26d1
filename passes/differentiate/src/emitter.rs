//! Emits the ops of a derivative: with the primal op's flags and place, and each op once where it dominates.

use crate::{activity::Leaf, arrays, leaves::leaves, mask::Mask, monomial::E};
use pullback_functional::{ops, stack_elements};
use pullback_ir::{Attr, Block, Builder, FastMath, Location, Op, Type, Value};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

/// The value that is the product of two, by the addresses of the two in order.
type Products<'a> = HashMap<[usize; 2], Value<'a>>;

type Numbering<'a> = HashMap<(String, Vec<Value<'a>>, Vec<Attr<'a>>), Value<'a>>;

/// Emits the ops of a derivative, each at most once where it dominates.
#[derive(Debug)]
pub struct Emitter<'a> {
    builder: Builder<'a>,
    /// One table a nested block, outermost first.
    numbered: RefCell<Vec<Numbering<'a>>>,
    /// The flags of the primal op whose derivative is being emitted; `None` where no op asks for any.
    flags: Cell<Option<FastMath>>,
    /// Products that need not be computed.
    products: RefCell<Products<'a>>,
    /// The sizes of values that only run time knows, which are made once where the value is.
    pub(crate) sizes: RefCell<HashMap<(Value<'a>, usize), Value<'a>>>,
    /// Sums of cotangents of arrays that loops and branches hand back.
    pub(crate) accumulators: arrays::Accumulators<'a>,
}

impl<'a> Emitter<'a> {
    /// Emits at the builder's insertion point.
    pub fn new(builder: Builder<'a>) -> Self {
        Self {
            builder,
            numbered: RefCell::new(vec![HashMap::new()]),
            flags: Cell::new(None),
            products: RefCell::default(),
            sizes: RefCell::default(),
            accumulators: arrays::Accumulators::default(),
        }
    }

    /// From now on the products that the straight code of a block computes are used for those of a derivative.
    /// In loops and branches each of them could be one more value to keep.
    pub(crate) fn use_products(&self, block: Block<'a>) {
        for op in block.ops() {
            if op.is("arith.mulf") {
                self.use_product([op.operand(0), op.operand(1)], op.result(0));
            }
        }
    }

    /// From now on `product` is used where the two values are multiplied.
    pub(crate) fn use_product(&self, factors: [Value<'a>; 2], product: Value<'a>) {
        let mut products = self.products.borrow_mut();
        products.entry(pair(factors)).or_insert(product);
    }

    /// The product of two values, if there is one.
    pub(crate) fn product(&self, factors: [Value<'a>; 2]) -> Option<Value<'a>> {
        self.products.borrow().get(&pair(factors)).copied()
    }

    /// The builder.
    pub fn builder(&self) -> &Builder<'a> {
        &self.builder
    }

    /// From now on emits for this primal op: its flags less `nnan` and `ninf` (an adjoint may be infinite where
    /// the primal is not), and its location with the rule's name. An op that computes nothing asks for no flags.
    pub fn enter_op(&self, primal: Op<'a>, rule: &str) {
        self.flags.set(flags_of(primal));
        self.builder
            .set_location(provenance(primal.location(), rule, primal));
    }

    /// Runs `body` with this place for the ops that it makes.
    pub(crate) fn at<R>(&self, place: Location<'a>, body: impl FnOnce() -> R) -> R {
        let outer = self.builder.location();
        self.builder.set_location(place);
        let result = body();
        self.builder.set_location(outer);
        result
    }

    /// Runs `body` with the insertion point at the end of `block`; ops made there are not found again outside.
    pub fn inside<R>(&self, block: Block<'a>, body: impl FnOnce() -> R) -> R {
        let outer = self.builder.save();
        self.builder.set_end(block);
        self.numbered.borrow_mut().push(HashMap::new());
        let result = body();
        self.numbered.borrow_mut().pop();
        self.builder.restore(outer);
        result
    }

    /// An op without effects, found again if it was made before.
    pub(crate) fn pure(
        &self,
        name: &str,
        operands: &[Value<'a>],
        attrs: &[(&str, Attr<'a>)],
        result: Type<'a>,
    ) -> Value<'a> {
        let mut key_operands = operands.to_vec();
        if matches!(name, "arith.addf" | "arith.mulf") {
            key_operands.sort_by_key(|value| value.to_raw().ptr as usize);
        }
        let mut key_attrs: Vec<Attr<'a>> = attrs.iter().map(|(_, attr)| *attr).collect();
        key_attrs.push(Attr::of_type(result));
        let key = (name.to_owned(), key_operands, key_attrs);
        if let Some(found) = self
            .numbered
            .borrow()
            .iter()
            .rev()
            .find_map(|table| table.get(&key))
        {
            return *found;
        }
        let mut op = self.builder.op(name).operands(operands).results(&[result]);
        for (name, attr) in attrs {
            op = op.attr(name, *attr);
        }
        let value = op.build().result(0);
        if let Some(table) = self.numbered.borrow_mut().last_mut() {
            table.insert(key, value);
        }
        value
    }

    /// A floating-point op with flags.
    pub(crate) fn float_op(
        &self,
        name: &str,
        operands: &[Value<'a>],
        result: Type<'a>,
        flags: Option<FastMath>,
    ) -> Value<'a> {
        let flags = flags.unwrap_or_default();
        match flags.attr(self.builder.context()) {
            Some(flags) => self.pure(name, operands, &[("fastmath", flags)], result),
            None => self.pure(name, operands, &[], result),
        }
    }

    /// A constant.
    pub fn constant(&self, ty: Type<'a>, value: f64) -> Value<'a> {
        match Attr::float(ty, value) {
            Some(attr) => self.pure("arith.constant", &[], &[("value", attr)], ty),
            // Zero is the only constant of data and stacks.
            None if holds_unsized(ty) => self.pure(ops::STACK, &[], &[], ty),
            None => self.pure(ops::ZERO, &[], &[], ty),
        }
    }

    /// A constant, or, of a type whose sizes run time knows, an array of it that is as large as `like`.
    pub(crate) fn filled(&self, ty: Type<'a>, value: f64, like: Value<'a>) -> Value<'a> {
        match ty.has_static_shape() || !like.ty().is_shaped() {
            true => self.constant(ty, value),
            false => arrays::filled(self, ty, value, like),
        }
    }

    /// The zero of the tangent of a leaf of a value.
    pub fn zero(&self, (value, leaf): Leaf<'a>) -> Value<'a> {
        let ty = leaves(value.ty())[leaf];
        match ty.has_static_shape() {
            true => self.constant(ty, 0.0),
            false => arrays::filled(self, ty, 0.0, arrays::leaf_value(value, leaf)),
        }
    }

    /// `arith.select`.
    pub fn select(&self, condition: Value<'a>, yes: Value<'a>, no: Value<'a>) -> Value<'a> {
        self.pure("arith.select", &[condition, yes, no], &[], yes.ty())
    }

    /// A value that the derivative of the op entered last uses, as a lazy product; constants become scales, also
    /// those in `c * x` and `-x` of the primal code.
    pub fn of<'e>(&'e self, value: Value<'a>) -> E<'a, 'e> {
        self.with_flags(value, self.flags.get())
    }

    /// A value as a lazy product whose ops may have these flags.
    pub(crate) fn with_flags<'e>(&'e self, value: Value<'a>, flags: Option<FastMath>) -> E<'a, 'e> {
        let (scale, factor) = split_scale(value);
        let mut product = E {
            emitter: self,
            ty: value.ty(),
            scale,
            factors: std::array::from_fn(|slot| factor.filter(|_| slot == 0)),
            divisor: None,
            mask: Mask::default(),
            flags,
            place: None,
            like: value,
        };
        if !product.scales_meet(scale) {
            product.scale = 1.0;
            product.factors[0] = Some(value);
        }
        product
    }
}

fn pair(factors: [Value<'_>; 2]) -> [usize; 2] {
    let mut pair = factors.map(|value| value.to_raw().ptr as usize);
    pair.sort_unstable();
    pair
}

/// The flags that the derivative of an op may have; `None` for an op that computes no float.
fn flags_of(primal: Op<'_>) -> Option<FastMath> {
    let arithmetic = matches!(primal.dialect(), "arith" | "math") && !primal.is_constant();
    let flags = match primal.attr("fastmath") {
        Some(flags) => FastMath::from_attr(flags),
        None if arithmetic && !primal.is("arith.select") => FastMath::NONE,
        None => return None,
    };
    Some(flags.without(FastMath::NNAN).without(FastMath::NINF))
}

/// The flags that two values share.
pub(crate) fn shared(x: Option<FastMath>, y: Option<FastMath>) -> Option<FastMath> {
    match (x, y) {
        (Some(x), Some(y)) => Some(x.and(y)),
        (x, y) => x.or(y),
    }
}

/// Whether the type is a stack of arrays whose sizes only run time knows. Its zero is the empty stack: as much is
/// pushed on the tangent of a tape as on the tape, and no more is popped.
pub(crate) fn holds_unsized(ty: Type<'_>) -> bool {
    let unsized_element = |ty: Type<'_>| !ty.has_static_shape() || holds_unsized(ty);
    stack_elements(ty).is_some_and(|elements| elements.into_iter().any(unsized_element))
}

/// The zero of a tangent type.
pub(crate) fn zero<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    match Attr::float(ty, 0.0) {
        Some(_) => builder.float(ty, 0.0),
        None if holds_unsized(ty) => pullback_functional::build::stack(builder, ty, None),
        None => pullback_functional::build::zero(builder, ty),
    }
}

/// The number that a constant is, if it is finite.
pub(crate) fn finite_constant(value: Value<'_>) -> Option<f64> {
    let constant = value.defining_op().filter(|op| op.is("arith.constant"));
    let number = constant
        .and_then(|op| op.attr("value"))
        .and_then(Attr::as_float);
    number.filter(|number| number.is_finite())
}

/// A value as a constant times a factor; no factor where the value is constant.
fn split_scale<'a>(value: Value<'a>) -> (f64, Option<Value<'a>>) {
    if let Some(scale) = finite_constant(value) {
        return (scale, None);
    }
    let Some(op) = value.defining_op() else {
        return (1.0, Some(value));
    };
    match op.name() {
        "arith.negf" => {
            let (scale, factor) = split_scale(op.operand(0));
            (-scale, factor)
        }
        // Of sizes that run time knows.
        "nd.broadcast" | "tensor.splat" => match finite_constant(op.operand(0)) {
            Some(scale) => (scale, None),
            None => (1.0, Some(value)),
        },
        "arith.mulf" => {
            let (a, b) = (op.operand(0), op.operand(1));
            match (finite_constant(a), finite_constant(b)) {
                (Some(scale), None) if scale != 0.0 => (scale, Some(b)),
                (None, Some(scale)) if scale != 0.0 => (scale, Some(a)),
                _ => (1.0, Some(value)),
            }
        }
        _ => (1.0, Some(value)),
    }
}

/// `loc(fused<"rule of 'op'">[primal])`: what the op is for, in terms of the primal program.
fn provenance<'a>(primal: Location<'a>, rule: &str, op: Op<'a>) -> Location<'a> {
    primal.with_metadata(Attr::string(
        op.context(),
        &format!("{rule} of {}", op.name()),
    ))
}
