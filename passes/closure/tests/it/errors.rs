//! What the pass leaves alone, and what is large.

use crate::common::after;

fn left_alone(text: &str) {
    let before = after("", text).expect("nothing was to be done");
    assert_eq!(
        after("functional-defunctionalize", text).expect("nothing is refused"),
        before
    );
}

/// A chain in which each function captures the one before, so many times.
fn chain(length: usize, uses: usize) -> String {
    let mut text = String::from(
        "func.func @f(%x: f64) -> f64 {
           %g0 = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }\n",
    );
    let ty = "!functional.fn<(f64) -> f64>";
    for k in 1..=length {
        let before = vec![format!("%g{}", k - 1); uses].join(", ");
        let types = vec![ty; uses].join(", ");
        text += &format!(
            "%t{k} = functional.tuple {before} : {types}
             %g{k} = functional.lambda (%y: f64) -> f64 {{
               %h = functional.get %t{k}[0] : tuple<{types}>
               %r = functional.apply %h(%y) : {ty}
               functional.return %r : f64
             }}\n"
        );
    }
    text + &format!("%r = functional.apply %g{length}(%x) : {ty} return %r : f64 }}")
}

#[test]
fn long_chains_become_data() {
    after(
        "functional-defunctionalize,functional-to-llvm",
        &chain(60, 1),
    )
    .expect("a short chain is fine");
    for (length, uses) in [(5000, 1), (60, 2)] {
        let text = after("functional-defunctionalize", &chain(length, uses));
        let text = text.expect("a long chain is fine");
        assert!(text.contains("functional.data private @f$fn"), "{length}");
        assert!(!text.contains("functional.fn"), "{length}");
    }
}

#[test]
fn functions_that_take_or_give_functions() {
    left_alone(
        "func.func @f(%g: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
          %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
          return %r : f64
        }",
    );
    left_alone(
        "func.func private @h(%t: tuple<!functional.fn<(f64) -> f64>>) -> f64
        func.func @f() -> f64 {
          %g = functional.lambda (%y: f64) -> f64 { functional.return %y : f64 }
          %t = functional.tuple %g : !functional.fn<(f64) -> f64>
          %r = func.call @h(%t) : (tuple<!functional.fn<(f64) -> f64>>) -> f64
          return %r : f64
        }",
    );
}

#[test]
fn derivatives() {
    left_alone(
        "func.func @f(%x: f64) -> f64 {
          %g = functional.lambda (%y: f64) -> f64 { functional.return %y : f64 }
          %d = functional.grad %g : !functional.fn<(f64) -> f64>
          %r = functional.apply %d(%x) : !functional.fn<(f64) -> f64>
          return %r : f64
        }",
    );
}
