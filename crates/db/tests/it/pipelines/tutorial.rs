//! The example of `docs/incremental.md`.

use pullback_db::Pipelines;
use pullback_pass::{Attr, Error, Pass, Root, Type, WalkOrder};

/// Numbers the products of each function.
#[derive(Pass)]
#[pass(name = "test-number-products", on = "builtin.module", reads = "symbol")]
struct NumberProducts;

impl Pass for NumberProducts {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        for function in root.op().functions() {
            let ops = function.walk(WalkOrder::Pre).into_iter();
            for (number, op) in ops.filter(|op| op.is("arith.mulf")).enumerate() {
                let i64 = Type::int(op.context(), 64);
                op.set_attr("test.number", Attr::int(i64, number as i64));
            }
        }
        Ok(())
    }
}

#[test]
fn an_edit_runs_the_pass_on_what_was_edited() {
    pullback_passes::register();
    pullback_pass::register::<NumberProducts>();
    let cube = "
      func.func @square(%x: f64) -> f64 {
        %y = arith.mulf %x, %x : f64
        return %y : f64
      }
      func.func @cube(%x: f64) -> f64 {
        %s = func.call @square(%x) : (f64) -> f64
        %y = arith.mulf %s, %x : f64
        return %y : f64
      }";
    let mut pipelines = Pipelines::new();
    let mut run = |text: &str| {
        let file = pipelines.set_file("cube.mlir", text);
        let done = pipelines.run(file, "canonicalize,test-number-products");
        (done.unwrap().text, pipelines.take_events())
    };

    let (text, ran) = run(cube);
    assert_eq!(text.matches("test.number = 0").count(), 2);
    assert_eq!(ran, ["transformed", "unit(square)", "unit(cube)"]);

    // Another body of @square is no concern of @cube.
    let (text, ran) = run(&cube.replace("arith.mulf %x, %x", "arith.addf %x, %x"));
    assert_eq!(text.matches("test.number = 0").count(), 1);
    assert_eq!(ran, ["transformed", "unit(square)"]);

    // Places in the file concern nobody.
    let (_, ran) = run(&format!("// Powers.\n\n{cube}"));
    assert_eq!(ran, ["transformed"]);
}
