//! What the next trip of a loop cannot reach is freed.

use crate::common::{after, object};
use pullback_codegen::{Jit, Value, guarded};

/// Runs `@f` of a module in so much memory.
fn call_within(memory: usize, text: &str, args: &[Value]) -> Result<Vec<Value>, String> {
    let text = after(pullback_lower::TO_LLVM, text).expect("the text lowers");
    let jit = Jit::with_memory(Some(memory)).expect("a JIT");
    jit.add_object(&object(&text, &["f"]))
        .expect("a new object");
    let result = guarded(None, || jit.call("f", args)).expect("a stack");
    result.map_err(|error| error.to_string())
}

const LIST: &str = "functional.data @list { nil cons(f64, !functional.data<@list>) }
func.func private @count(%n: index) -> !functional.data<@list> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %nil = functional.construct @list nil() : !functional.data<@list>
  %r = scf.for %i = %zero to %n step %one iter_args(%l = %nil) -> (!functional.data<@list>) {
    %k = arith.index_cast %i : index to i64
    %x = arith.sitofp %k : i64 to f64
    %c = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %c : !functional.data<@list>
  }
  return %r : !functional.data<@list>
}
func.func private @plus(%l: !functional.data<@list>, %y: f64) -> !functional.data<@list> {
  %r = functional.match %l : !functional.data<@list> -> !functional.data<@list> {
  case nil {
    functional.yield %l : !functional.data<@list>
  }
  case cons(%x: f64, %t: !functional.data<@list>) {
    %s = func.call @plus(%t, %y) : (!functional.data<@list>, f64) -> !functional.data<@list>
    %z = arith.addf %x, %y : f64
    %c = functional.construct @list cons(%z, %s) : (f64, !functional.data<@list>) -> !functional.data<@list>
    functional.yield %c : !functional.data<@list>
  }
  }
  return %r : !functional.data<@list>
}
func.func private @sum(%l: !functional.data<@list>) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %z = arith.constant 0.0 : f64
    functional.yield %z : f64
  }
  case cons(%x: f64, %t: !functional.data<@list>) {
    %s = func.call @sum(%t) : (!functional.data<@list>) -> f64
    %r = arith.addf %x, %s : f64
    functional.yield %r : f64
  }
  }
  return %r : f64
}
";

/// A list of `k` is made anew in each of `n` trips, in a counted loop and in one with a condition.
#[test]
fn lists_that_loops_replace_are_freed() {
    let text = format!(
        "{LIST}
func.func @f(%n: index, %k: index) -> (f64, f64) {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %step = arith.constant 1.0 : f64
  %start = func.call @count(%k) : (index) -> !functional.data<@list>
  %a = scf.for %i = %zero to %n step %one iter_args(%l = %start) -> (!functional.data<@list>) {{
    %m = func.call @plus(%l, %step) : (!functional.data<@list>, f64) -> !functional.data<@list>
    scf.yield %m : !functional.data<@list>
  }}
  %s = func.call @sum(%a) : (!functional.data<@list>) -> f64
  %r:2 = scf.while (%i = %zero, %l = %start) : (index, !functional.data<@list>) -> (index, !functional.data<@list>) {{
    %m = func.call @plus(%l, %step) : (!functional.data<@list>, f64) -> !functional.data<@list>
    %c = arith.cmpi slt, %i, %n : index
    scf.condition(%c) %i, %m : index, !functional.data<@list>
  }} do {{
  ^bb0(%i: index, %l: !functional.data<@list>):
    %m = func.call @plus(%l, %step) : (!functional.data<@list>, f64) -> !functional.data<@list>
    %j = arith.addi %i, %one : index
    scf.yield %j, %m : index, !functional.data<@list>
  }}
  %t = func.call @sum(%r#1) : (!functional.data<@list>) -> f64
  return %s, %t : f64, f64
}}"
    );
    // All the lists together take 16 MB for each ten thousand trips.
    for (n, k) in [(0, 5), (1, 0), (7, 1), (20_000, 100)] {
        let found = call_within(1 << 20, &text, &[Value::i64(n), Value::i64(k)]);
        let (n, k) = (n as f64, k as f64);
        let first = k * (k - 1.0) / 2.0;
        let expected = [first + n * k, first + (2.0 * n + 1.0) * k].map(Value::F64);
        assert_eq!(found, Ok(expected.to_vec()), "{n} trips, {k} cells");
    }
}

/// What is live grows from trip to trip, and most of what is allocated is garbage.
#[test]
fn what_grows_is_kept() {
    let text = format!(
        "{LIST}
func.func @f(%n: index, %k: index) -> f64 {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = func.call @count(%zero) : (index) -> !functional.data<@list>
  %a = scf.for %i = %zero to %n step %one iter_args(%l = %start) -> (!functional.data<@list>) {{
    %garbage = func.call @count(%k) : (index) -> !functional.data<@list>
    %x = functional.match %garbage : !functional.data<@list> -> f64 {{
    case nil {{
      %z = arith.constant 0.0 : f64
      functional.yield %z : f64
    }}
    case cons(%x: f64, %t: !functional.data<@list>) {{
      functional.yield %x : f64
    }}
    }}
    %m = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %m : !functional.data<@list>
  }}
  %s = func.call @sum(%a) : (!functional.data<@list>) -> f64
  return %s : f64
}}"
    );
    let args = [Value::i64(50_000), Value::i64(20)];
    // 0.8 MB are live in the end, of 17 MB.
    let found = call_within(8 << 20, &text, &args);
    assert_eq!(found, Ok(vec![Value::F64(50_000.0 * 19.0)]));
}

/// Where all is live and there is no room for copies, nothing is lost.
#[test]
fn what_cannot_be_copied_stays() {
    let text = format!(
        "{LIST}
func.func @f(%n: index) -> f64 {{
  %l = func.call @count(%n) : (index) -> !functional.data<@list>
  %s = func.call @sum(%l) : (!functional.data<@list>) -> f64
  return %s : f64
}}"
    );
    // 16 bytes a cell.
    let found = call_within(2 << 20, &text, &[Value::i64(100_000)]);
    assert_eq!(found, Ok(vec![Value::F64(4_999_950_000.0)]));
}

/// A tree of depth 60 whose halves are one has 60 nodes, also after it was copied: without that it had 2^60.
#[test]
fn what_is_shared_stays_shared() {
    let text = "
functional.data @tree { leaf(f64) node(!functional.data<@tree>, i1, !functional.data<@tree>) }
func.func private @left(%t: !functional.data<@tree>) -> f64 {
  %r = functional.match %t : !functional.data<@tree> -> f64 {
  case leaf(%x: f64) {
    functional.yield %x : f64
  }
  case node(%l: !functional.data<@tree>, %b: i1, %r: !functional.data<@tree>) {
    %x = func.call @left(%r) : (!functional.data<@tree>) -> f64
    %one = arith.constant 1.0 : f64
    %nothing = arith.constant 0.0 : f64
    %w = arith.select %b, %one, %nothing : f64
    %v = arith.addf %x, %w : f64
    functional.yield %v : f64
  }
  }
  return %r : f64
}
func.func @f(%n: index, %x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %depth = arith.constant 60 : index
  %yes = arith.constant true
  %leaf = functional.construct @tree leaf(%x) : (f64) -> !functional.data<@tree>
  %a = scf.for %i = %zero to %n step %one iter_args(%before = %leaf) -> (!functional.data<@tree>) {
    %start = functional.construct @tree leaf(%x) : (f64) -> !functional.data<@tree>
    %b = scf.for %j = %zero to %depth step %one iter_args(%t = %start) -> (!functional.data<@tree>) {
      %u = functional.construct @tree node(%t, %yes, %t) : (!functional.data<@tree>, i1, !functional.data<@tree>) -> !functional.data<@tree>
      scf.yield %u : !functional.data<@tree>
    }
    scf.yield %b : !functional.data<@tree>
  }
  %r = func.call @left(%a) : (!functional.data<@tree>) -> f64
  return %r : f64
}";
    let found = call_within(1 << 20, text, &[Value::i64(100_000), Value::F64(0.5)]);
    assert_eq!(found, Ok(vec![Value::F64(60.5)]));
}

/// Types that hold each other, in tuples, beside numbers; constructors without fields; what was there before the loop; a loop in
/// a loop.
#[test]
fn every_part_of_what_is_carried_is_kept() {
    let text = "
functional.data @forest { none more(tuple<!functional.data<@tree>, f32>, !functional.data<@forest>) }
functional.data @tree { red green blue(i8, tuple<index, tuple<!functional.data<@forest>>>) leaf(f64) }
func.func private @weigh(%t: !functional.data<@tree>) -> f64 {
  %r = functional.match %t : !functional.data<@tree> -> f64 {
  case red {
    %c = arith.constant 1.0 : f64
    functional.yield %c : f64
  }
  case green {
    %c = arith.constant 2.0 : f64
    functional.yield %c : f64
  }
  case blue(%a: i8, %p: tuple<index, tuple<!functional.data<@forest>>>) {
    %i = functional.get %p[0] : tuple<index, tuple<!functional.data<@forest>>>
    %q = functional.get %p[1] : tuple<index, tuple<!functional.data<@forest>>>
    %g = functional.get %q[0] : tuple<!functional.data<@forest>>
    %w = func.call @weigh_all(%g) : (!functional.data<@forest>) -> f64
    %k = arith.index_cast %i : index to i64
    %x = arith.sitofp %k : i64 to f64
    %y = arith.sitofp %a : i8 to f64
    %s = arith.addf %x, %y : f64
    %r = arith.addf %s, %w : f64
    functional.yield %r : f64
  }
  case leaf(%x: f64) {
    functional.yield %x : f64
  }
  }
  return %r : f64
}
func.func private @weigh_all(%f: !functional.data<@forest>) -> f64 {
  %r = functional.match %f : !functional.data<@forest> -> f64 {
  case none {
    %c = arith.constant 0.0 : f64
    functional.yield %c : f64
  }
  case more(%p: tuple<!functional.data<@tree>, f32>, %g: !functional.data<@forest>) {
    %t = functional.get %p[0] : tuple<!functional.data<@tree>, f32>
    %x = functional.get %p[1] : tuple<!functional.data<@tree>, f32>
    %w = func.call @weigh(%t) : (!functional.data<@tree>) -> f64
    %v = func.call @weigh_all(%g) : (!functional.data<@forest>) -> f64
    %y = arith.extf %x : f32 to f64
    %s = arith.addf %w, %y : f64
    %r = arith.addf %s, %v : f64
    functional.yield %r : f64
  }
  }
  return %r : f64
}
func.func @f(%n: index) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %m = arith.constant 40 : index
  %a = arith.constant -3 : i8
  %h = arith.constant 0.5 : f32
  %x = arith.constant 10.0 : f64
  %none = functional.construct @forest none() : !functional.data<@forest>
  %red = functional.construct @tree red() : !functional.data<@tree>
  %green = functional.construct @tree green() : !functional.data<@tree>
  %old = functional.construct @tree leaf(%x) : (f64) -> !functional.data<@tree>
  %unit = functional.tuple %none, %red : !functional.data<@forest>, !functional.data<@tree>
  %r:2 = scf.for %i = %zero to %n step %one iter_args(%p = %unit, %q = %green)
      -> (tuple<!functional.data<@forest>, !functional.data<@tree>>, !functional.data<@tree>) {
    %f = scf.for %j = %zero to %m step %one iter_args(%f = %none) -> (!functional.data<@forest>) {
      %w = functional.tuple %f : !functional.data<@forest>
      %v = functional.tuple %j, %w : index, tuple<!functional.data<@forest>>
      %blue = functional.construct @tree blue(%a, %v) : (i8, tuple<index, tuple<!functional.data<@forest>>>) -> !functional.data<@tree>
      %two = arith.constant 2 : index
      %rest = arith.remui %j, %two : index
      %t = scf.index_switch %rest -> !functional.data<@tree>
      case 0 {
        scf.yield %old : !functional.data<@tree>
      }
      default {
        scf.yield %red : !functional.data<@tree>
      }
      %is = arith.cmpi eq, %j, %one : index
      %u = arith.select %is, %blue, %t : !functional.data<@tree>
      %y = functional.tuple %u, %h : !functional.data<@tree>, f32
      %g = functional.construct @forest more(%y, %f) : (tuple<!functional.data<@tree>, f32>, !functional.data<@forest>) -> !functional.data<@forest>
      scf.yield %g : !functional.data<@forest>
    }
    %c = functional.construct @tree leaf(%x) : (f64) -> !functional.data<@tree>
    %s = functional.tuple %f, %c : !functional.data<@forest>, !functional.data<@tree>
    scf.yield %s, %green : tuple<!functional.data<@forest>, !functional.data<@tree>>, !functional.data<@tree>
  }
  %f = functional.get %r#0[0] : tuple<!functional.data<@forest>, !functional.data<@tree>>
  %t = functional.get %r#0[1] : tuple<!functional.data<@forest>, !functional.data<@tree>>
  %u = func.call @weigh_all(%f) : (!functional.data<@forest>) -> f64
  %v = func.call @weigh(%t) : (!functional.data<@tree>) -> f64
  %w = func.call @weigh(%r#1) : (!functional.data<@tree>) -> f64
  %s = arith.addf %u, %v : f64
  %z = arith.addf %s, %w : f64
  return %z : f64
}";
    // 20 old leaves, 19 red ones, and a blue one of 1 - 3 + the forest of one old leaf and a half; 40 halves; a leaf; green.
    let expected = 20.0 * 10.0 + 19.0 + (-2.0 + 10.5) + 20.0 + 10.0 + 2.0;
    for n in [1, 3, 20_000] {
        let found = call_within(1 << 20, text, &[Value::i64(n)]);
        assert_eq!(found, Ok(vec![Value::F64(expected)]), "{n} trips");
    }
}

/// A condition that allocates what only its own trip sees.
#[test]
fn what_a_condition_makes_is_freed() {
    let text = format!(
        "{LIST}
func.func @f(%n: index, %k: index) -> f64 {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = arith.constant 0.0 : f64
  %r:2 = scf.while (%i = %zero) : (index) -> (!functional.data<@list>, index) {{
    %l = func.call @count(%k) : (index) -> !functional.data<@list>
    %c = arith.cmpi slt, %i, %n : index
    scf.condition(%c) %l, %i : !functional.data<@list>, index
  }} do {{
  ^bb0(%l: !functional.data<@list>, %i: index):
    %s = func.call @sum(%l) : (!functional.data<@list>) -> f64
    %none = arith.cmpf olt, %s, %start : f64
    %two = arith.constant 2 : index
    %by = arith.select %none, %two, %one : index
    %j = arith.addi %i, %by : index
    scf.yield %j : index
  }}
  %s = func.call @sum(%r#0) : (!functional.data<@list>) -> f64
  return %s : f64
}}"
    );
    let found = call_within(1 << 18, &text, &[Value::i64(50_000), Value::i64(20)]);
    assert_eq!(found, Ok(vec![Value::F64(190.0)]));
}
