//! One rewrite each.

use crate::{check_ops, exported, simplified};

#[test]
fn a_lambda_that_only_applies_another_function_is_that_function() {
    let text = "
        func.func @f(%g: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
          %h = functional.lambda (%x: f64) -> f64 {
            %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
            functional.return %r : f64
          }
          return %h : !functional.fn<(f64) -> f64>
        }";
    let found = simplified(text);
    check_ops(&found, &[]);
    assert!(found.contains("return %arg0"), "{found}");
}

#[test]
fn a_lambda_that_only_calls_a_named_function_is_a_reference() {
    let text = "
        func.func private @g(f64, f64) -> f64
        func.func @f() -> (!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>) {
          %h = functional.lambda (%x: f64, %y: f64) -> f64 {
            %r = func.call @g(%x, %y) : (f64, f64) -> f64
            functional.return %r : f64
          }
          %swapped = functional.lambda (%x: f64, %y: f64) -> f64 {
            %r = func.call @g(%y, %x) : (f64, f64) -> f64
            functional.return %r : f64
          }
          return %h, %swapped : !functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>
        }";
    let counts = [
        ("functional.ref", 1),
        ("functional.lambda", 1),
        ("functional.return", 1),
    ];
    check_ops(&simplified(text), &counts);
}

#[test]
fn a_function_that_only_applies_itself_stays_a_function() {
    let text = "
        !f = !functional.fn<(f64) -> f64>
        func.func @f() -> !f {
          %g = functional.letrec (%self: !f) {
            %l = functional.lambda (%y: f64) -> f64 {
              %r = functional.apply %self(%y) : !f
              functional.return %r : f64
            }
            functional.return %l : !f
          }
          return %g : !f
        }";
    // `@f$rec0` calls itself.
    let counts = [("functional.ref", 1), ("call @f$rec0(%arg0)", 1)];
    check_ops(&simplified(text), &counts);
}

#[test]
fn a_letrec_that_does_not_recurse_is_a_lambda() {
    let text = "
        !f = !functional.fn<(f64) -> f64>
        func.func @f(%x: f64) -> f64 {
          %g = functional.letrec (%self: !f) {
            %l = functional.lambda (%y: f64) -> f64 {
              %r = arith.mulf %y, %x : f64
              functional.return %r : f64
            }
            functional.return %l : !f
          }
          %r = functional.apply %g(%x) : !f
          return %r : f64
        }";
    check_ops(&simplified(text), &[("arith.mulf", 1)]);
}

#[test]
fn a_letrec_that_recurses_is_a_function_of_the_module_with_what_it_captures_as_parameters() {
    let text = "
        !f = !functional.fn<(f64) -> f64>
        func.func @f(%x: f64) -> f64 {
          %zero = arith.constant 0.0 : f64
          %g = functional.letrec (%self: !f) {
            %l = functional.lambda (%y: f64) -> f64 {
              %stop = arith.cmpf ole, %y, %zero : f64
              %r = scf.if %stop -> f64 {
                scf.yield %x : f64
              } else {
                %half = functional.lambda (%z: f64) -> f64 {
                  %n = arith.negf %x : f64
                  %s = arith.addf %z, %n : f64
                  functional.return %s : f64
                }
                %s = functional.apply %half(%y) : !f
                %r = functional.apply %self(%s) : !f
                scf.yield %r : f64
              }
              functional.return %r : f64
            }
            functional.return %l : !f
          }
          %r = functional.apply %g(%x) : !f
          return %r : f64
        }";
    let text = simplified(text);
    let counts = [
        ("functional.letrec", 0),
        ("functional.lambda", 0),
        ("call", 2),
        ("arith.subf", 1),
        ("arith.negf", 0),
    ];
    assert!(
        text.contains("@f$rec0(%arg0: f64, %arg1: f64) -> f64"),
        "{text}"
    );
    check_ops(&text, &counts);
}

#[test]
fn functions_of_a_letrec_that_need_each_other_call_each_other() {
    let text = "
        !f = !functional.fn<(i32) -> f64>
        func.func @f(%n: i32, %x: f64) -> f64 {
          %zero = arith.constant 0 : i32
          %one = arith.constant 1 : i32
          %even, %odd = functional.letrec (%e: !f, %o: !f) {
            %le = functional.lambda (%k: i32) -> f64 {
              %stop = arith.cmpi eq, %k, %zero : i32
              %r = scf.if %stop -> f64 {
                scf.yield %x : f64
              } else {
                %m = arith.subi %k, %one : i32
                %s = functional.apply %o(%m) : !f
                scf.yield %s : f64
              }
              functional.return %r : f64
            }
            %lo = functional.lambda (%k: i32) -> f64 {
              %inner = functional.letrec (%i: !f) {
                %li = functional.lambda (%l: i32) -> f64 {
                  %s = functional.apply %e(%l) : !f
                  %t = functional.apply %i(%l) : !f
                  %u = arith.addf %s, %t : f64
                  functional.return %u : f64
                }
                functional.return %li : !f
              }
              %m = arith.subi %k, %one : i32
              %s = functional.apply %inner(%m) : !f
              functional.return %s : f64
            }
            functional.return %le, %lo : !f, !f
          }
          %r = functional.apply %even(%n) : !f
          return %r : f64
        }";
    let text = simplified(text);
    check_ops(&text, &[("func.func private", 3), ("functional.letrec", 0)]);
}

#[test]
fn partial_application_in_a_branch_meets_its_lambda_outside() {
    let text = "
        func.func @f(%c: i1, %x: f64) -> f64 {
          %g = functional.lambda (%a: f64, %b: f64) -> f64 {
            %r = arith.divf %a, %b : f64
            functional.return %r : f64
          }
          %h = functional.partial %g(%x) : !functional.fn<(f64, f64) -> f64>
          %r = scf.if %c -> f64 {
            %r = functional.apply %h(%x) : !functional.fn<(f64) -> f64>
            scf.yield %r : f64
          } else {
            scf.yield %x : f64
          }
          return %r : f64
        }";
    check_ops(&simplified(text), &[("arith.divf", 1), ("scf.if", 1)]);
}

#[test]
fn a_conditional_gives_the_fields_of_a_tuple() {
    let text = "
        !t = tuple<f64, tuple<i1, f64>>
        func.func @f(%c: i1, %t: !t, %x: f64) -> (f64, f64) {
          %u = scf.if %c -> !t {
            func.call @effect() : () -> ()
            scf.yield %t : !t
          } else {
            %inner = functional.tuple %c, %x : i1, f64
            %made = functional.tuple %x, %inner : f64, tuple<i1, f64>
            scf.yield %made : !t
          }
          %a = functional.get %u[0] : !t
          %i = functional.get %u[1] : !t
          %b = functional.get %i[1] : tuple<i1, f64>
          return %a, %b : f64, f64
        }
        func.func private @effect()";
    let found = simplified(text);
    check_ops(&found, &[("functional.get", 3), ("functional.tuple", 0)]);
    assert!(found.contains("scf.if %arg0 -> (f64, f64)"), "{found}");
}

#[test]
fn a_poison_tuple_is_a_tuple_of_poison() {
    let text = "
        !t = tuple<f64, i1>
        func.func @f(%c: i1, %x: f64) -> f64 {
          %u = scf.if %c -> !t {
            %made = functional.tuple %x, %c : f64, i1
            scf.yield %made : !t
          } else {
            %p = ub.poison : !t
            scf.yield %p : !t
          }
          %a = functional.get %u[0] : !t
          return %a : f64
        }";
    check_ops(&simplified(text), &[("arith.select", 0), ("scf.if", 0)]);
}

#[test]
fn a_derivative_of_a_choice_is_a_choice_of_derivatives() {
    let text = "
        !f = !functional.fn<(f64, f64) -> f64>
        func.func @f(%c: i1, %f: !f, %g: !f, %x: f64) -> f64 {
          %h = arith.select %c, %f, %g : !f
          %d = functional.grad %h wrt [1] : !f
          %r = functional.apply %d(%x, %x) : !f
          return %r : f64
        }";
    let found = simplified(text);
    check_ops(
        &found,
        &[
            ("functional.grad", 2),
            ("functional.apply", 2),
            ("scf.if", 1),
        ],
    );
    assert_eq!(found.matches("wrt [1]").count(), 2, "{found}");
}

#[test]
fn recursive_functions_are_not_inlined() {
    let text = "
        func.func private @even(%n: i64) -> i1 {
          %r = func.call @odd(%n) : (i64) -> i1
          return %r : i1
        }
        func.func private @odd(%n: i64) -> i1 {
          %f = functional.ref @even : !functional.fn<(i64) -> i1>
          %r = functional.apply %f(%n) : !functional.fn<(i64) -> i1>
          return %r : i1
        }
        func.func @f(%n: i64) -> i1 {
          %r = func.call @even(%n) : (i64) -> i1
          return %r : i1
        }";
    check_ops(&simplified(text), &[("call", 3)]);
}

#[test]
fn large_functions_are_inlined_only_where_that_is_their_one_use() {
    let body = "%x = arith.mulf %x, %x : f64\n";
    let chain: String = (0..100)
        .map(|i| {
            body.replacen("%x", &format!("%v{}", i + 1), 1)
                .replace("%x", &format!("%v{i}"))
        })
        .collect();
    let text = |calls: &str| {
        format!(
            "func.func private @large(%v0: f64) -> f64 {{ {chain} return %v100 : f64 }}
             func.func @f(%x: f64) -> f64 {{ {calls} return %r : f64 }}"
        )
    };
    let call = "func.call @large(%x) : (f64) -> f64\n";
    let once = exported(&text(&format!("%r = {call}")));
    check_ops(&once, &[("call", 0), ("func.func", 1)]);
    let twice = exported(&text(&format!(
        "%a = {call} %b = {call} %r = arith.addf %a, %b : f64"
    )));
    check_ops(&twice, &[("call", 2), ("func.func", 2)]);
}

#[test]
fn a_function_that_must_not_be_inlined_is_not() {
    let text = "
        func.func private @g(%x: f64) -> f64 attributes {no_inline} { return %x : f64 }
        func.func private @h(%x: f64) -> f64 { return %x : f64 }
        func.func @f(%x: f64) -> f64 {
          %0 = func.call @g(%x) : (f64) -> f64
          %1 = func.call @h(%0) {no_inline} : (f64) -> f64
          return %1 : f64
        }";
    check_ops(&simplified(text), &[("call", 2)]);
}

#[test]
fn unused_calls_vanish_where_nothing_in_them_has_an_effect() {
    let text = "
        func.func private @pure(%x: f64, %n: i64) -> f64 {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %stop = arith.cmpi eq, %n, %zero : i64
          %r = scf.if %stop -> f64 {
            scf.yield %x : f64
          } else {
            %m = arith.subi %n, %one : i64
            %r = func.call @pure(%x, %m) : (f64, i64) -> f64
            scf.yield %r : f64
          }
          return %r : f64
        }
        func.func private @effect(%x: f64, %n: i64) -> f64 {
          %y = func.call @pure(%x, %n) : (f64, i64) -> f64
          %r = func.call @effect(%y, %n) : (f64, i64) -> f64
          %z = func.call @outside(%r) : (f64) -> f64
          return %z : f64
        }
        func.func private @outside(f64) -> f64
        func.func @f(%x: f64, %n: i64) {
          %a = func.call @pure(%x, %n) : (f64, i64) -> f64
          %b = func.call @pure(%a, %n) : (f64, i64) -> f64
          %c = func.call @effect(%x, %n) : (f64, i64) -> f64
          return
        }";
    let found = simplified(text);
    let (_, f) = found.split_once("@f(").expect("it is there");
    assert_eq!(f.matches("call ").count(), 1, "{found}");
}

#[test]
fn inlined_code_says_where_it_was_called() {
    let text = "
        func.func private @g(%x: f64) -> f64 { %r = math.exp %x : f64 return %r : f64 }
        func.func @f(%x: f64) -> f64 {
          %r = func.call @g(%x) : (f64) -> f64
          return %r : f64
        }";
    let found = crate::with_locations(text);
    for line in [
        "#loc3 = loc(\"test.mlir\":2:53)",
        "#loc4 = loc(\"test.mlir\":4:16)",
        "loc(callsite(#loc3 at #loc4))",
    ] {
        assert!(found.contains(line), "{line} in\n{found}");
    }
}

#[test]
fn nested_modules_are_left_alone() {
    let inner = "
          module {
            func.func @g(%x: f64) -> f64 {
              %0 = arith.negf %x : f64
              %1 = arith.negf %0 : f64
              return %1 : f64
            }
          }";
    let found = simplified(&format!("module {{ {inner} }}"));
    assert_eq!(found.matches("arith.negf").count(), 2, "{found}");
}
