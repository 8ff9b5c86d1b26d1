//! `--checkpoint` changes what is kept, and no derivative.

use crate::with_stdin;
use serde_json::Value as Json;

/// Counted loops: one with a captured float and the counter in its body; one in another, with a tuple; one whose counter
/// is no index; and one that stops by its values.
const PROGRAM: &str = "func.func @counted(%x: f64, %k: f64, %n: index) -> f64 {
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c2 to %n step %c3 iter_args(%a = %x) -> f64 {
    %j = arith.index_cast %i : index to i64
    %f = arith.sitofp %j : i64 to f64
    %b = math.sin %a : f64
    %c = arith.mulf %b, %k : f64
    %s = arith.addf %c, %f : f64
    scf.yield %s : f64
  }
  return %r : f64
}
func.func @nested(%x: f64, %k: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = arith.constant 3 : i32
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %t = functional.tuple %x, %m : f64, i32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %t) -> tuple<f64, i32> {
    %b = functional.get %a[0] : tuple<f64, i32>
    %e = functional.get %a[1] : tuple<f64, i32>
    %v, %w = scf.for %j = %zero to %e step %one iter_args(%p = %b, %q = %k) -> (f64, f64) : i32 {
      %s = math.cos %p : f64
      %u = arith.mulf %s, %q : f64
      %h = arith.addf %q, %u : f64
      scf.yield %u, %h : f64, f64
    }
    %d = arith.mulf %v, %w : f64
    %u = functional.tuple %d, %e : f64, i32
    scf.yield %u : tuple<f64, i32>
  }
  %g = functional.get %r[0] : tuple<f64, i32>
  return %g : f64
}
func.func @until(%x: f64, %k: f64, %n: index) -> f64 {
  %j = arith.index_cast %n : index to i64
  %f = arith.sitofp %j : i64 to f64
  %zero = arith.constant 0.0 : f64
  %r:2 = scf.while (%a = %x, %sum = %zero) : (f64, f64) -> (f64, f64) {
    %s = arith.addf %a, %sum : f64
    %more = arith.cmpf olt, %s, %f : f64
    scf.condition(%more) %a, %s : f64, f64
  } do {
  ^bb0(%a: f64, %s: f64):
    %b = math.sin %a : f64
    %d = math.absf %b : f64
    %c = arith.addf %d, %k : f64
    scf.yield %c, %s : f64, f64
  }
  %d = arith.mulf %r#0, %r#1 : f64
  return %d : f64
}";

fn gradient(call: &[&str], entry: &str, inputs: &str, more: &[&str]) -> Json {
    let args = ["--entry", entry, "--inputs", inputs, "--json"];
    let args = [call, &["-"], &args, more].concat();
    serde_json::from_str(&with_stdin(&args, PROGRAM).success()).expect("the answer is JSON")
}

/// The numbers of an answer.
fn numbers(json: &Json) -> Vec<f64> {
    match json {
        Json::Number(number) => vec![number.as_f64().expect("a float")],
        Json::Array(items) => items.iter().flat_map(numbers).collect(),
        Json::Object(fields) => fields.values().flat_map(numbers).collect(),
        _ => vec![],
    }
}

#[track_caller]
fn agree(call: &[&str], entry: &str, inputs: &str, states: &str) {
    let whole = numbers(&gradient(call, entry, inputs, &[]));
    let bounded = numbers(&gradient(call, entry, inputs, &["--checkpoint", states]));
    assert_eq!(whole.len(), bounded.len());
    for (a, b) in whole.iter().zip(&bounded) {
        assert!(
            (a - b).abs() <= 1e-12 * a.abs().max(1e-300),
            "{call:?} {entry} {inputs} {states}: {whole:?}, {bounded:?}"
        );
    }
}

#[test]
fn gradients_are_those_of_a_full_tape() {
    for entry in ["counted", "nested", "until"] {
        // No trip, one, and as many as one, a few and enough states are for.
        for (trips, states) in [
            (0, "1"),
            (3, "1"),
            (12, "1"),
            (12, "2"),
            (40, "3"),
            (40, "64"),
        ] {
            agree(&["grad"], entry, &format!("[0.75, 0.5, {trips}]"), states);
        }
    }
}

#[test]
fn other_modes_and_orders() {
    for entry in ["counted", "nested", "until"] {
        let inputs = "[0.75, 0.5, 9]";
        agree(&["grad", "--mode", "forward"], entry, inputs, "2");
        agree(&["jvp", "--tangents", "[1, 0.5]"], entry, inputs, "2");
        agree(&["hessian"], entry, inputs, "2");
    }
}

/// A tape of a million trips is some megabytes; three states and a stack of trips are not.
#[test]
fn memory_is_bounded() {
    let inputs = [
        "-",
        "--entry",
        "counted",
        "--inputs",
        "[0.75, 0.5, 3000000]",
    ];
    let args = [&["grad"], &inputs[..], &["--memory", "1M"]].concat();
    let said = with_stdin(&args, PROGRAM).failure(1);
    assert!(said.contains("memory"), "{said}");
    let args = [&args[..], &["--checkpoint", "100"]].concat();
    with_stdin(&args, PROGRAM).success();
}
