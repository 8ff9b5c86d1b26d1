//! Function values that are known vanish.

use crate::{check_ops, exported, simplified};

/// `fn` types of the tests.
const TYPES: &str = "
!f = !functional.fn<(f64) -> f64>
!ff = !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
";

#[test]
fn church_three_of_squaring_is_three_products() {
    let text = format!(
        "{TYPES}
        func.func private @three(%f: !f) -> !f {{
          %g = functional.lambda (%x: f64) -> f64 {{
            %0 = functional.apply %f(%x) : !f
            %1 = functional.apply %f(%0) : !f
            %2 = functional.apply %f(%1) : !f
            functional.return %2 : f64
          }}
          return %g : !f
        }}
        func.func @eighth(%x: f64) -> f64 {{
          %three = functional.ref @three : !ff
          %square = functional.lambda (%y: f64) -> f64 {{
            %0 = arith.mulf %y, %y : f64
            functional.return %0 : f64
          }}
          %f = functional.apply %three(%square) : !ff
          %r = functional.apply %f(%x) : !f
          return %r : f64
        }}"
    );
    check_ops(
        &exported(&text),
        &[("arith.mulf", 3), ("func.func", 1), ("call", 0)],
    );
}

#[test]
fn a_choice_between_functions_is_a_choice_between_results() {
    let text = "
        func.func @choose(%x: f64) -> f64 {
          %zero = arith.constant 0.0 : f64
          %five = arith.constant 5.0 : f64
          %a = arith.mulf %x, %x : f64
          %b = arith.addf %x, %five : f64
          %negative = arith.cmpf olt, %x, %zero : f64
          %f = scf.if %negative -> !functional.fn<() -> f64> {
            %sum = functional.lambda () -> f64 {
              %r = arith.addf %a, %b : f64
              functional.return %r : f64
            }
            scf.yield %sum : !functional.fn<() -> f64>
          } else {
            %product = functional.lambda () -> f64 {
              %r = arith.mulf %a, %b : f64
              functional.return %r : f64
            }
            scf.yield %product : !functional.fn<() -> f64>
          }
          %r = functional.apply %f() : !functional.fn<() -> f64>
          return %r : f64
        }";
    check_ops(
        &simplified(text),
        &[("scf.if", 1), ("arith.mulf", 2), ("arith.addf", 2)],
    );
}

#[test]
fn functions_in_a_tuple_are_known() {
    let text = "
        !pair = tuple<!functional.fn<() -> f64>, !functional.fn<() -> f64>>
        func.func private @both(%t: !pair) -> f64 {
          %f = functional.get %t[0] : !pair
          %g = functional.get %t[1] : !pair
          %0 = functional.apply %f() : !functional.fn<() -> f64>
          %1 = functional.apply %g() : !functional.fn<() -> f64>
          %2 = arith.addf %0, %1 : f64
          return %2 : f64
        }
        func.func @f(%x: f64, %y: f64) -> f64 {
          %p = functional.lambda () -> f64 {
            %0 = arith.mulf %x, %y : f64
            functional.return %0 : f64
          }
          %s = functional.lambda () -> f64 {
            %0 = arith.addf %x, %y : f64
            functional.return %0 : f64
          }
          %t = functional.tuple %p, %s : !functional.fn<() -> f64>, !functional.fn<() -> f64>
          %r = func.call @both(%t) : (!pair) -> f64
          return %r : f64
        }";
    check_ops(
        &exported(text),
        &[("arith.mulf", 1), ("arith.addf", 2), ("func.func", 1)],
    );
}

#[test]
fn a_higher_order_function_is_specialised_at_each_call() {
    let text = format!(
        "{TYPES}
        func.func private @twice_shifted(%g: !f, %x: f64) -> f64 {{
          %ten = arith.constant 10.0 : f64
          %0 = functional.apply %g(%x) : !f
          %1 = arith.addf %x, %ten : f64
          %2 = functional.apply %g(%1) : !f
          %3 = arith.mulf %0, %2 : f64
          return %3 : f64
        }}
        func.func @f(%a: f64, %b: f64) -> f64 {{
          %g = functional.lambda (%x: f64) -> f64 {{
            %0 = arith.mulf %x, %b : f64
            functional.return %0 : f64
          }}
          %0 = func.call @twice_shifted(%g, %a) : (!f, f64) -> f64
          %1 = func.call @twice_shifted(%g, %b) : (!f, f64) -> f64
          %2 = arith.addf %0, %1 : f64
          return %2 : f64
        }}"
    );
    check_ops(&exported(&text), &[("arith.mulf", 6), ("func.func", 1)]);
}
