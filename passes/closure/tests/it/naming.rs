//! What the functions made of lambdas are called.

use crate::common::{call, defunctionalized};
use pullback_codegen::Value::F64;

const NESTED: &str = "func.func private @f$fn1() { return }
func.func @f(%x: f64) -> f64 {
  %g = functional.lambda (%a: f64) -> f64 {
    %h = functional.lambda (%b: f64) -> f64 { %r = arith.mulf %a, %b : f64 functional.return %r : f64 }
    %r = functional.apply %h(%x) : !functional.fn<(f64) -> f64>
    functional.return %r : f64
  }
  %k = functional.lambda () -> f64 { functional.return %x : f64 }
  %y = functional.apply %k() : !functional.fn<() -> f64>
  %r = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
  return %r : f64
}";

#[test]
fn names_follow_the_text_and_skip_those_that_are_taken() {
    let text = defunctionalized(NESTED);
    let functions: Vec<_> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("func.func "))
        .map(|line| line.split('{').next().unwrap_or(line).trim())
        .collect();
    assert_eq!(
        functions,
        [
            "private @f$fn1()",
            "private @f$fn0(%arg0: f64, %arg1: f64) -> f64",
            "private @f$fn2(%arg0: f64, %arg1: f64) -> f64",
            "private @f$fn3(%arg0: f64) -> f64",
            "@f(%arg0: f64) -> f64",
        ]
    );
    assert_eq!(call(NESTED, &[F64(3.0)]), 9.0);
}

#[test]
fn constants_are_not_captured() {
    let text = "func.func @f(%x: f64) -> f64 {
      %two = arith.constant 2.0 : f64
      %g = functional.lambda (%a: f64) -> f64 {
        %h = functional.lambda () -> f64 { functional.return %two : f64 }
        %t = functional.apply %h() : !functional.fn<() -> f64>
        %r = arith.mulf %a, %t : f64
        functional.return %r : f64
      }
      %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
      return %r : f64
    }";
    let lowered = defunctionalized(text);
    assert!(lowered.contains("@f$fn0(%arg0: f64) -> f64"), "{lowered}");
    assert!(lowered.contains("@f$fn1() -> f64"), "{lowered}");
    assert_eq!(call(text, &[F64(3.0)]), 6.0);
}
