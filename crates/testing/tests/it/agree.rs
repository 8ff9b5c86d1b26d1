//! Comparing programs around passes finds what passes break.

use pullback_ir::Registry;
use pullback_testing::{Call, Opt, agrees_after_each_pass};

const TEXT: &str = "func.func @f(%x: f64) -> f64 {
  %r = func.call @g(%x) : (f64) -> f64
  return %r : f64
}
func.func private @g(%x: f64) -> f64 {
  %s = arith.addf %x, %x : f64
  %l = functional.lambda (%y: f64) -> f64 {
    %p = arith.mulf %y, %s : f64
    functional.return %p : f64
  }
  %d = functional.grad %l : !functional.fn<(f64) -> f64>
  %r = functional.apply %d(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";

fn registry() -> Registry {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    registry
}

fn compare(pipeline: &str, input: &str) -> Result<(), String> {
    let opt = Opt {
        register: pullback_ir::register_upstream_passes,
        registry,
    };
    let call = Call {
        function: "f".into(),
        arguments: vec![1.5],
    };
    agrees_after_each_pass(&opt, input, pipeline, &[call])
}

#[test]
fn what_keeps_values_agrees() {
    assert_eq!(
        compare("inline,func.func(canonicalize,cse),symbol-dce", TEXT),
        Ok(())
    );
}

#[test]
fn the_pass_that_breaks_a_program_is_named() {
    // Privatised, nothing uses `@f`, and it goes.
    let error = compare("canonicalize,symbol-privatize,symbol-dce", TEXT).unwrap_err();
    assert!(
        error.starts_with("@f([1.5]) after `symbol-dce`: error: there is no function `@f`"),
        "{error}"
    );
}

#[test]
fn a_program_without_a_value_may_become_any() {
    let text = "func.func @f(%x: f64) -> f64 {
      %p = ub.poison : i1
      %r = scf.if %p -> f64 {
        scf.yield %x : f64
      } else {
        %s = arith.addf %x, %x : f64
        scf.yield %s : f64
      }
      return %r : f64
    }";
    assert_eq!(compare("canonicalize", text), Ok(()));
}
