//! Algebra of floats.
//!
//! `exact` holds what is true of IEEE arithmetic, up to sign and payload of NaN; `flagged` what the
//! `fastmath` flags on the ops allow one at a time, `polynomial` what they allow many together. Identities of
//! constants (`x * 1`, `x - 0`) are upstream's.
//!
//! All rules serve scalars, vectors and tensors of any float type alike. They end: each makes fewer ops,
//! or moves a negation towards the results.

mod exact;
mod flagged;
pub(crate) mod polynomial;

use pullback_ir::{Attr, Builder, FastMath, FloatKind, Op, Type, Value};

/// How often the result of a rewrite is looked at again at once; the next round sees the rest.
const CHAIN: usize = 8;

/// What is to be known of the float arithmetic of some ops.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rewritten {
    /// How many rules applied.
    pub(crate) count: u64,
    /// Whether there are ops that `polynomial` may look at.
    pub(crate) regroups: bool,
}

/// Rewrites the float arithmetic among the ops of a function.
pub(crate) fn run(ops: &[Op<'_>]) -> Rewritten {
    let mut rewritten = Rewritten::default();
    for &op in ops {
        let mut next = Some(op);
        for _ in 0..CHAIN {
            let Some(op) = next.filter(|op| is_arithmetic(*op) && op.has_uses()) else {
                break;
            };
            let flags = FastMath::of(op);
            rewritten.regroups |= flags.has(polynomial::NEEDED);
            let Some(value) = exact::rewrite(op).or_else(|| flagged::rewrite(op, flags)) else {
                break;
            };
            op.replace_with(&[value]);
            rewritten.count += 1;
            next = value.defining_op();
        }
    }
    rewritten
}

fn is_arithmetic(op: Op<'_>) -> bool {
    matches!(op.name(), ADD | SUB | MUL | DIV | NEG)
}

pub(crate) const ADD: &str = "arith.addf";
pub(crate) const SUB: &str = "arith.subf";
pub(crate) const MUL: &str = "arith.mulf";
const DIV: &str = "arith.divf";
pub(crate) const NEG: &str = "arith.negf";

/// The operands of the op of this name that makes the value.
fn made_by<'a>(value: Value<'a>, name: &str) -> Option<(Op<'a>, Vec<Value<'a>>)> {
    let op = value.defining_op().filter(|op| op.is(name))?;
    Some((op, op.operands()))
}

/// `x` if the value is `-x`.
fn negated(value: Value<'_>) -> Option<Value<'_>> {
    made_by(value, NEG).map(|(_, operands)| operands[0])
}

/// The number, if the value is a constant or a splat of one. NaN does not count.
fn constant(value: Value<'_>) -> Option<f64> {
    let (op, _) = made_by(value, "arith.constant")?;
    op.attr("value")?
        .as_float()
        .filter(|number| !number.is_nan())
}

/// Makes ops before an op, of its type.
struct Maker<'a> {
    builder: Builder<'a>,
    ty: Type<'a>,
}

impl<'a> Maker<'a> {
    fn before(op: Op<'a>) -> Self {
        Self {
            builder: Builder::before(op),
            ty: op.result(0).ty(),
        }
    }

    fn op(&self, name: &str, operands: &[Value<'a>], flags: FastMath) -> Value<'a> {
        self.builder
            .op(name)
            .operands(operands)
            .maybe_attr("fastmath", flags.attr(self.builder.context()))
            .results(&[self.ty])
            .build()
            .result(0)
    }

    /// The number rounded to the type, if that is finite and, unless it is zero, normal.
    fn rounded(&self, number: f64) -> Option<f64> {
        let rounded = Attr::float(self.ty, number)?.as_float()?;
        let smallest = match self.ty.element().float_kind()? {
            FloatKind::F16 => 6.103515625e-5,
            FloatKind::BF16 | FloatKind::F32 => f64::from(f32::MIN_POSITIVE),
            FloatKind::F64 => f64::MIN_POSITIVE,
            FloatKind::Other => return None,
        };
        let normal = rounded.is_finite() && rounded.abs() >= smallest;
        (normal || number == 0.0).then_some(rounded)
    }

    /// A constant of a number that the type represents exactly.
    fn exactly(&self, number: f64) -> Option<Value<'a>> {
        let attr = Attr::float(self.ty, number)?;
        (attr.as_float()? == number).then(|| self.builder.float(self.ty, number))
    }
}
