//! What functions that give closures become.

use crate::common::after;

fn split(text: &str) -> String {
    pullback_passes::register();
    after("functional-split-closures", text).expect("nothing fails")
}

/// The first line of a function.
fn head<'t>(text: &'t str, function: &str) -> &'t str {
    let name = format!("@{function}(");
    let line = text
        .lines()
        .find(|line| line.contains("func.func") && line.contains(&name));
    line.unwrap_or_else(|| panic!("no @{function} in\n{text}"))
        .trim()
}

const CALLER: &str = "
func.func @f(%x: f64, %d: f64) -> (f64, f64) {
  %y, %g = call @h(%x) : (f64) -> (f64, !functional.fn<(f64) -> f64>)
  %r = functional.apply %g(%d) : !functional.fn<(f64) -> f64>
  return %y, %r : f64, f64
}";

fn closure(visibility: &str) -> String {
    format!(
        "func.func {visibility} @h(%x: f64) -> (f64, !functional.fn<(f64) -> f64>) {{
  %y = math.exp %x : f64
  %s = math.sin %x : f64
  %z = arith.mulf %y, %s : f64
  %w = arith.addf %z, %x : f64
  %g = functional.lambda (%d: f64) -> f64 {{
    %two = arith.constant 2.0 : f64
    %a = arith.mulf %d, %two : f64
    %b = arith.mulf %a, %z : f64
    %c = arith.mulf %b, %w : f64
    %r = arith.addf %c, %y : f64
    functional.return %r : f64
  }}
  return %y, %g : f64, !functional.fn<(f64) -> f64>
}}"
    )
}

#[test]
fn a_closure_becomes_two_functions_and_what_is_cheap_is_made_again() {
    let text = split(&(closure("private") + CALLER));
    // Kept: x, which the caller has, y, which it gets anyway, and z. w is made again.
    assert_eq!(
        head(&text, "h$fwd"),
        "func.func private @h$fwd(%arg0: f64) -> (f64, f64) {"
    );
    assert_eq!(
        head(&text, "h$bwd"),
        "func.func private @h$bwd(%arg0: f64, %arg1: f64, %arg2: f64, %arg3: f64) -> f64 {"
    );
    assert!(
        text.contains("%0:2 = call @h$fwd(%arg0) : (f64) -> (f64, f64)"),
        "{text}"
    );
    assert!(
        text.contains("call @h$bwd(%arg0, %0#0, %0#1, %arg1)"),
        "{text}"
    );
    assert!(
        !text.contains("@h(") && !text.contains("functional."),
        "{text}"
    );
}

#[test]
fn what_is_named_otherwise_stays_and_calls_the_halves() {
    for (visibility, reference) in [
        ("", ""),
        (
            "private",
            "%h = functional.ref @h : !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> f64>)>",
        ),
    ] {
        let user = format!("\nfunc.func @user() {{ {reference} return }}");
        let text = split(&(closure(visibility) + CALLER + &user));
        let body = &text[text.find("@h(").expect("the function is there")..];
        let body = &body[..body.find("\n  }").expect("it has a body")];
        assert!(
            body.contains("call @h$fwd(") && body.contains("functional.ref @h$bwd"),
            "{body}"
        );
        assert!(!body.contains("math."), "{body}");
        assert!(!text.contains("= call @h("), "{text}");
    }
}

#[test]
fn names_that_are_taken_are_left() {
    let taken = "\nfunc.func private @h$bwd$rev$1$1() { return }";
    let text = split(&(closure("private") + CALLER + taken));
    assert!(
        text.contains("call @h$1$fwd(") && text.contains("call @h$1$bwd("),
        "{text}"
    );
}

#[test]
fn the_tape_is_cut_where_it_is_narrowest() {
    // Six captures made of two values by cheap ops.
    let text = split(
        "func.func private @h(%x: f64, %n: f64) -> !functional.fn<(f64) -> f64> {
  %s = math.sin %x : f64
  %t = math.cos %x : f64
  %a = arith.mulf %s, %t : f64
  %b = arith.addf %s, %t : f64
  %c = arith.subf %s, %t : f64
  %e = arith.negf %a : f64
  %k = arith.maximumf %b, %c : f64
  %l = arith.mulf %a, %a : f64
  %m = math.exp %k : f64
  %g = functional.lambda (%d: f64) -> f64 {
    %0 = arith.mulf %d, %a : f64
    %1 = arith.mulf %0, %b : f64
    %2 = arith.mulf %1, %c : f64
    %3 = arith.mulf %2, %e : f64
    %4 = arith.mulf %3, %k : f64
    %5 = arith.mulf %4, %l : f64
    %6 = arith.mulf %5, %m : f64
    functional.return %6 : f64
  }
  return %g : !functional.fn<(f64) -> f64>
}
func.func @f(%x: f64) -> f64 {
  %g = call @h(%x, %x) : (f64, f64) -> !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}",
    );
    let forward = head(&text, "h$fwd");
    assert!(forward.ends_with("-> (f64, f64, f64) {"), "{forward}");
    let body = &text[text.find("@h$bwd(").expect("it is there")..];
    let body = &body[..body.find("\n  }").expect("it has a body")];
    assert!(!body.contains("math."), "{body}");
}

#[test]
fn several_closures_and_one_of_functions() {
    let text = split(
        "func.func private @sq(%x: f64, %y: f64) -> f64 { %r = arith.mulf %x, %y : f64 return %r : f64 }
func.func private @h(%x: f64) -> (!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>, !functional.fn<(f64) -> f64>) {
  %s = math.sin %x : f64
  %q = functional.ref @sq : !functional.fn<(f64, f64) -> f64>
  %p = functional.partial %q(%s) : !functional.fn<(f64, f64) -> f64>
  %k = functional.lambda () -> f64 {
    %r = functional.apply %p(%x) : !functional.fn<(f64) -> f64>
    functional.return %r : f64
  }
  return %p, %k, %p : !functional.fn<(f64) -> f64>, !functional.fn<() -> f64>, !functional.fn<(f64) -> f64>
}
func.func @f(%x: f64) -> (f64, !functional.fn<() -> f64>, f64) {
  %g, %k, %l = call @h(%x) : (f64) -> (!functional.fn<(f64) -> f64>, !functional.fn<() -> f64>, !functional.fn<(f64) -> f64>)
  %a = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  %b = functional.apply %l(%x) : !functional.fn<(f64) -> f64>
  return %a, %k, %b : f64, !functional.fn<() -> f64>, f64
}",
    );
    assert_eq!(
        head(&text, "h$fwd"),
        "func.func private @h$fwd(%arg0: f64) -> f64 {"
    );
    assert_eq!(text.matches("call @h$bwd(%0, %arg0)").count(), 2, "{text}");
    assert!(text.contains("functional.ref @h$bwd1"), "{text}");
    assert!(
        text.contains("functional.partial %h$bwd1(%arg0, %0)"),
        "{text}"
    );
}

#[test]
fn closures_from_branches_share_their_tape() {
    let text = split(
        "func.func private @h(%c: i1, %x: f64) -> !functional.fn<(f64) -> f64> {
  %g = scf.if %c -> !functional.fn<(f64) -> f64> {
    %s = math.sin %x : f64
    %l = functional.lambda (%d: f64) -> f64 { %r = arith.mulf %d, %s : f64 functional.return %r : f64 }
    scf.yield %l : !functional.fn<(f64) -> f64>
  } else {
    %s = math.exp %x : f64
    %l = functional.lambda (%d: f64) -> f64 { %r = arith.addf %d, %s : f64 functional.return %r : f64 }
    scf.yield %l : !functional.fn<(f64) -> f64>
  }
  return %g : !functional.fn<(f64) -> f64>
}
func.func @f(%c: i1, %x: f64) -> f64 {
  %g = call @h(%c, %x) : (i1, f64) -> !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}",
    );
    assert_eq!(
        head(&text, "h$fwd"),
        "func.func private @h$fwd(%arg0: i1, %arg1: f64) -> f64 {"
    );
    assert!(text.contains("call @h$bwd(%arg0, %0, %arg1)"), "{text}");
}

#[test]
fn what_cannot_be_split_is_inlined() {
    // The function value comes out of a loop, and the caller's closure is made of it.
    let text = split(
        "func.func private @h(%n: index, %x: f64) -> !functional.fn<(f64) -> f64> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %s = math.sin %x : f64
  %id = functional.lambda (%d: f64) -> f64 { functional.return %d : f64 }
  %g = scf.for %i = %zero to %n step %one iter_args(%f = %id) -> !functional.fn<(f64) -> f64> {
    %l = functional.lambda (%d: f64) -> f64 { %r = arith.mulf %d, %s : f64 functional.return %r : f64 }
    scf.yield %l : !functional.fn<(f64) -> f64>
  }
  return %g : !functional.fn<(f64) -> f64>
}
func.func private @k(%n: index, %x: f64) -> !functional.fn<(f64) -> f64> {
  %h = call @h(%n, %x) : (index, f64) -> !functional.fn<(f64) -> f64>
  %l = functional.lambda (%d: f64) -> f64 {
    %r = functional.apply %h(%d) : !functional.fn<(f64) -> f64>
    %s = functional.apply %h(%r) : !functional.fn<(f64) -> f64>
    functional.return %s : f64
  }
  return %l : !functional.fn<(f64) -> f64>
}
func.func @f(%n: index, %x: f64) -> f64 {
  %g = call @k(%n, %x) : (index, f64) -> !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}",
    );
    assert!(!text.contains("call @"), "{text}");
    assert!(!text.contains("@k(") && !text.contains("@h("), "{text}");
}
