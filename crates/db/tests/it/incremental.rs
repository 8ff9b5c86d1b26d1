//! What runs again after an edit, by salsa's own events.

use crate::session::{GRAD, Session, assert_not_ran, assert_ran, big};
use pullback_db::Derivative;

/// Two functions that know nothing of each other, and one that calls both.
const SOURCE: &str = "
!t = f64
// The cube.
func.func @f(%x: !t) -> f64 {
  %s = arith.mulf %x, %x : f64
  %r = arith.mulf %s, %x : f64
  return %r : f64
}
func.func @g(%x: f64) -> f64 {
  %r = math.sin %x : f64
  return %r : f64
}
";

#[test]
fn the_same_again_runs_nothing() {
    let mut session = Session::new(SOURCE);
    let entries = [("f", GRAD), ("g", GRAD)];
    let cold = session.compile(&entries);
    for query in [
        "checked(f)",
        "simplified(f)",
        "simplified(grad f)",
        "object(grad g)",
    ] {
        assert_ran(&cold, query);
    }
    assert_eq!(session.compile(&entries), [""; 0]);
}

#[test]
fn a_comment_runs_nothing() {
    let mut session = Session::new(SOURCE);
    let entries = [("f", GRAD), ("g", GRAD)];
    session.compile(&entries);
    session.edit("// The cube.", "// The third power,\n\n// of {x}.");
    session.edit("  %s = ", "  // Its square.\n    %s = ");
    assert_eq!(session.compile(&entries), [""; 0]);
}

#[test]
fn an_edit_of_one_function_derives_that_one_alone() {
    let mut session = Session::new(SOURCE);
    let entries = [("f", GRAD), ("g", GRAD)];
    session.compile(&entries);
    session.edit("math.sin", "math.cos");
    let events = session.compile(&entries);
    for query in [
        "simplified(g)",
        "simplified(grad g)",
        "lowered(grad g)",
        "object(grad g)",
    ] {
        assert_ran(&events, query);
    }
    for query in [
        "checked(f)",
        "simplified(f)",
        "signature(g)",
        "simplified(grad f)",
        "lowered(grad f)",
        "object(grad f)",
    ] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn an_edit_that_simplifies_away_goes_no_further() {
    let mut session = Session::new(SOURCE);
    let entries = [("f", GRAD), ("g", GRAD)];
    session.compile(&entries);
    session.edit(
        "math.sin %x : f64\n",
        "math.sin %x : f64\n %unused = math.cos %x : f64\n",
    );
    let events = session.compile(&entries);
    assert_ran(&events, "checked(g)");
    assert_ran(&events, "simplified(g)");
    assert_not_ran(&events, "simplified(f)");
}

/// A function that is too big to be inlined, and what calls it.
pub(crate) fn caller_of_big() -> String {
    big("big", "math.sin %x")
        + "func.func @caller(%x: f64) -> f64 {
  %y = func.call @big(%x) : (f64) -> f64
  %r = arith.mulf %y, %x : f64
  return %r : f64
}\n"
}

#[test]
fn callers_do_not_notice_the_body_of_what_is_compiled_apart() {
    let mut session = Session::new(&caller_of_big());
    let entries = [("caller", Derivative::None)];
    let cold = session.compile(&entries);
    assert_ran(&cold, "object(big)");
    session.edit("%v0 = math.sin", "%v0 = math.cos");
    let events = session.compile(&entries);
    assert_ran(&events, "object(big)");
    for query in ["simplified(caller)", "lowered(caller)", "object(caller)"] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn callers_do_not_notice_that_what_is_compiled_apart_is_still_there() {
    let mut session = Session::new(&caller_of_big());
    let entries = [("caller", Derivative::None)];
    session.compile(&entries);
    session.edit("arith.mulf %y, %x", "arith.addf %y, %x");
    let events = session.compile(&entries);
    assert_ran(&events, "object(caller)");
    assert_not_ran(&events, "simplified(big)");
    assert_not_ran(&events, "object(big)");
}

#[test]
fn another_function_in_the_file_changes_nothing() {
    let mut session = Session::new(SOURCE);
    let entries = [("f", GRAD)];
    session.compile(&entries);
    session.text += "func.func @h(%x: f64) -> f64 { return %x : f64 }\n";
    let events = session.compile(&entries);
    assert_ran(&events, "checked(h)");
    assert_not_ran(&events, "simplified(f)");
    assert_not_ran(&events, "simplified(grad f)");
}

#[test]
fn an_edit_of_the_caller_does_not_derive_what_it_calls() {
    let mut session = Session::new(&caller_of_big());
    let entries = [("caller", GRAD)];
    let cold = session.compile(&entries);
    assert_ran(&cold, "derivative(big$rev$1$1)");
    session.edit("arith.mulf %y, %x", "arith.divf %y, %x");
    let events = session.compile(&entries);
    assert_ran(&events, "simplified(grad caller)");
    assert_not_ran(&events, "simplified(big)");
    assert_not_ran(&events, "derivative(big$rev$1$1)");
}

#[test]
fn an_edit_of_the_callee_does_not_differentiate_the_caller() {
    let mut session = Session::new(&caller_of_big());
    let entries = [("caller", GRAD)];
    session.compile(&entries);
    session.edit("%v0 = math.sin", "%v0 = math.cos");
    let events = session.compile(&entries);
    assert_ran(&events, "derivative(big$rev$1$1)");
    assert_ran(&events, "simplified(grad caller)");
    assert_not_ran(&events, "simplified(caller)");
    assert_not_ran(&events, "expanded(grad caller)");
}

/// Two data types, each with functions of its own.
const DATA: &str = "
functional.data @list {
  nil // The end.
  cons(f64, !functional.data<@list>)
}
functional.data @shape { circle(f64) square(f64) }
!list = !functional.data<@list>
func.func @sum(%l: !list) -> f64 {
  %r = functional.match %l : !list -> f64 {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case cons(%x: f64, %t: !list) {
    %s = func.call @sum(%t) : (!list) -> f64
    %r = arith.addf %x, %s : f64
    functional.yield %r : f64
  }
  }
  return %r : f64
}
func.func @twice(%l: !list) -> f64 {
  %s = func.call @sum(%l) : (!list) -> f64
  %r = arith.addf %s, %s : f64
  return %r : f64
}
func.func @area(%s: !functional.data<@shape>) -> f64 {
  %r = functional.match %s : !functional.data<@shape> -> f64 {
  case circle(%x: f64) {
    %c = math.sin %x : f64
    functional.yield %c : f64
  }
  case square(%x: f64) {
    %q = arith.mulf %x, %x : f64
    functional.yield %q : f64
  }
  }
  return %r : f64
}
";

const RUNS: [(&str, Derivative); 2] = [("twice", Derivative::None), ("area", Derivative::None)];

#[test]
fn a_comment_in_a_data_type_runs_nothing() {
    let mut session = Session::new(DATA);
    assert_ran(&session.compile(&RUNS), "simplified(twice)");
    session.edit("// The end.", "// Nothing,\n// or {.");
    session.edit("@shape { circle", "@shape {\n  circle");
    assert_eq!(session.compile(&RUNS), [""; 0]);
}

#[test]
fn an_edit_beside_a_data_type_goes_no_further() {
    let mut session = Session::new(DATA);
    session.compile(&RUNS);
    session.edit("math.sin", "math.cos");
    let events = session.compile(&RUNS);
    assert_ran(&events, "object(area)");
    for query in [
        "checked(list)",
        "checked(sum)",
        "simplified(twice)",
        "object(twice)",
    ] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn an_edit_of_a_data_type_reaches_those_that_name_it() {
    let mut session = Session::new(DATA);
    session.compile(&RUNS);
    session.edit("square(f64) }", "square(f32) }");
    session.edit("square(%x: f64)", "square(%y: f32)");
    session.edit("%q = ", "%x = arith.extf %y : f32 to f64\n %q = ");
    let events = session.compile(&RUNS);
    assert_ran(&events, "checked(shape)");
    assert_ran(&events, "object(area)");
    for query in [
        "checked(list)",
        "checked(sum)",
        "simplified(twice)",
        "object(twice)",
    ] {
        assert_not_ran(&events, query);
    }
}
