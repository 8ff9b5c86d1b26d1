//! `functional-expand-math`: what upstream's conversions of `arith` and `math` leave out.
//!
//! | op | why |
//! |---|---|
//! | `math.clampf` | no conversion; upstream's `math-expand-ops` computes `max(min(x, lo), hi)`, which is `hi` whatever `x` is |
//! | `math.expm1` | upstream computes `exp(x) - 1`, which is 0 for every small `x`; the C library's function is called |
//! | `math.isinf`, `math.isnormal` | no conversion |
//! | `math.fpowi` of an exponent narrower than 32 bits | x86-64 has code only for an exponent like C's `int` |
//! | `math.ipowi` of `index` | `convert-math-to-funcs` knows integers only |
//! | `arith.addui_extended` of `index` | the conversion makes an op that does not verify |

use pullback_ir::{Attr, Builder, FloatKind, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};

/// Writes the arithmetic that upstream cannot lower in ops that it can.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-expand-math", reads = "symbol", dialects = ["arith", "func", "math"])]
pub struct ExpandMath;

impl Pass for ExpandMath {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut expanded = 0;
        for op in root.op().walk(WalkOrder::Pre) {
            if let Some(values) = expansion(op) {
                op.replace_with(&values);
                expanded += 1;
            }
        }
        root.count("ops expanded", expanded);
        Ok(())
    }
}

/// The results of an op, computed by others before it; `None` if upstream lowers the op itself.
fn expansion(op: Op<'_>) -> Option<Vec<Value<'_>>> {
    match op.name() {
        "math.clampf" => Some(vec![clamp(op)]),
        "math.expm1" => Some(vec![library_call(op, "expm1")?]),
        "math.isinf" => Some(vec![is_infinite(op)]),
        "math.isnormal" => Some(vec![is_normal(&Builder::before(op), op.operand(0))?]),
        "math.fpowi" => narrow_power(op),
        "math.ipowi" => index_power(op),
        "arith.addui_extended" => index_carry(op),
        _ => None,
    }
}

fn unary<'a>(builder: &Builder<'a>, name: &str, operand: Value<'a>, ty: Type<'a>) -> Value<'a> {
    let op = builder.op(name).operands(&[operand]).results(&[ty]);
    op.build().result(0)
}

fn binary<'a>(builder: &Builder<'a>, name: &str, a: Value<'a>, b: Value<'a>) -> Value<'a> {
    let op = builder.op(name).operands(&[a, b]).results(&[a.ty()]);
    op.build().result(0)
}

/// `arith.cmpf` or `arith.cmpi`; the predicates are MLIR's numbers.
fn compare<'a>(
    builder: &Builder<'a>,
    name: &str,
    predicate: i64,
    a: Value<'a>,
    b: Value<'a>,
) -> Value<'a> {
    let context = builder.context();
    let predicate = Attr::int(Type::int(context, 64), predicate);
    builder
        .op(name)
        .operands(&[a, b])
        .attr("predicate", predicate)
        .results(&[Type::int(context, 1)])
        .build()
        .result(0)
}

/// `arith.cmpf oeq`.
const EQUAL: i64 = 1;
/// `arith.cmpf oge`.
const AT_LEAST: i64 = 3;
/// `arith.cmpf olt`.
const LESS: i64 = 4;
/// `arith.cmpi ult`.
const UNSIGNED_LESS: i64 = 6;

/// `min(max(x, lo), hi)`, NaN if one of them is.
fn clamp(op: Op<'_>) -> Value<'_> {
    fn bound<'a>(op: Op<'a>, name: &str, a: Value<'a>, b: Value<'a>) -> Value<'a> {
        Builder::before(op)
            .op(name)
            .operands(&[a, b])
            .maybe_attr("fastmath", op.attr("fastmath"))
            .results(&[a.ty()])
            .build()
            .result(0)
    }
    let raised = bound(op, "arith.maximumf", op.operand(0), op.operand(1));
    bound(op, "arith.minimumf", raised, op.operand(2))
}

/// A call of the C library's function: of `expm1f` for the types narrower than `f64`, by way of `f32`. `None`
/// where there is no module to declare it in, or the type has no such function.
fn library_call<'a>(op: Op<'a>, function: &str) -> Option<Value<'a>> {
    let builder = Builder::before(op);
    let (x, context) = (op.operand(0), op.context());
    let kind = x.ty().float_kind()?;
    let (name, ty) = match kind {
        FloatKind::F64 => (function.to_owned(), x.ty()),
        FloatKind::Other => return None,
        _ => (format!("{function}f"), Type::parse(context, "f32")?),
    };
    declare(op.ancestor("builtin.module")?, &name, ty)?;
    let wide = if ty == x.ty() {
        x
    } else {
        unary(&builder, "arith.extf", x, ty)
    };
    let called = builder
        .op("func.call")
        .operands(&[wide])
        .attr("callee", Attr::symbol(context, &name))
        .results(&[ty])
        .build()
        .result(0);
    Some(if ty == x.ty() {
        called
    } else {
        unary(&builder, "arith.truncf", called, x.ty())
    })
}

/// The declaration of a library function of one argument that touches no memory, as upstream writes it.
fn declare<'a>(module: Op<'a>, name: &str, ty: Type<'a>) -> Option<()> {
    if module.symbol(name).is_some() {
        return Some(());
    }
    let builder = Builder::before(module.region(0).first()?.first()?);
    let context = builder.context();
    builder
        .op("func.func")
        .attr("sym_name", Attr::string(context, name))
        .attr(
            "function_type",
            Attr::of_type(Type::function(context, &[ty], &[ty])),
        )
        .attr("sym_visibility", Attr::string(context, "private"))
        .attr("llvm.readnone", Attr::unit(context))
        .results(&[])
        .regions(1)
        .build();
    Some(())
}

/// `|x| == inf`.
fn is_infinite(op: Op<'_>) -> Value<'_> {
    let builder = Builder::before(op);
    let x = op.operand(0);
    let size = unary(&builder, "math.absf", x, x.ty());
    let infinity = builder.float(x.ty(), f64::INFINITY);
    compare(&builder, "arith.cmpf", EQUAL, size, infinity)
}

/// `smallest normal <= |x| < inf`.
/// Whether a float is normal: neither infinite, NaN, zero nor subnormal.
pub(crate) fn is_normal<'a>(builder: &Builder<'a>, x: Value<'a>) -> Option<Value<'a>> {
    let exponent = match x.ty().element().float_kind()? {
        FloatKind::F16 => -14,
        FloatKind::BF16 | FloatKind::F32 => -126,
        FloatKind::F64 => -1022,
        FloatKind::Other => return None,
    };
    let size = unary(builder, "math.absf", x, x.ty());
    let smallest = builder.float(x.ty(), 2f64.powi(exponent));
    let infinity = builder.float(x.ty(), f64::INFINITY);
    let large = compare(builder, "arith.cmpf", AT_LEAST, size, smallest);
    let finite = compare(builder, "arith.cmpf", LESS, size, infinity);
    Some(binary(builder, "arith.andi", large, finite))
}

/// The exponent as `i32`.
fn narrow_power(op: Op<'_>) -> Option<Vec<Value<'_>>> {
    let (x, exponent) = (op.operand(0), op.operand(1));
    exponent.ty().bit_width().filter(|&width| width < 32)?;
    let builder = Builder::before(op);
    let i32 = Type::int(op.context(), 32);
    let wide = unary(&builder, "arith.extsi", exponent, i32);
    let power = builder
        .op("math.fpowi")
        .operands(&[x, wide])
        .maybe_attr("fastmath", op.attr("fastmath"))
        .results(&[x.ty()])
        .build();
    Some(power.results())
}

/// By way of `i64`, which `index` is on every target.
fn index_power(op: Op<'_>) -> Option<Vec<Value<'_>>> {
    let (x, exponent) = (op.operand(0), op.operand(1));
    if !x.ty().is_index() {
        return None;
    }
    let builder = Builder::before(op);
    let i64 = Type::int(op.context(), 64);
    let as_i64 = |value| unary(&builder, "arith.index_cast", value, i64);
    let power = binary(&builder, "math.ipowi", as_i64(x), as_i64(exponent));
    Some(vec![unary(&builder, "arith.index_cast", power, x.ty())])
}

/// The sum, and whether it is smaller than a term.
fn index_carry(op: Op<'_>) -> Option<Vec<Value<'_>>> {
    let (a, b) = (op.operand(0), op.operand(1));
    if !a.ty().is_index() {
        return None;
    }
    let builder = Builder::before(op);
    let sum = binary(&builder, "arith.addi", a, b);
    let carry = compare(&builder, "arith.cmpi", UNSIGNED_LESS, sum, a);
    Some(vec![sum, carry])
}
