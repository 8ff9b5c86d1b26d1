//! `math-expand-powers`: the pass of `docs/first-pass.md`.

use pullback_pass::{Builder, Error, Op, Pass, Root, Value, WalkOrder};

/// Makes multiplications of powers with small constant exponents.
#[derive(Pass)]
#[pass(name = "math-expand-powers", on = "func.func", dialects = ["arith"])]
pub struct ExpandPowers {
    /// The largest exponent that is expanded.
    #[option(default = 16)]
    pub limit: u64,
    /// Fail at a power that would stay.
    pub strict: bool,
}

impl Pass for ExpandPowers {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut expanded = 0;
        for op in root.op().walk(WalkOrder::Pre) {
            if !op.is("math.fpowi") {
                continue;
            }
            match constant(op.operand(1)) {
                Some(exponent) if (1..=self.limit).contains(&exponent) => {
                    let value = power(&root.before(op), op.operand(0), exponent);
                    op.replace_with(&[value]);
                    expanded += 1;
                }
                _ if self.strict => return Err(refusal(op, self.limit)),
                _ => {}
            }
        }
        root.count("powers expanded", expanded);
        Ok(())
    }
}

/// The value of a constant integer that is not negative.
fn constant(value: Value<'_>) -> Option<u64> {
    let op = value.defining_op().filter(|op| op.is("arith.constant"))?;
    u64::try_from(op.attr("value")?.as_int()?).ok()
}

/// The power by squaring.
fn power<'a>(builder: &Builder<'a>, base: Value<'a>, exponent: u64) -> Value<'a> {
    let product = |a, b| builder.op("arith.mulf").operands(&[a, b]).build();
    if exponent == 1 {
        return base;
    }
    let half = power(builder, base, exponent / 2);
    let square = product(half, half).result(0);
    match exponent % 2 {
        0 => square,
        _ => product(square, base).result(0),
    }
}

fn refusal(op: Op<'_>, limit: u64) -> Error {
    let message = format!("the exponent is no constant from 1 to {limit}");
    let advice = "raise `limit`, or leave out `strict`";
    let error = Error::at(op, format!("{message}; {advice}"));
    match op.operand(1).defining_op() {
        Some(exponent) => error.note(exponent, "the exponent is made here"),
        None => error,
    }
}
