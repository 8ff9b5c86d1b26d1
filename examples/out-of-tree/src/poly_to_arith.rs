//! `poly-to-arith`: the lowering of `docs/first-dialect.md`.

use pullback_pass::{Error, Op, Pass, Pattern, PatternSet, Rewriter, Root};

/// Lowers polynomials to multiplications and additions, by Horner's scheme.
#[derive(Pass)]
#[pass(name = "poly-to-arith", on = "func.func", dialects = ["arith"])]
pub struct PolyToArith;

impl Pass for PolyToArith {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let lowered = PatternSet::new().with(Horner).apply_greedily(root)?;
        root.count("polynomials lowered", lowered);
        Ok(())
    }
}

struct Horner;

impl Pattern for Horner {
    const ROOT: &'static str = "poly.eval";

    fn rewrite<'a>(&self, op: Op<'a>, rewriter: &Rewriter<'a>) -> Result<bool, Error> {
        let coefficients = op.attr("coefficients").and_then(|attr| attr.as_f64s());
        let Some([lower @ .., highest]) = coefficients.as_deref() else {
            return Ok(false);
        };
        let (builder, x) = (rewriter.builder(), op.operand(0));
        let binary = |name, a, b| builder.op(name).operands(&[a, b]).build().result(0);
        let mut value = builder.float(x.ty(), *highest);
        for &coefficient in lower.iter().rev() {
            let product = binary("arith.mulf", value, x);
            value = binary("arith.addf", product, builder.float(x.ty(), coefficient));
        }
        rewriter.replace(op, &[value]);
        Ok(true)
    }
}
