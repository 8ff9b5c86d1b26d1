//! What programs compute.

use crate::common::{call, defunctionalized};
use pullback_codegen::Value::{self, F64};

/// Calls `@f(i1, f64)` with true and with false.
fn both(text: &str, x: f64) -> [f64; 2] {
    [true, false].map(|choice| call(text, &[Value::bool(choice), F64(x)]))
}

#[test]
fn captures_computed_in_the_branches_and_several_calls() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %g = scf.if %c -> (!functional.fn<(f64) -> f64>) {
        %xx = arith.mulf %x, %x : f64
        %h = functional.lambda (%y: f64) -> f64 {
          %r = arith.addf %y, %xx : f64
          functional.return %r : f64
        }
        scf.yield %h : !functional.fn<(f64) -> f64>
      } else {
        %n = arith.negf %x : f64
        %ten = arith.constant 10.0 : f64
        %h = functional.lambda (%y: f64) -> f64 {
          %p = arith.mulf %y, %n : f64
          %q = arith.addf %p, %x : f64
          %r = arith.addf %q, %ten : f64
          functional.return %r : f64
        }
        scf.yield %h : !functional.fn<(f64) -> f64>
      }
      %a = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
      %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
      %r = arith.addf %a, %b : f64
      return %r : f64
    }";
    // c: a = x + x^2, b = a + x^2. else: g(y) = -x y + x + 10.
    assert_eq!(both(text, 3.0), [33.0, 4.0 + 1.0]);
}

#[test]
fn closures_in_tuples_out_of_conditionals() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %t = scf.if %c -> (tuple<f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>>) {
        %g = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %x : f64 functional.return %r : f64 }
        %h = functional.lambda () -> f64 { functional.return %x : f64 }
        %p = functional.tuple %g, %h : !functional.fn<(f64) -> f64>, !functional.fn<() -> f64>
        %q = functional.tuple %x, %p : f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>
        scf.yield %q : tuple<f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>>
      } else {
        %two = arith.constant 2.0 : f64
        %g = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %two : f64 functional.return %r : f64 }
        %h = functional.lambda () -> f64 { %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64> functional.return %r : f64 }
        %p = functional.tuple %g, %h : !functional.fn<(f64) -> f64>, !functional.fn<() -> f64>
        %q = functional.tuple %two, %p : f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>
        scf.yield %q : tuple<f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>>
      }
      %a = functional.get %t[0] : tuple<f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>>
      %p = functional.get %t[1] : tuple<f64, tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>>
      %g = functional.get %p[0] : tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>
      %h = functional.get %p[1] : tuple<!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>>
      %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
      %d = functional.apply %h() : !functional.fn<() -> f64>
      %r = arith.mulf %b, %d : f64
      return %r : f64
    }";
    assert_eq!(both(text, 3.0), [27.0, 20.0]);
}

#[test]
fn functions_that_return_functions_through_a_conditional() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %g = functional.lambda (%k: i1, %a: f64) -> !functional.fn<(f64) -> f64> {
        %r = scf.if %k -> (!functional.fn<(f64) -> f64>) {
          %h = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %a, %y : f64 functional.return %r : f64 }
          scf.yield %h : !functional.fn<(f64) -> f64>
        } else {
          %h = functional.lambda (%y: f64) -> f64 {
            %s = arith.subf %a, %y : f64
            %r = arith.addf %s, %x : f64
            functional.return %r : f64
          }
          scf.yield %h : !functional.fn<(f64) -> f64>
        }
        functional.return %r : !functional.fn<(f64) -> f64>
      }
      %five = arith.constant 5.0 : f64
      %true = arith.constant true
      %not = arith.xori %c, %true : i1
      %h = functional.apply %g(%c, %five) : !functional.fn<(i1, f64) -> !functional.fn<(f64) -> f64>>
      %i = functional.apply %g(%not, %x) : !functional.fn<(i1, f64) -> !functional.fn<(f64) -> f64>>
      %s = arith.select %c, %h, %i : !functional.fn<(f64) -> f64>
      %a = functional.apply %s(%x) : !functional.fn<(f64) -> f64>
      %b = functional.apply %h(%five) : !functional.fn<(f64) -> f64>
      %r = arith.addf %a, %b : f64
      return %r : f64
    }";
    // c: 5*3 + 5*5. else: i = (3 *), h = 5 - y + 3: 9 + 3.
    assert_eq!(both(text, 3.0), [40.0, 12.0]);
}

#[test]
fn poison_where_the_pullback_is_not_made() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %y, %pb = scf.if %c -> (f64, !functional.fn<(f64) -> f64>) {
        %s = math.sin %x : f64
        %l = functional.lambda (%d: f64) -> f64 {
          %k = math.cos %x : f64
          %r = arith.mulf %k, %d : f64
          functional.return %r : f64
        }
        scf.yield %s, %l : f64, !functional.fn<(f64) -> f64>
      } else {
        %p = ub.poison : !functional.fn<(f64) -> f64>
        scf.yield %x, %p : f64, !functional.fn<(f64) -> f64>
      }
      %one = arith.constant 1.0 : f64
      %g = scf.if %c -> (f64) {
        %r = functional.apply %pb(%one) : !functional.fn<(f64) -> f64>
        scf.yield %r : f64
      } else {
        scf.yield %one : f64
      }
      %r = arith.addf %y, %g : f64
      return %r : f64
    }";
    assert!(
        !defunctionalized(text).contains("arith.cmpi"),
        "a set of one function needs no tag"
    );
    let x = 0.5f64;
    let [yes, no] = both(text, x);
    assert!((yes - x.sin() - x.cos()).abs() < 1e-15 && no == x + 1.0);
}

#[test]
fn partial_applications_of_chosen_functions() {
    let text = "func.func private @power(%x: f64, %n: i32, %s: f64) -> f64 {
      %p = math.fpowi %x, %n : f64, i32
      %r = arith.mulf %p, %s : f64
      return %r : f64
    }
    func.func @f(%c: i1, %x: f64) -> f64 {
      %pow = functional.ref @power : !functional.fn<(f64, i32, f64) -> f64>
      %l = functional.lambda (%a: f64, %n: i32, %s: f64) -> f64 {
        %m = arith.sitofp %n : i32 to f64
        %b = arith.addf %a, %m : f64
        %r = arith.mulf %b, %s : f64
        functional.return %r : f64
      }
      %g = arith.select %c, %pow, %l : !functional.fn<(f64, i32, f64) -> f64>
      %n = arith.constant 2 : i32
      %h = functional.partial %g(%x) : !functional.fn<(f64, i32, f64) -> f64>
      %k = functional.partial %h(%n) : !functional.fn<(i32, f64) -> f64>
      %s = arith.constant 10.0 : f64
      %a = functional.apply %k(%s) : !functional.fn<(f64) -> f64>
      %other = functional.ref @power : !functional.fn<(f64, i32, f64) -> f64>
      %b = functional.apply %other(%x, %n, %x) : !functional.fn<(f64, i32, f64) -> f64>
      %r = arith.addf %a, %b : f64
      return %r : f64
    }";
    assert_eq!(both(text, 3.0), [90.0 + 27.0, 50.0 + 27.0]);
}

#[test]
fn functions_that_take_functions() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %twice = functional.lambda (%g: !functional.fn<(f64) -> f64>, %y: f64) -> f64 {
        %a = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
        %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
        functional.return %b : f64
      }
      %once = functional.lambda (%g: !functional.fn<(f64) -> f64>, %y: f64) -> f64 {
        %a = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
        functional.return %a : f64
      }
      %h = arith.select %c, %twice, %once : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
      %add = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }
      %mul = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %x : f64 functional.return %r : f64 }
      %a = functional.apply %h(%add, %x) : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
      %b = functional.apply %h(%mul, %x) : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
      %r = arith.addf %a, %b : f64
      return %r : f64
    }";
    assert_eq!(both(text, 3.0), [9.0 + 27.0, 6.0 + 9.0]);
}

#[test]
fn many_functions_to_choose_from() {
    let mut text = String::from("func.func @f(%n: index, %x: f64) -> f64 {\n");
    for k in 0..9 {
        text += &format!(
            "%g{k} = functional.lambda (%y: f64) -> f64 {{
               %k = arith.constant {k}.0 : f64
               %p = arith.mulf %y, %k : f64
               %r = arith.addf %p, %x : f64
               functional.return %r : f64
             }}\n"
        );
    }
    text += "%g = scf.index_switch %n -> !functional.fn<(f64) -> f64>\n";
    for k in 0..8 {
        text += &format!("case {k} {{ scf.yield %g{k} : !functional.fn<(f64) -> f64> }}\n");
    }
    text += "default { scf.yield %g8 : !functional.fn<(f64) -> f64> }
      %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
      return %r : f64
    }";
    for k in 0..9 {
        assert_eq!(
            call(&text, &[Value::i64(k), F64(3.0)]),
            3.0 * k as f64 + 3.0
        );
    }
}

#[test]
fn loops_carry_functions() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %zero = arith.constant 0 : index
      %one = arith.constant 1 : index
      %five = arith.constant 5 : index
      %a = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }
      %b = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %x : f64 functional.return %r : f64 }
      %init = arith.select %c, %a, %b : !functional.fn<(f64) -> f64>
      %last, %other, %s = scf.for %i = %zero to %five step %one iter_args(%g = %init, %h = %a, %t = %x)
          -> (!functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>, f64) {
        %u = functional.apply %g(%t) : !functional.fn<(f64) -> f64>
        scf.yield %h, %g, %u : !functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>, f64
      }
      %w = scf.while (%g = %last) : (!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
        %go = arith.constant false
        scf.condition(%go) %g : !functional.fn<(f64) -> f64>
      } do {
      ^bb0(%g: !functional.fn<(f64) -> f64>):
        scf.yield %other : !functional.fn<(f64) -> f64>
      }
      %r = functional.apply %w(%s) : !functional.fn<(f64) -> f64>
      return %r : f64
    }";
    // c: all additions, six of them. else: * + * + *, then +.
    let x = 2.0;
    assert_eq!(both(text, x), [14.0, (((x * x + x) * x) + x) * x + x]);
}

#[test]
fn lambdas_in_lambdas_capture_through_both() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %outer = functional.lambda (%a: f64) -> tuple<!functional.fn<(f64) -> f64>, f64> {
        %inner = functional.lambda (%b: f64) -> f64 {
          %most = functional.lambda () -> f64 {
            %p = arith.mulf %a, %b : f64
            %q = arith.addf %p, %x : f64
            functional.return %q : f64
          }
          %none = functional.lambda () -> f64 { functional.return %b : f64 }
          %g = arith.select %c, %most, %none : !functional.fn<() -> f64>
          %r = functional.apply %g() : !functional.fn<() -> f64>
          functional.return %r : f64
        }
        %t = functional.tuple %inner, %a : !functional.fn<(f64) -> f64>, f64
        functional.return %t : tuple<!functional.fn<(f64) -> f64>, f64>
      }
      %two = arith.constant 2.0 : f64
      %t = functional.apply %outer(%two) : !functional.fn<(f64) -> tuple<!functional.fn<(f64) -> f64>, f64>>
      %g = functional.get %t[0] : tuple<!functional.fn<(f64) -> f64>, f64>
      %k = functional.get %t[1] : tuple<!functional.fn<(f64) -> f64>, f64>
      %s = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
      %r = arith.addf %s, %k : f64
      return %r : f64
    }";
    assert_eq!(both(text, 3.0), [11.0, 5.0]);
}

#[test]
fn a_value_that_is_no_function_gives_poison() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %p = ub.poison : !functional.fn<(f64) -> f64>
      %r = scf.if %c -> (f64) {
        %y = functional.apply %p(%x) : !functional.fn<(f64) -> f64>
        scf.yield %y : f64
      } else {
        scf.yield %x : f64
      }
      return %r : f64
    }";
    assert_eq!(call(text, &[Value::bool(false), F64(3.0)]), 3.0);
}

#[test]
fn a_small_set_flows_into_larger_ones_twice() {
    let text = "func.func @f(%c: i1, %x: f64) -> f64 {
      %a = functional.lambda (%y: f64) -> f64 { %r = arith.addf %y, %x : f64 functional.return %r : f64 }
      %b = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %x : f64 functional.return %r : f64 }
      %d = functional.lambda (%y: f64) -> f64 { %r = arith.subf %y, %x : f64 functional.return %r : f64 }
      %bd = arith.select %c, %b, %d : !functional.fn<(f64) -> f64>
      %ten = arith.constant 10.0 : f64
      %big = arith.cmpf ogt, %x, %ten : f64
      %all = scf.if %big -> (!functional.fn<(f64) -> f64>) {
        scf.yield %a : !functional.fn<(f64) -> f64>
      } else {
        scf.yield %bd : !functional.fn<(f64) -> f64>
      }
      %p = functional.apply %all(%ten) : !functional.fn<(f64) -> f64>
      %q = functional.apply %bd(%ten) : !functional.fn<(f64) -> f64>
      %r = arith.addf %p, %q : f64
      return %r : f64
    }";
    assert_eq!(both(text, 3.0), [60.0, 14.0]);
    assert_eq!(both(text, 20.0), [230.0, 20.0]);
}
