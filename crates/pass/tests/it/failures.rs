//! Failures are located diagnostics; a panic is one too.

use crate::{failure, run};
use pullback_pass::{Error, Pass, Root, WalkOrder, register};

/// Refuses products.
#[derive(Pass)]
#[pass(name = "test-refuse-products", on = "func.func")]
struct RefuseProducts;

impl Pass for RefuseProducts {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        for op in root.op().walk(WalkOrder::Pre) {
            if op.is("arith.mulf") {
                let sum = op.operand(0).defining_op().expect("a sum");
                return Err(Error::at(op, "a product is refused; add instead")
                    .note(sum, "its operand is made here"));
            }
        }
        Ok(())
    }
}

#[test]
fn an_error_stands_at_its_op_with_its_notes() {
    register::<RefuseProducts>();
    assert_eq!(
        failure("func.func(test-refuse-products)"),
        "test.mlir:3:8: error: a product is refused; add instead\n\
         test.mlir:2:8: note: its operand is made here"
    );
}

/// Panics.
#[derive(Pass)]
#[pass(name = "test-panic", on = "func.func")]
struct Panics;

impl Pass for Panics {
    fn run(&self, _: &mut Root<'_>) -> Result<(), Error> {
        panic!("this cannot be")
    }
}

#[test]
fn a_panic_names_the_pass_and_the_op() {
    register::<Panics>();
    let failure = failure("func.func(test-panic)");
    assert!(
        failure.starts_with("test.mlir:1:1: error: internal error in pass `test-panic` on 'func.func' @f: this cannot be"),
        "{failure}"
    );
}

/// Erases an op that is used.
#[derive(Pass)]
#[pass(name = "test-erase-used", on = "func.func")]
struct ErasesUsed;

impl Pass for ErasesUsed {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        root.op().region(0).entry().ops()[0].erase();
        Ok(())
    }
}

#[test]
fn erasing_what_is_used_is_refused() {
    register::<ErasesUsed>();
    assert!(
        failure("func.func(test-erase-used)")
            .contains("arith.addf is erased while its results are used")
    );
}

/// Reads an op after it has erased it.
#[derive(Pass)]
#[pass(name = "test-read-erased", on = "func.func")]
struct ReadsErased;

impl Pass for ReadsErased {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let product = root.op().region(0).entry().ops()[1];
        let x = root.op().region(0).entry().arg(0);
        product.replace_with(&[x]);
        assert_eq!(
            product.name(),
            "arith.mulf",
            "an erased op still knows its name"
        );
        product.operand(0);
        Ok(())
    }
}

#[test]
fn reading_an_erased_op_is_no_undefined_behaviour() {
    register::<ReadsErased>();
    assert!(failure("func.func(test-read-erased)").contains("the value of an erased op was read"));
}

/// Erases an op that it has erased.
#[derive(Pass)]
#[pass(name = "test-erase-twice", on = "func.func")]
struct ErasesTwice;

impl Pass for ErasesTwice {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let product = root.op().region(0).entry().ops()[1];
        let x = root.op().region(0).entry().arg(0);
        product.replace_with(&[x]);
        product.erase();
        Ok(())
    }
}

#[test]
fn erasing_twice_is_no_undefined_behaviour() {
    register::<ErasesTwice>();
    assert!(
        failure("func.func(test-erase-twice)").contains("arith.mulf is erased, and in no block")
    );
}

/// Runs upstream passes on its root.
#[derive(Pass)]
#[pass(name = "test-nested", on = "func.func", dialects = ["arith"])]
struct Nested;

impl Pass for Nested {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let sum = root.op().region(0).entry().ops()[0];
        let builder = root.before(sum);
        builder.float(sum.result(0).ty(), 1.0);
        root.run_pipeline("canonicalize,cse")?;
        root.run_pipeline("test-refuse-products")
    }
}

#[test]
fn a_nested_pipeline_says_why_it_fails() {
    register::<RefuseProducts>();
    register::<Nested>();
    assert!(
        failure("func.func(test-nested)").starts_with("test.mlir:3:8: error: a product is refused")
    );
    assert!(run("func.func(cse)").is_ok());
}
