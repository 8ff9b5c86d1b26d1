//! Data types, stacks and sums of tangents, run.

use crate::common::{after, call, jit};
use pullback_codegen::{Value, guarded};

const LIST: &str = "functional.data @list { nil cons(f64, !functional.data<@list>) }\n";

/// The list of `n - 1` to 0, and the sum of a list.
const BUILD_AND_SUM: &str = "
func.func private @build(%n: i64) -> !functional.data<@list> {
  %zero = arith.constant 0 : i64
  %end = arith.constant 0 : index
  %one = arith.constant 1 : index
  %count = arith.index_cast %n : i64 to index
  %nil = functional.construct @list nil() : !functional.data<@list>
  %r = scf.for %i = %end to %count step %one iter_args(%l = %nil) -> (!functional.data<@list>) {
    %k = arith.index_cast %i : index to i64
    %x = arith.sitofp %k : i64 to f64
    %c = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %c : !functional.data<@list>
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

fn floats(values: &[f64]) -> Vec<Value> {
    values.iter().map(|&value| Value::F64(value)).collect()
}

#[test]
fn lists_are_built_and_summed() {
    let text = format!(
        "{LIST}{BUILD_AND_SUM}
func.func @f(%n: i64) -> f64 {{
  %l = func.call @build(%n) : (i64) -> !functional.data<@list>
  %r = func.call @sum(%l) : (!functional.data<@list>) -> f64
  return %r : f64
}}"
    );
    for (n, sum) in [(0, 0.0), (1, 0.0), (5, 10.0), (1000, 499_500.0)] {
        assert_eq!(call(&text, &[Value::i64(n)]), floats(&[sum]));
    }
    let jit = jit(&text, &["f"]);
    let args = [Value::i64(1_000_000)];
    let result = guarded(None, || jit.call("f", &args)).expect("a stack");
    assert_eq!(result, Ok(floats(&[499_999_500_000.0])));
}

/// Frees at the end of every trip: 1e6 lists of 1e3 cells would need 32 GB.
#[test]
fn what_a_trip_allocates_is_freed() {
    let text = format!(
        "{LIST}{BUILD_AND_SUM}
func.func @f(%n: index, %k: i64) -> f64 {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = arith.constant 0.0 : f64
  %r = scf.for %i = %zero to %n step %one iter_args(%a = %start) -> (f64) {{
    %l = func.call @build(%k) : (i64) -> !functional.data<@list>
    %s = func.call @sum(%l) : (!functional.data<@list>) -> f64
    %b = arith.addf %a, %s : f64
    scf.yield %b : f64
  }}
  return %r : f64
}}
func.func @g(%n: i64, %k: i64) -> f64 {{
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %start = arith.constant 0.0 : f64
  %r:2 = scf.while (%i = %zero, %a = %start) : (i64, f64) -> (i64, f64) {{
    %l = func.call @build(%k) : (i64) -> !functional.data<@list>
    %s = func.call @sum(%l) : (!functional.data<@list>) -> f64
    %b = arith.addf %a, %s : f64
    %more = arith.cmpi slt, %i, %n : i64
    scf.condition(%more) %i, %b : i64, f64
  }} do {{
  ^bb0(%i: i64, %a: f64):
    %l = func.call @build(%k) : (i64) -> !functional.data<@list>
    %s = func.call @sum(%l) : (!functional.data<@list>) -> f64
    %b = arith.subf %a, %s : f64
    %j = arith.addi %i, %one : i64
    scf.yield %j, %b : i64, f64
  }}
  return %r#1 : f64
}}"
    );
    let text = after(pullback_lower::TO_LLVM, &text).expect("the text lowers");
    let object = crate::common::object(&text, &["f", "g"]);
    let jit = pullback_codegen::Jit::with_memory(Some(1 << 20)).expect("a JIT");
    jit.add_object(&object).expect("a new object");
    let (n, k) = (Value::i64(1_000_000), Value::i64(10));
    assert_eq!(jit.call("f", &[n, k]), Ok(floats(&[45e6])));
    assert_eq!(jit.call("g", &[n, k]), Ok(floats(&[45.0])));
}

/// A loop that keeps a tape, in a function and in a loop around it: 1e6 tapes of 1e3 entries would need 8 GB.
#[test]
fn tapes_of_inner_loops_are_freed() {
    let text = "func.func private @tape(%n: index, %x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %empty = functional.stack capacity %n : !functional.stack<f64>
  %full = scf.for %i = %zero to %n step %one iter_args(%s = %empty) -> (!functional.stack<f64>) {
    %t = functional.push %s, %x : !functional.stack<f64>
    scf.yield %t : !functional.stack<f64>
  }
  %start = arith.constant 0.0 : f64
  %r:2 = scf.for %i = %zero to %n step %one iter_args(%s = %full, %a = %start) -> (!functional.stack<f64>, f64) {
    %t, %v = functional.pop %s : !functional.stack<f64>
    %b = arith.addf %a, %v : f64
    scf.yield %t, %b : !functional.stack<f64>, f64
  }
  return %r#1 : f64
}
func.func @f(%m: index, %n: index, %x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %outer = functional.stack capacity %n : !functional.stack<f64>
  %start = arith.constant 0.0 : f64
  %a = scf.for %i = %zero to %m step %one iter_args(%a = %start) -> (f64) {
    %y = func.call @tape(%n, %x) : (index, f64) -> f64
    %empty = functional.stack : !functional.stack<f64>
    %full = scf.for %j = %zero to %n step %one iter_args(%s = %empty) -> (!functional.stack<f64>) {
      %t = functional.push %s, %y : !functional.stack<f64>
      scf.yield %t : !functional.stack<f64>
    }
    %rest, %v = functional.pop %full : !functional.stack<f64>
    %b = arith.addf %a, %v : f64
    scf.yield %b : f64
  }
  %kept:2 = scf.for %i = %zero to %n step %one iter_args(%s = %outer, %b = %a) -> (!functional.stack<f64>, f64) {
    %y = func.call @tape(%n, %x) : (index, f64) -> f64
    %t = functional.push %s, %y : !functional.stack<f64>
    %c = arith.addf %b, %y : f64
    scf.yield %t, %c : !functional.stack<f64>, f64
  }
  %rest, %top = functional.pop %kept#0 : !functional.stack<f64>
  %r = arith.addf %kept#1, %top : f64
  return %r : f64
}";
    let text = after(pullback_lower::TO_LLVM, text).expect("the text lowers");
    let jit = pullback_codegen::Jit::with_memory(Some(1 << 16)).expect("a JIT");
    jit.add_object(&crate::common::object(&text, &["f"]))
        .expect("a new object");
    let args = [Value::i64(100_000), Value::i64(1000), Value::F64(0.5)];
    let expected = 500.0 * (100_000.0 + 1000.0 + 1.0);
    assert_eq!(jit.call("f", &args), Ok(floats(&[expected])));
}

/// What is left of a buffer goes back only where nobody reads it: a loop that starts with entries, or pops, keeps it.
#[test]
fn the_room_behind_a_tape_is_used_again() {
    let text = "func.func @f(%n: i64) -> (f64, f64, f64) {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %a = functional.stack : !functional.stack<f64>
  %r:2 = scf.while (%i = %zero, %s = %a) : (i64, !functional.stack<f64>) -> (i64, !functional.stack<f64>) {
    %c = arith.cmpi slt, %i, %n : i64
    scf.condition(%c) %i, %s : i64, !functional.stack<f64>
  } do {
  ^bb0(%i: i64, %s: !functional.stack<f64>):
    %x = arith.sitofp %i : i64 to f64
    %t = functional.push %s, %x : !functional.stack<f64>
    %j = arith.addi %i, %one : i64
    scf.yield %j, %t : i64, !functional.stack<f64>
  }
  // All that this one pops is read again behind it.
  %half = arith.constant 0.5 : f64
  %p:2 = scf.while (%i = %n, %s = %r#1) : (i64, !functional.stack<f64>) -> (i64, !functional.stack<f64>) {
    %c = arith.cmpi sgt, %i, %one : i64
    scf.condition(%c) %i, %s : i64, !functional.stack<f64>
  } do {
  ^bb0(%i: i64, %s: !functional.stack<f64>):
    %t, %v = functional.pop %s : !functional.stack<f64>
    %j = arith.subi %i, %one : i64
    scf.yield %j, %t : i64, !functional.stack<f64>
  }
  // This one's buffer is behind the last entry of the other.
  %e = functional.stack : !functional.stack<f64>
  %g = functional.push %e, %half : !functional.stack<f64>
  %u, %last = functional.pop %r#1 : !functional.stack<f64>
  %w, %first = functional.pop %p#1 : !functional.stack<f64>
  %h, %own = functional.pop %g : !functional.stack<f64>
  return %last, %first, %own : f64, f64, f64
}";
    for n in [1, 2, 5, 8, 9, 1000] {
        let args = [Value::i64(n)];
        let last = (n - 1) as f64;
        assert_eq!(call(text, &args), floats(&[last, 0.0, 0.5]), "{n}");
    }
}

#[test]
fn every_kind_of_constructor_is_told_apart() {
    let shapes = "functional.data @t { a b(i1, index, f16) c d(tuple<f32, tuple<>, i24>, !functional.data<@t>) e(tuple<>) }\n";
    let text = format!(
        "{shapes}
func.func private @make(%k: index, %x: f64) -> !functional.data<@t> {{
  %yes = arith.constant true
  %h = arith.constant 1.5 : f16
  %n = arith.constant -77 : index
  %i = arith.constant -5 : i24
  %f = arith.truncf %x : f64 to f32
  %u = functional.tuple
  %tu = functional.tuple %f, %u, %i : f32, tuple<>, i24
  %r = scf.index_switch %k -> !functional.data<@t>
  case 0 {{
    %v = functional.construct @t a() : !functional.data<@t>
    scf.yield %v : !functional.data<@t>
  }}
  case 1 {{
    %v = functional.construct @t b(%yes, %n, %h) : (i1, index, f16) -> !functional.data<@t>
    scf.yield %v : !functional.data<@t>
  }}
  case 2 {{
    %v = functional.construct @t c() : !functional.data<@t>
    scf.yield %v : !functional.data<@t>
  }}
  case 3 {{
    %w = functional.construct @t c() : !functional.data<@t>
    %v = functional.construct @t d(%tu, %w) : (tuple<f32, tuple<>, i24>, !functional.data<@t>) -> !functional.data<@t>
    scf.yield %v : !functional.data<@t>
  }}
  default {{
    %v = functional.construct @t e(%u) : (tuple<>) -> !functional.data<@t>
    scf.yield %v : !functional.data<@t>
  }}
  return %r : !functional.data<@t>
}}
func.func private @read(%v: !functional.data<@t>) -> f64 {{
  %r = functional.match %v : !functional.data<@t> -> f64 {{
  case a {{
    %c = arith.constant 1.0 : f64
    functional.yield %c : f64
  }}
  case b(%p: i1, %n: index, %h: f16) {{
    %i = arith.index_cast %n : index to i64
    %g = arith.sitofp %i : i64 to f64
    %e = arith.extf %h : f16 to f64
    %m = arith.mulf %g, %e : f64
    %z = arith.constant 0.0 : f64
    %s = arith.select %p, %m, %z : f64
    functional.yield %s : f64
  }}
  case c {{
    %c = arith.constant 3.0 : f64
    functional.yield %c : f64
  }}
  case d(%t: tuple<f32, tuple<>, i24>, %w: !functional.data<@t>) {{
    %f = functional.get %t[0] : tuple<f32, tuple<>, i24>
    %i = functional.get %t[2] : tuple<f32, tuple<>, i24>
    %d = arith.extf %f : f32 to f64
    %j = arith.sitofp %i : i24 to f64
    %m = arith.mulf %d, %j : f64
    %o = func.call @read(%w) : (!functional.data<@t>) -> f64
    %s = arith.addf %m, %o : f64
    functional.yield %s : f64
  }}
  case e(%u: tuple<>) {{
    %c = arith.constant 5.0 : f64
    functional.yield %c : f64
  }}
  }}
  return %r : f64
}}
func.func @f(%k: index, %x: f64) -> f64 {{
  %v = func.call @make(%k, %x) : (index, f64) -> !functional.data<@t>
  %r = func.call @read(%v) : (!functional.data<@t>) -> f64
  return %r : f64
}}"
    );
    for (k, expected) in [(0, 1.0), (1, -115.5), (2, 3.0), (3, -9.5), (4, 5.0)] {
        assert_eq!(
            call(&text, &[Value::i64(k), Value::F64(2.5)]),
            floats(&[expected]),
            "{k}"
        );
    }
}

#[test]
fn data_types_of_one_constructor_and_of_constants_only() {
    let text = "functional.data @pair { pair(f64, i32) }
functional.data @colour { red green blue }
functional.data @unit { unit }
func.func @f(%x: f64, %n: i32, %k: index) -> (f64, i32, i32, i32) {
  %p = functional.construct @pair pair(%x, %n) : (f64, i32) -> !functional.data<@pair>
  %r:2 = functional.match %p : !functional.data<@pair> -> (f64, i32) {
  case pair(%a: f64, %b: i32) {
    functional.yield %a, %b : f64, i32
  }
  }
  %red = functional.construct @colour red() : !functional.data<@colour>
  %green = functional.construct @colour green() : !functional.data<@colour>
  %blue = functional.construct @colour blue() : !functional.data<@colour>
  %c = scf.index_switch %k -> !functional.data<@colour>
  case 0 { scf.yield %red : !functional.data<@colour> }
  case 1 { scf.yield %green : !functional.data<@colour> }
  default { scf.yield %blue : !functional.data<@colour> }
  %s = functional.match %c : !functional.data<@colour> -> i32 {
  case red {
    %v = arith.constant 10 : i32
    functional.yield %v : i32
  }
  case green {
    %v = arith.constant 20 : i32
    functional.yield %v : i32
  }
  case blue {
    functional.yield %n : i32
  }
  }
  %u = functional.construct @unit unit() : !functional.data<@unit>
  %t = functional.match %u : !functional.data<@unit> -> i32 {
  case unit {
    functional.yield %s : i32
  }
  }
  return %r#0, %r#1, %s, %t : f64, i32, i32, i32
}";
    for (k, shade) in [(0, 10), (1, 20), (2, 7)] {
        let results = call(text, &[Value::F64(0.5), Value::int(32, 7), Value::i64(k)]);
        let n = |n| Value::int(32, n);
        assert_eq!(results, [Value::F64(0.5), n(7), n(shade), n(shade)]);
    }
}

/// Pushes 0 to n-1 (with a counted loop or one whose trips are not), then pops `m` entries; gives the sum of `entry * trip`.
fn stack_program(capacity: &str, while_push: bool, while_pop: bool) -> String {
    let stack = "!functional.stack<f64, i32>";
    let push = if while_push {
        format!(
            "%p:2 = scf.while (%i = %zero, %s = %empty) : (index, {stack}) -> (index, {stack}) {{
    %c = arith.cmpi slt, %i, %n : index
    scf.condition(%c) %i, %s : index, {stack}
  }} do {{
  ^bb0(%i: index, %s: {stack}):
    %k = arith.index_cast %i : index to i32
    %x = arith.sitofp %k : i32 to f64
    %t = functional.push %s, %x, %k : {stack}
    %j = arith.addi %i, %one : index
    scf.yield %j, %t : index, {stack}
  }}
  %full = functional.pop0 %p#1 : {stack}"
        )
        .replace(
            "%full = functional.pop0 %p#1",
            "%full = arith.select %true, %p#1, %p#1",
        )
    } else {
        format!(
            "%full = scf.for %i = %zero to %n step %one iter_args(%s = %empty) -> ({stack}) {{
    %k = arith.index_cast %i : index to i32
    %x = arith.sitofp %k : i32 to f64
    %t = functional.push %s, %x, %k : {stack}
    scf.yield %t : {stack}
  }}"
        )
    };
    let body = "%rest, %x, %k = functional.pop %s : !functional.stack<f64, i32>
    %y = arith.sitofp %k : i32 to f64
    %xy = arith.addf %x, %y : f64
    %j = arith.addi %i, %one : index
    %w = arith.index_cast %j : index to i64
    %v = arith.sitofp %w : i64 to f64
    %m1 = arith.mulf %xy, %v : f64
    %b = arith.addf %a, %m1 : f64";
    let pop = if while_pop {
        format!(
            "%q:3 = scf.while (%i = %zero, %s = %full, %a = %start) : (index, {stack}, f64) -> (index, {stack}, f64) {{
    %c = arith.cmpi slt, %i, %m : index
    scf.condition(%c) %i, %s, %a : index, {stack}, f64
  }} do {{
  ^bb0(%i: index, %s: {stack}, %a: f64):
    {body}
    scf.yield %j, %rest, %b : index, {stack}, f64
  }}
  %r = arith.addf %q#2, %start : f64"
        )
    } else {
        format!(
            "%q:2 = scf.for %i = %zero to %m step %one iter_args(%s = %full, %a = %start) -> ({stack}, f64) {{
    {body}
    scf.yield %rest, %b : {stack}, f64
  }}
  %r = arith.addf %q#1, %start : f64"
        )
    };
    format!(
        "func.func @f(%n: index, %m: index) -> f64 {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %true = arith.constant true
  %start = arith.constant 0.0 : f64
  %empty = functional.stack {capacity} : {stack}
  {push}
  {pop}
  return %r : f64
}}"
    )
}

#[test]
fn stacks_in_loops_of_both_kinds() {
    let expected = |n: i64, m: i64| -> f64 {
        let entry = |trip: i64| if trip < n { 2 * (n - 1 - trip) } else { 0 };
        (0..m).map(|trip| (entry(trip) * (trip + 1)) as f64).sum()
    };
    for capacity in ["", "capacity %n", "capacity %one"] {
        for (while_push, while_pop) in [(false, false), (false, true), (true, false), (true, true)]
        {
            let text = stack_program(capacity, while_push, while_pop);
            let jit = jit(&text, &["f"]);
            for (n, m) in [
                (0, 0),
                (0, 3),
                (1, 1),
                (7, 7),
                (100, 100),
                (100, 40),
                (40, 100),
                (-3, 2),
                (5, -2),
            ] {
                let result = jit.call("f", &[Value::i64(n), Value::i64(m)]);
                let expected = expected(n.max(0), m.max(0));
                assert_eq!(
                    result,
                    Ok(floats(&[expected])),
                    "{capacity} {while_push} {while_pop} {n} {m}"
                );
            }
        }
    }
}

#[test]
fn steps_and_bounds_of_any_kind_are_counted() {
    let text = "func.func @f(%a: i32, %b: i32, %c: i32) -> (i32, i32) {
  %empty = functional.stack : !functional.stack<i32, tuple<i32, i1>>
  %true = arith.constant true
  %full = scf.for %i = %a to %b step %c iter_args(%s = %empty) -> (!functional.stack<i32, tuple<i32, i1>>) : i32 {
    %t = functional.tuple %i, %true : i32, i1
    %s1 = functional.push %s, %i, %t : !functional.stack<i32, tuple<i32, i1>>
    %s2 = functional.push %s1, %i, %t : !functional.stack<i32, tuple<i32, i1>>
    scf.yield %s2 : !functional.stack<i32, tuple<i32, i1>>
  }
  %zero = arith.constant 0 : i32
  %sum:3 = scf.for %i = %a to %b step %c iter_args(%s = %full, %x = %zero, %y = %zero)
      -> (!functional.stack<i32, tuple<i32, i1>>, i32, i32) : i32 {
    %s1, %v, %t = functional.pop %s : !functional.stack<i32, tuple<i32, i1>>
    %s2, %v2, %t2 = functional.pop %s1 : !functional.stack<i32, tuple<i32, i1>>
    %w = functional.get %t2[0] : tuple<i32, i1>
    %p = functional.get %t[1] : tuple<i32, i1>
    %o = arith.extui %p : i1 to i32
    %x1 = arith.addi %x, %w : i32
    %y1 = arith.addi %y, %o : i32
    scf.yield %s2, %x1, %y1 : !functional.stack<i32, tuple<i32, i1>>, i32, i32
  }
  return %sum#1, %sum#2 : i32, i32
}";
    let jit = jit(text, &["f"]);
    for (a, b, c) in [
        (0, 10, 3),
        (-7, 8, 2),
        (5, 5, 1),
        (9, 2, 1),
        (i32::MIN, i32::MAX - (1 << 30), 1 << 30),
    ] {
        let n = |n: i32| Value::int(32, n.into());
        let trips = (i64::from(a)..i64::from(b)).step_by(c as usize);
        let (sum, count) = trips.fold((0i32, 0), |(sum, count), i| {
            (sum.wrapping_add(i as i32), count + 1)
        });
        let result = jit.call("f", &[n(a), n(b), n(c)]);
        assert_eq!(result, Ok(vec![n(sum), n(count)]), "{a} {b} {c}");
    }
}

#[test]
fn popping_leaves_what_was_there() {
    let text = "func.func @f(%x: f64, %y: f64) -> (f64, f64, f64, f64) {
  %s0 = functional.stack : !functional.stack<f64>
  %s1 = functional.push %s0, %x : !functional.stack<f64>
  %s2 = functional.push %s1, %y : !functional.stack<f64>
  %a1, %a = functional.pop %s2 : !functional.stack<f64>
  %b1, %b = functional.pop %s2 : !functional.stack<f64>
  %c1, %c = functional.pop %b1 : !functional.stack<f64>
  %d1, %d = functional.pop %c1 : !functional.stack<f64>
  return %a, %b, %c, %d : f64, f64, f64, f64
}";
    assert_eq!(
        call(text, &floats(&[1.0, 2.0])),
        floats(&[2.0, 2.0, 1.0, 0.0])
    );
}

#[test]
fn stacks_of_stacks_and_of_data() {
    let text = format!(
        "{LIST}{BUILD_AND_SUM}
func.func @f(%n: index) -> f64 {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = arith.constant 0.0 : f64
  %empty = functional.stack : !functional.stack<!functional.stack<f64>, !functional.data<@list>>
  %full = scf.for %i = %zero to %n step %one iter_args(%s = %empty) -> (!functional.stack<!functional.stack<f64>, !functional.data<@list>>) {{
    %in = functional.stack capacity %i : !functional.stack<f64>
    %k = arith.index_cast %i : index to i64
    %inner = scf.for %j = %zero to %i step %one iter_args(%t = %in) -> (!functional.stack<f64>) {{
      %c = arith.index_cast %j : index to i64
      %x = arith.sitofp %c : i64 to f64
      %u = functional.push %t, %x : !functional.stack<f64>
      scf.yield %u : !functional.stack<f64>
    }}
    %l = func.call @build(%k) : (i64) -> !functional.data<@list>
    %s1 = functional.push %s, %inner, %l : !functional.stack<!functional.stack<f64>, !functional.data<@list>>
    scf.yield %s1 : !functional.stack<!functional.stack<f64>, !functional.data<@list>>
  }}
  %r:2 = scf.for %i = %zero to %n step %one iter_args(%s = %full, %a = %start) -> (!functional.stack<!functional.stack<f64>, !functional.data<@list>>, f64) {{
    %s1, %inner, %l = functional.pop %s : !functional.stack<!functional.stack<f64>, !functional.data<@list>>
    %b = func.call @sum(%l) : (!functional.data<@list>) -> f64
    %c:2 = scf.for %j = %zero to %n step %one iter_args(%t = %inner, %d = %a) -> (!functional.stack<f64>, f64) {{
      %u, %x = functional.pop %t : !functional.stack<f64>
      %e = arith.addf %d, %x : f64
      scf.yield %u, %e : !functional.stack<f64>, f64
    }}
    %m = arith.addf %c#1, %b : f64
    scf.yield %s1, %m : !functional.stack<!functional.stack<f64>, !functional.data<@list>>, f64
  }}
  return %r#1 : f64
}}"
    );
    let expected: i64 = (0..50).map(|i| (0..i).sum::<i64>() * 2).sum();
    assert_eq!(call(&text, &[Value::i64(50)]), floats(&[expected as f64]));
}

#[test]
fn tangents_are_added_by_structure() {
    let text = format!(
        "{LIST}
func.func private @ct(%n: index, %x: f64, %zero_at: index) -> !functional.data<@list$ct> {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %nil = functional.construct @list$ct nil() : !functional.data<@list$ct>
  %z = functional.zero : !functional.data<@list$ct>
  %r = scf.for %i = %zero to %n step %one iter_args(%l = %nil) -> (!functional.data<@list$ct>) {{
    %here = arith.cmpi eq, %i, %zero_at : index
    %t = arith.select %here, %z, %l : !functional.data<@list$ct>
    %c = functional.construct @list$ct cons(%x, %t) : (f64, !functional.data<@list$ct>) -> !functional.data<@list$ct>
    scf.yield %c : !functional.data<@list$ct>
  }}
  return %r : !functional.data<@list$ct>
}}
func.func private @sum(%l: !functional.data<@list$ct>) -> f64 {{
  %z = arith.constant 0.0 : f64
  %r = functional.match %l : !functional.data<@list$ct> -> f64 {{
  case zero {{ functional.yield %z : f64 }}
  case nil {{ functional.yield %z : f64 }}
  case cons(%x: f64, %t: !functional.data<@list$ct>) {{
    %s = func.call @sum(%t) : (!functional.data<@list$ct>) -> f64
    %r = arith.addf %x, %s : f64
    functional.yield %r : f64
  }}
  }}
  return %r : f64
}}
func.func @f(%n: index, %x: f64, %a: index, %y: f64, %b: index) -> (f64, f64, f64) {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %u = func.call @ct(%n, %x, %a) : (index, f64, index) -> !functional.data<@list$ct>
  %v = func.call @ct(%n, %y, %b) : (index, f64, index) -> !functional.data<@list$ct>
  %s1 = functional.stack : !functional.stack<f64, !functional.data<@list$ct>>
  %s2 = functional.push %s1, %x, %v : !functional.stack<f64, !functional.data<@list$ct>>
  %s3 = functional.push %s2, %y, %u : !functional.stack<f64, !functional.data<@list$ct>>
  %t1 = functional.stack : !functional.stack<f64, !functional.data<@list$ct>>
  %t2 = functional.push %t1, %y, %v : !functional.stack<f64, !functional.data<@list$ct>>
  %p = functional.tuple %u, %s3 : !functional.data<@list$ct>, !functional.stack<f64, !functional.data<@list$ct>>
  %q = functional.tuple %v, %t2 : !functional.data<@list$ct>, !functional.stack<f64, !functional.data<@list$ct>>
  %w = functional.add %p, %q : tuple<!functional.data<@list$ct>, !functional.stack<f64, !functional.data<@list$ct>>>
  %l = functional.get %w[0] : tuple<!functional.data<@list$ct>, !functional.stack<f64, !functional.data<@list$ct>>>
  %s = functional.get %w[1] : tuple<!functional.data<@list$ct>, !functional.stack<f64, !functional.data<@list$ct>>>
  %r1 = func.call @sum(%l) : (!functional.data<@list$ct>) -> f64
  %e1, %top, %m1 = functional.pop %s : !functional.stack<f64, !functional.data<@list$ct>>
  %e2, %bottom, %m2 = functional.pop %e1 : !functional.stack<f64, !functional.data<@list$ct>>
  %c1 = func.call @sum(%m1) : (!functional.data<@list$ct>) -> f64
  %c2 = func.call @sum(%m2) : (!functional.data<@list$ct>) -> f64
  %r2 = arith.addf %top, %c1 : f64
  %r3 = arith.addf %bottom, %c2 : f64
  return %r1, %r2, %r3 : f64, f64, f64
}}"
    );
    let jit = jit(&text, &["f"]);
    // A zero at trip `a` cuts what lies deeper: `n - a` cells are left.
    for (n, a, b) in [
        (0, 9, 9),
        (4, 9, 9),
        (4, 1, 9),
        (4, 9, 2),
        (4, 0, 3),
        (4, 3, 3),
    ] {
        let cells = |at: i64| if at < n { n - at } else { n } as f64;
        let (x, y) = (2.0, 0.25);
        let (u, v) = (cells(a) * x, cells(b) * y);
        let result = jit.call(
            "f",
            &[
                Value::i64(n),
                x.into(),
                Value::i64(a),
                y.into(),
                Value::i64(b),
            ],
        );
        assert_eq!(
            result,
            Ok(floats(&[u + v, 2.0 * y + u + v, x + v])),
            "{n} {a} {b}"
        );
    }
}

#[test]
fn a_declared_type_may_be_only_in_signatures() {
    let text = format!(
        "{LIST}func.func @id(%t: tuple<i1, !functional.data<@list>>, %s: !functional.stack<f64>) -> (tuple<i1, !functional.data<@list>>, !functional.stack<f64>) {{
  return %t, %s : tuple<i1, !functional.data<@list>>, !functional.stack<f64>
}}"
    );
    let text = after(pullback_lower::TO_LLVM, &text).expect("the text lowers");
    assert!(
        text.contains(
            "llvm.func @id(%arg0: i1, %arg1: !llvm.ptr, %arg2: !llvm.ptr, %arg3: i64, %arg4: i64)"
        ),
        "{text}"
    );
}
