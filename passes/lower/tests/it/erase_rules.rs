//! What only differentiation reads is gone before the program runs.

use crate::common::{after, call};
use pullback_codegen::Value::F64;

const RULE: &str = "
    func.func @f(%x: f64) -> f64 attributes {functional.custom_vjp = @f_vjp} {
      %c = functional.stop_gradient %x : f64
      %y = arith.addf %c, %x : f64
      return %y : f64
    }
    func.func private @f_vjp(f64) -> (f64, !functional.fn<(f64) -> f64>)";

/// The rule, which gives a function value and has no body here, is not lowered.
#[test]
fn a_rule_and_a_stop_do_not_run() {
    assert_eq!(call(RULE, &[F64(1.5)]), vec![F64(3.0)]);
}

/// Until then a function with a rule stays a function.
#[test]
fn a_function_with_a_rule_is_inlined_after_its_rule_is_gone() {
    let text = format!(
        "{RULE}
        func.func @g(%x: f64) -> f64 {{
          %y = func.call @f(%x) : (f64) -> f64
          return %y : f64
        }}"
    );
    pullback_passes::register();
    let calls = |pipeline: &str| {
        let found = after(pipeline, &text).expect("simplification does not fail");
        found.matches("call @f").count()
    };
    assert_eq!(calls("functional-simplify"), 1);
    assert_eq!(calls("functional-erase-rules,functional-simplify"), 0);
}
