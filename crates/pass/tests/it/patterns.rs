//! Rewrite patterns under the greedy driver.

use crate::{failure, run};
use pullback_pass::{Error, Op, Pass, Pattern, PatternSet, Rewriter, Root, register};

/// `x + x` is `2 * x`.
struct Double;

impl Pattern for Double {
    const ROOT: &'static str = "arith.addf";

    fn rewrite<'a>(&self, op: Op<'a>, rewriter: &Rewriter<'a>) -> Result<bool, Error> {
        if op.operand(0) != op.operand(1) {
            return Ok(false);
        }
        let ty = op.result(0).ty();
        let two = rewriter.builder().float(ty, 2.0);
        let product = rewriter
            .builder()
            .op("arith.mulf")
            .operands(&[two, op.operand(0)])
            .results(&[ty])
            .build();
        rewriter.replace(op, &[product.result(0)]);
        assert_eq!(op.name(), "arith.addf", "the handle is valid to the end");
        Ok(true)
    }
}

/// Marks sums, before `Double` can take them.
struct Mark;

impl Pattern for Mark {
    const ROOT: &'static str = "arith.addf";
    const BENEFIT: u32 = 10;

    fn rewrite<'a>(&self, op: Op<'a>, rewriter: &Rewriter<'a>) -> Result<bool, Error> {
        if op.attr("seen").is_some() {
            return Ok(false);
        }
        rewriter.modify(op, |op| {
            op.set_attr("seen", pullback_pass::Attr::unit(op.context()))
        });
        Err(Error::at(op, "the mark was set first"))
    }
}

/// Doubles.
#[derive(Pass)]
#[pass(name = "test-double", on = "func.func", dialects = ["arith"])]
struct Doubles {
    /// Marks first.
    mark: bool,
}

impl Pass for Doubles {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let mut patterns = PatternSet::new().with(Double);
        if self.mark {
            patterns = patterns.with(Mark);
        }
        let changes = patterns.apply_greedily(root)?;
        root.count("doubled", changes);
        Ok(())
    }
}

#[test]
fn a_pattern_rewrites() {
    register::<Doubles>();
    let text = run("func.func(test-double)").expect("it rewrites");
    assert!(
        !text.contains("arith.addf") && text.contains("2.0"),
        "{text}"
    );
}

#[test]
fn higher_benefit_comes_first_and_an_error_ends_the_driver() {
    register::<Doubles>();
    assert_eq!(
        failure("func.func(test-double{mark=true})"),
        "test.mlir:2:8: error: the mark was set first"
    );
}
