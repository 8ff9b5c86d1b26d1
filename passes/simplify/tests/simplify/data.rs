//! Tuples and functions through matches and loops.

use crate::{check_ops, simplified};

const LIST: &str = "
    functional.data @list { nil cons(f64, !functional.data<@list>) }
    !list = !functional.data<@list>
    !t = tuple<f64, tuple<i32, f64>>
    !f = !functional.fn<(f64) -> f64>";

#[test]
fn a_match_that_gives_tuples_gives_their_fields() {
    let text = format!(
        "{LIST}
        func.func @f(%l: !list, %x: f64, %n: i32) -> f64 {{
          %t = functional.match %l : !list -> !t {{
          case nil {{
            %u = functional.tuple %n, %x : i32, f64
            %v = functional.tuple %x, %u : f64, tuple<i32, f64>
            functional.yield %v : !t
          }}
          case cons(%y: f64, %rest: !list) {{
            %u = functional.tuple %n, %y : i32, f64
            %v = functional.tuple %y, %u : f64, tuple<i32, f64>
            functional.yield %v : !t
          }}
          }}
          %u = functional.get %t[1] : !t
          %r = functional.get %u[1] : tuple<i32, f64>
          return %r : f64
        }}"
    );
    let found = simplified(&text);
    let counts = [
        ("functional.data", 1),
        ("functional.match", 1),
        ("functional.yield", 2),
    ];
    check_ops(&found, &counts);
    assert!(found.contains("-> f64 {\n"), "{found}");
}

#[test]
fn a_switch_and_a_region_give_fields_too() {
    let text = "
        func.func @f(%i: index, %x: f64) -> f64 {
          %t = scf.index_switch %i -> tuple<f64, f64>
          case 3 {
            %s = math.sin %x : f64
            %u = functional.tuple %s, %x : f64, f64
            scf.yield %u : tuple<f64, f64>
          }
          default {
            %u = scf.execute_region -> tuple<f64, f64> {
              %c = math.cos %x : f64
              %v = functional.tuple %x, %c : f64, f64
              scf.yield %v : tuple<f64, f64>
            }
            scf.yield %u : tuple<f64, f64>
          }
          %a = functional.get %t[0] : tuple<f64, f64>
          %b = functional.get %t[1] : tuple<f64, f64>
          %r = arith.divf %a, %b : f64
          return %r : f64
        }";
    check_ops(&simplified(text), &[("scf.index_switch", 1)]);
}

#[test]
fn a_loop_that_carries_a_tuple_carries_its_fields() {
    let text = "
        func.func @f(%n: index, %x: f64) -> (f64, tuple<tuple<>, f64>) {
          %zero = arith.constant 0 : index
          %one = arith.constant 1 : index
          %unit = functional.tuple
          %s = functional.tuple %unit, %x : tuple<>, f64
          %t, %c = scf.for %i = %zero to %n step %one iter_args(%a = %s, %b = %x) -> (tuple<tuple<>, f64>, f64) {
            %y = functional.get %a[1] : tuple<tuple<>, f64>
            %z = arith.mulf %y, %b : f64
            %u = functional.get %a[0] : tuple<tuple<>, f64>
            %v = functional.tuple %u, %z : tuple<>, f64
            %w = arith.addf %b, %y : f64
            scf.yield %v, %w : tuple<tuple<>, f64>, f64
          }
          return %c, %t : f64, tuple<tuple<>, f64>
        }";
    let found = simplified(text);
    assert_eq!(found.matches("functional.").count(), 2, "{found}");
    assert!(found.contains("-> (f64, f64) {"), "{found}");
}

/// What a `while` takes and what it gives are two lists.
#[test]
fn a_while_carries_fields() {
    let text = "
        func.func @f(%x: f64, %limit: f64) -> f64 {
          %s = functional.tuple %x, %x : f64, f64
          %r = scf.while (%a = %s) : (tuple<f64, f64>) -> tuple<f64, i32> {
            %y = functional.get %a[0] : tuple<f64, f64>
            %z = functional.get %a[1] : tuple<f64, f64>
            %c = arith.cmpf olt, %y, %limit : f64
            %n = arith.fptosi %z : f64 to i32
            %p = arith.mulf %y, %z : f64
            %v = functional.tuple %p, %n : f64, i32
            scf.condition(%c) %v : tuple<f64, i32>
          } do {
          ^bb0(%v: tuple<f64, i32>):
            %p = functional.get %v[0] : tuple<f64, i32>
            %n = functional.get %v[1] : tuple<f64, i32>
            %m = arith.sitofp %n : i32 to f64
            %w = functional.tuple %p, %m : f64, f64
            scf.yield %w : tuple<f64, f64>
          }
          %y = functional.get %r[0] : tuple<f64, i32>
          return %y : f64
        }";
    let found = simplified(text);
    check_ops(&found, &[("scf.while", 1)]);
    assert!(!found.contains("tuple"), "{found}");
}

#[test]
fn a_call_of_a_function_that_a_match_gives_is_made_in_the_cases() {
    let text = format!(
        "{LIST}
        func.func @f(%l: !list, %x: f64) -> f64 {{
          %f = functional.match %l : !list -> !f {{
          case nil {{
            %g = functional.lambda (%y: f64) -> f64 {{
              %s = math.sin %y : f64
              functional.return %s : f64
            }}
            functional.yield %g : !f
          }}
          case cons(%z: f64, %rest: !list) {{
            %g = functional.lambda (%y: f64) -> f64 {{
              %s = arith.mulf %y, %z : f64
              functional.return %s : f64
            }}
            functional.yield %g : !f
          }}
          }}
          %r = functional.apply %f(%x) : !f
          return %r : f64
        }}"
    );
    let found = simplified(&text);
    let counts = [
        ("functional.data", 1),
        ("functional.match", 1),
        ("functional.yield", 2),
        ("math.sin", 1),
        ("arith.mulf", 1),
    ];
    check_ops(&found, &counts);
}

/// Here the function is closed over what the case computes: it is not computed twice.
#[test]
fn what_a_case_computes_for_a_function_stays_there() {
    let text = format!(
        "{LIST}
        func.func @f(%l: !list, %x: f64) -> f64 {{
          %f = functional.match %l : !list -> !f {{
          case nil {{
            %s = math.sin %x : f64
            %g = functional.lambda (%y: f64) -> f64 {{
              %t = arith.mulf %y, %s : f64
              functional.return %t : f64
            }}
            functional.yield %g : !f
          }}
          case cons(%z: f64, %rest: !list) {{
            %g = functional.lambda (%y: f64) -> f64 {{
              functional.return %z : f64
            }}
            functional.yield %g : !f
          }}
          }}
          %r = functional.apply %f(%x) : !f
          %q = functional.apply %f(%r) : !f
          return %q : f64
        }}"
    );
    let found = simplified(&text);
    assert_eq!(found.matches("math.sin").count(), 1, "{found}");
    assert_eq!(found.matches("functional.apply").count(), 2, "{found}");
}

/// A function of data and stacks has no effects: a call that nothing uses is dead.
#[test]
fn an_unused_call_of_a_function_with_a_match_and_a_stack_is_dead() {
    let text = format!(
        "{LIST}
        func.func private @g(%l: !list, %x: f64) -> f64 attributes {{no_inline}} {{
          %s = functional.stack : !functional.stack<f64>
          %r = functional.match %l : !list -> f64 {{
          case nil {{
            functional.yield %x : f64
          }}
          case cons(%z: f64, %rest: !list) {{
            %t = functional.push %s, %z : !functional.stack<f64>
            %u, %p = functional.pop %t : !functional.stack<f64>
            %q = func.call @g(%rest, %p) : (!list, f64) -> f64
            functional.yield %q : f64
          }}
          }}
          return %r : f64
        }}
        func.func @f(%l: !list, %x: f64) -> f64 {{
          %r = func.call @g(%l, %x) : (!list, f64) -> f64
          return %x : f64
        }}"
    );
    let found = simplified(&text);
    assert_eq!(found.matches("call @g").count(), 1, "{found}");
}

/// In each branch the constructor is known, so that nothing is made; what the cases compute goes to the branches.
#[test]
fn a_match_on_what_the_branches_make_is_no_match() {
    let text = format!(
        "{LIST}
        func.func @f(%c: i1, %x: f64) -> f64 {{
          %two = arith.constant 2.0 : f64
          %l, %y = scf.if %c -> (!list, f64) {{
            %n = functional.construct @list nil() : !list
            %s = math.sin %x : f64
            scf.yield %n, %s : !list, f64
          }} else {{
            %n = functional.construct @list nil() : !list
            %m = functional.construct @list cons(%x, %n) : (f64, !list) -> !list
            scf.yield %m, %two : !list, f64
          }}
          %r = functional.match %l : !list -> f64 {{
          case nil {{
            %z = arith.mulf %y, %two : f64
            functional.yield %z : f64
          }}
          case cons(%h: f64, %t: !list) {{
            %z = arith.subf %h, %y : f64
            functional.yield %z : f64
          }}
          }}
          return %r : f64
        }}"
    );
    let counts = [
        ("functional.data", 1),
        ("scf.if", 1),
        ("math.sin", 1),
        ("arith.mulf", 1),
        ("arith.subf", 1),
    ];
    check_ops(&simplified(&text), &counts);
}

/// What the cases use may be computed after the conditional: then the match stays where it is.
#[test]
fn a_match_that_needs_what_comes_between_stays() {
    let text = format!(
        "{LIST}
        func.func @f(%c: i1, %x: f64) -> f64 {{
          %l, %y = scf.if %c -> (!list, f64) {{
            %n = functional.construct @list nil() : !list
            %s = math.sin %x : f64
            scf.yield %n, %s : !list, f64
          }} else {{
            %n = functional.construct @list nil() : !list
            %m = functional.construct @list cons(%x, %n) : (f64, !list) -> !list
            scf.yield %m, %x : !list, f64
          }}
          %e = math.exp %y : f64
          %r = functional.match %l : !list -> f64 {{
          case nil {{
            functional.yield %e : f64
          }}
          case cons(%h: f64, %t: !list) {{
            %z = arith.subf %h, %e : f64
            functional.yield %z : f64
          }}
          }}
          return %r : f64
        }}"
    );
    let found = simplified(&text);
    assert_eq!(found.matches("functional.match").count(), 1, "{found}");
}

/// A derivative of a function that a match gives is taken in the cases, where the function is known.
#[test]
fn a_derivative_of_a_function_that_a_match_gives_is_taken_in_the_cases() {
    let text = format!(
        "{LIST}
        func.func private @g(f64, f64) -> f64
        func.func @f(%l: !list, %x: f64) -> f64 {{
          %g = functional.ref @g : !functional.fn<(f64, f64) -> f64>
          %f = functional.match %l : !list -> !f {{
          case nil {{
            %p = functional.partial %g(%x) : !functional.fn<(f64, f64) -> f64>
            functional.yield %p : !f
          }}
          case cons(%z: f64, %rest: !list) {{
            %p = functional.partial %g(%z) : !functional.fn<(f64, f64) -> f64>
            functional.yield %p : !f
          }}
          }}
          %d = functional.grad %f wrt [0] : !f
          %r = functional.apply %d(%x) : !f
          return %r : f64
        }}"
    );
    let found = simplified(&text);
    let at = |text: &str| {
        found
            .find(text)
            .unwrap_or_else(|| panic!("{text}\n{found}"))
    };
    assert_eq!(found.matches("functional.match").count(), 1, "{found}");
    assert_eq!(
        found.matches("functional.grad %partial wrt [0]").count(),
        2,
        "{found}"
    );
    assert!(at("functional.match") < at("functional.grad"), "{found}");
}
