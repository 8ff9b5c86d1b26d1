//! What loops carry twice.

use crate::run;

fn merged(text: &str) -> String {
    run(text, "functional-merge-carried")
}

/// What a loop carries, by its results.
fn carries(text: &str, count: usize) -> bool {
    text.contains(&format!(":{count} = scf."))
}

/// A loop with two stacks, of which each trip pushes `pushed` to the second one, and what reads them.
fn tapes(pushed: &str, readers: &str) -> String {
    format!(
        "func.func @f(%x: f64, %n: index) -> (f64, f64, !functional.stack<f64>) {{
          %zero = arith.constant 0 : index
          %one = arith.constant 1 : index
          %a = functional.stack capacity %n : !functional.stack<f64>
          %b = functional.stack capacity %n : !functional.stack<f64>
          %none = functional.stack : !functional.stack<f64>
          %r:3 = scf.for %i = %zero to %n step %one iter_args(%y = %x, %s = %a, %t = %b) -> (f64, !functional.stack<f64>, !functional.stack<f64>) {{
            %z = math.sin %y : f64
            %w = math.sin %y : f64
            %u = functional.push %s, %z : !functional.stack<f64>
            %v = functional.push %t, {pushed} : !functional.stack<f64>
            scf.yield %w, %u, %v : f64, !functional.stack<f64>, !functional.stack<f64>
          }}
          {readers}
        }}"
    )
}

/// Pops the first stack in a loop and the second one once.
const POPPED: &str = "
          %p:2 = scf.for %i = %zero to %n step %one iter_args(%c = %x, %s = %r#1) -> (f64, !functional.stack<f64>) {
            %u, %v = functional.pop %s : !functional.stack<f64>
            %d = arith.addf %c, %v : f64
            scf.yield %d, %u : f64, !functional.stack<f64>
          }
          %rest, %top = functional.pop %r#2 : !functional.stack<f64>
          return %p#0, %top, %none : f64, f64, !functional.stack<f64>";

#[test]
fn two_tapes_of_one_value_are_one() {
    let found = merged(&tapes("%w", POPPED));
    assert_eq!(found.matches("functional.push").count(), 1, "{found}");
    assert_eq!(found.matches("functional.pop").count(), 2, "{found}");
    assert_eq!(found.matches("functional.stack cap").count(), 1, "{found}");
    let found = merged(&tapes("%y", POPPED));
    assert_eq!(found.matches("functional.push").count(), 2, "{found}");
}

#[test]
fn a_tape_that_is_pushed_to_later_stays_its_own() {
    for reader in [
        "%more = functional.push %r#2, %x : !functional.stack<f64>
          return %top, %x, %more : f64, f64, !functional.stack<f64>",
        // Who gets it may push to it.
        "return %top, %x, %r#2 : f64, f64, !functional.stack<f64>",
        "%m:2 = scf.for %i = %zero to %n step %one iter_args(%c = %x, %s = %r#2) -> (f64, !functional.stack<f64>) {
            %u, %v = functional.pop %s : !functional.stack<f64>
            %d = arith.addf %c, %v : f64
            %w = functional.push %u, %d : !functional.stack<f64>
            scf.yield %d, %w : f64, !functional.stack<f64>
          }
          return %m#0, %top, %none : f64, f64, !functional.stack<f64>",
        "%m = scf.execute_region -> !functional.stack<f64> {
            scf.yield %r#2 : !functional.stack<f64>
          }
          return %x, %top, %m : f64, f64, !functional.stack<f64>",
    ] {
        let readers = format!("%rest, %top = functional.pop %r#1 : !functional.stack<f64>\n{reader}");
        let found = merged(&tapes("%w", &readers));
        let pushes = found.matches("functional.push").count();
        assert_eq!(pushes, 2 + reader.matches("functional.push").count(), "{found}");
    }
}

#[test]
fn counters_of_one_loop_are_one() {
    let text = "
        func.func @f(%x: f64, %n: i64) -> (f64, i64, i64, f64) {
          %zero = arith.constant 0 : i64
          %one = arith.constant 1 : i64
          %r:4 = scf.while (%i = %zero, %j = %zero, %y = %x, %z = %x) : (i64, i64, f64, f64) -> (f64, i64, i64, f64) {
            %c = arith.cmpi slt, %i, %n : i64
            scf.condition(%c) %y, %j, %i, %z : f64, i64, i64, f64
          } do {
          ^bb0(%y: f64, %j: i64, %i: i64, %z: f64):
            %k = arith.addi %i, %one : i64
            %l = arith.addi %j, %one : i64
            %s = math.sin %y : f64
            %t = math.cos %z : f64
            scf.yield %k, %l, %s, %t : i64, i64, f64, f64
          }
          return %r#0, %r#1, %r#2, %r#3 : f64, i64, i64, f64
        }";
    let found = merged(text);
    assert!(carries(&found, 3), "{found}");
    assert_eq!(found.matches("arith.addi").count(), 1, "{found}");
    // Equal at the start, and not for long.
    assert_eq!(found.matches("math.cos").count(), 1, "{found}");
    // Not equal at the start.
    let found = merged(&text.replace("%j = %zero", "%j = %one"));
    assert!(carries(&found, 4), "{found}");
}

/// Each is the other's next value: equal as long as both are.
#[test]
fn what_changes_places_and_starts_equal_is_one() {
    let text = "
        func.func @f(%x: f64, %n: index) -> (f64, f64) {
          %zero = arith.constant 0 : index
          %one = arith.constant 1 : index
          %r:2 = scf.for %i = %zero to %n step %one iter_args(%y = %x, %z = START) -> (f64, f64) {
            %s = math.sin %y : f64
            %t = math.sin %z : f64
            scf.yield %t, %s : f64, f64
          }
          return %r#0, %r#1 : f64, f64
        }";
    let found = merged(&text.replace("START", "%x"));
    assert_eq!(found.matches("math.sin").count(), 1, "{found}");
    let text = text
        .replace("START", "%k")
        .replace("%one =", "%k = arith.constant 1.0 : f64\n%one =");
    let found = merged(&text);
    assert_eq!(found.matches("math.sin").count(), 2, "{found}");
}
