//! What the pass refuses, and what it leaves alone.

use crate::common::after;

fn refuses(text: &str, start: &str) {
    let message = after("functional-defunctionalize", text).expect_err("the text is refused");
    assert!(
        message.starts_with(&format!("test.mlir:{start}")),
        "{message}"
    );
    assert!(message.contains("; "), "no advice in {message}");
}

fn left_alone(text: &str) {
    let before = after("", text).expect("nothing was to be done");
    assert_eq!(
        after("functional-defunctionalize", text).expect("nothing is refused"),
        before
    );
}

#[test]
fn letrec() {
    let text = "func.func @f(%x: f64) -> f64 {
  %g = functional.letrec (%self: !functional.fn<(f64) -> f64>) {
    %l = functional.lambda (%y: f64) -> f64 {
      %r = functional.apply %self(%y) : !functional.fn<(f64) -> f64>
      functional.return %r : f64
    }
    functional.return %l : !functional.fn<(f64) -> f64>
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";
    refuses(
        text,
        "2:8: error: recursion of function values is not supported yet",
    );
}

#[test]
fn a_function_that_may_keep_itself() {
    let text = "func.func @f(%n: index, %x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %id = functional.lambda (%y: f64) -> f64 { functional.return %y : f64 }
  %g = scf.for %i = %zero to %n step %one iter_args(%h = %id) -> (!functional.fn<(f64) -> f64>) {
    %k = functional.lambda (%y: f64) -> f64 {
      %z = functional.apply %h(%y) : !functional.fn<(f64) -> f64>
      %r = arith.addf %z, %x : f64
      functional.return %r : f64
    }
    scf.yield %k : !functional.fn<(f64) -> f64>
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";
    refuses(
        text,
        "6:10: error: this function may keep a function value that is itself",
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
fn long_chains_are_handled_or_refused_but_never_a_crash() {
    after(
        "functional-defunctionalize,functional-to-llvm",
        &chain(60, 1),
    )
    .expect("a short chain is fine");
    let message = after("functional-defunctionalize", &chain(5000, 1)).unwrap_err();
    assert!(message.contains("nested more than 200 deep; "), "{message}");
    let message = after("functional-defunctionalize", &chain(60, 2)).unwrap_err();
    assert!(
        message.contains("a record of more than 10000 values; "),
        "{message}"
    );
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
