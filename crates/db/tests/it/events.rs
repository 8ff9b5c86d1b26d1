//! What runs again, one kind of edit at a time: exactly what it must, by salsa's own events.

use crate::session::{GRAD, Session, assert_not_ran, assert_ran, big};
use pullback_db::{Derivative, FpMode, OptLevel, Request};

const RUN: Derivative = Derivative::None;

/// A leaf that is inlined into two functions, of which one does not use its value, and one that knows nothing of it.
fn program() -> String {
    let uses = |name: &str, call: &str, value: &str| {
        big(name, "math.sin %x").replace(
            "  return %v100 : f64\n",
            &format!("{call}  %r = arith.mulf %v100, {value} : f64\n  return %r : f64\n"),
        )
    };
    let call = "  %l = func.call @leaf(%x) : (f64) -> f64\n";
    let mut text = String::from(
        "func.func private @leaf(%x: f64) -> f64 {
  // The leaf.
  %s = arith.mulf %x, %x : f64
  %r = math.cos %s : f64
  return %r : f64
}
func.func @main(%x: f64) -> f64 {
  %a = func.call @uses(%x) : (f64) -> f64
  %b = func.call @drops(%a) : (f64) -> f64
  %r = func.call @knows_nothing(%b) : (f64) -> f64
  return %r : f64
}
",
    );
    text += &uses("uses", call, "%l");
    text += &uses("drops", call, "%x");
    text + &uses("knows_nothing", "", "%x")
}

#[test]
fn a_value_with_another_name_goes_no_further() {
    for entry in [("main", RUN), ("main", GRAD)] {
        let entries = [entry];
        let mut session = Session::new(&program());
        session.compile(&entries);
        session.text = session.text.replace("%s", "%square");
        assert_eq!(
            session.compile(&entries),
            ["checked(leaf)", "simplified(leaf)"]
        );
    }
}

#[test]
fn a_dead_op_goes_no_further() {
    for entry in [("main", RUN), ("main", GRAD)] {
        let entries = [entry];
        let mut session = Session::new(&program());
        session.compile(&entries);
        session.edit("  // The leaf.\n", "  %dead = math.exp %x : f64\n");
        assert_eq!(
            session.compile(&entries),
            ["checked(leaf)", "simplified(leaf)"]
        );
    }
}

#[test]
fn a_leaf_reaches_those_it_is_inlined_into_and_further_only_what_changed() {
    let entries = [("main", RUN)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    session.edit("math.cos", "math.sin");
    assert_eq!(
        session.compile(&entries),
        [
            "checked(leaf)",
            "simplified(leaf)",
            "inline_body(leaf)",
            "simplified(uses)",
            "inline_body(uses)",
            "simplified(drops)",
            "lowered(uses)",
            "object(uses)",
        ]
    );
}

#[test]
fn a_derivative_sees_the_leaf_where_it_is_used_alone() {
    let entries = [("main", GRAD)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    session.edit("math.cos", "math.sin");
    let events = session.compile(&entries);
    for query in [
        "simplified(leaf)",
        "simplified(uses)",
        "derivative(uses$rev$1$1)",
    ] {
        assert_ran(&events, query);
    }
    for query in [
        "simplified(main)",
        "expanded(grad main)",
        "simplified(knows_nothing)",
        "derivative(knows_nothing$rev$1$1)",
        "derivative(drops$rev$1$1)",
    ] {
        assert_not_ran(&events, query);
    }
}

/// A higher-order function and two that give it lambdas.
const HIGHER_ORDER: &str = "
func.func private @twice(%f: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %y = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  %r = functional.apply %f(%y) : !functional.fn<(f64) -> f64>
  return %r : f64
}
func.func @one(%x: f64) -> f64 {
  %f = functional.lambda (%a: f64) -> f64 {
    %s = math.sin %a : f64
    functional.return %s : f64
  }
  %r = func.call @twice(%f, %x) : (!functional.fn<(f64) -> f64>, f64) -> f64
  return %r : f64
}
func.func @two(%x: f64) -> f64 {
  %f = functional.lambda (%a: f64) -> f64 {
    %s = arith.mulf %a, %x : f64
    functional.return %s : f64
  }
  %r = func.call @twice(%f, %x) : (!functional.fn<(f64) -> f64>, f64) -> f64
  return %r : f64
}
";

#[test]
fn a_lambda_more_reaches_those_that_see_it() {
    let entries = [("one", GRAD), ("two", GRAD)];
    let mut session = Session::new(HIGHER_ORDER);
    session.compile(&entries);
    session.edit(
        "  %s = math.sin %a : f64
    functional.return %s : f64
  }
  %r = func.call @twice(%f, %x) : (!functional.fn<(f64) -> f64>, f64) -> f64
",
        "  %s = math.sin %a : f64
    functional.return %s : f64
  }
  %g = functional.lambda (%a: f64) -> f64 {
    %c = math.cos %a : f64
    functional.return %c : f64
  }
  %zero = arith.constant 0.0 : f64
  %c = arith.cmpf olt, %x, %zero : f64
  %h = arith.select %c, %f, %g : !functional.fn<(f64) -> f64>
  %r = func.call @twice(%h, %x) : (!functional.fn<(f64) -> f64>, f64) -> f64
",
    );
    let events = session.compile(&entries);
    for query in [
        "simplified(one)",
        "simplified(grad one)",
        "object(grad one)",
    ] {
        assert_ran(&events, query);
    }
    for query in [
        "checked(twice)",
        "signature(twice)",
        "simplified(two)",
        "simplified(grad two)",
        "object(grad two)",
    ] {
        assert_not_ran(&events, query);
    }
    // The higher-order function itself: both see it.
    session.edit(
        "%r = functional.apply %f(%y)",
        "%z = arith.negf %y : f64\n %r = functional.apply %f(%z)",
    );
    let events = session.compile(&entries);
    for query in [
        "checked(twice)",
        "simplified(grad one)",
        "simplified(grad two)",
    ] {
        assert_ran(&events, query);
    }
    assert_not_ran(&events, "signature(twice)");
}

#[test]
fn a_signature_reaches_callers_alone() {
    let entries = [("main", RUN)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    session.edit(
        "@knows_nothing(%x: f64)",
        "@knows_nothing(%x: f64, %y: f64)",
    );
    session.edit(
        "@knows_nothing(%b) : (f64)",
        "@knows_nothing(%b, %x) : (f64, f64)",
    );
    let events = session.compile(&entries);
    for query in [
        "checked(main)",
        "simplified(main)",
        "simplified(knows_nothing)",
        "object(main)",
    ] {
        assert_ran(&events, query);
    }
    for query in [
        "checked(uses)",
        "simplified(uses)",
        "simplified(leaf)",
        "object(uses)",
        "object(drops)",
    ] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn another_order_runs_what_lists_the_file_alone() {
    let entries = [("main", RUN)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    let start = session.text.find("func.func @main").expect("it is there");
    let end = session.text.find("func.func @uses").expect("it is there");
    let main: String = session.text.drain(start..end).collect();
    session.text += &main;
    assert_eq!(
        session.compile(&entries),
        [
            "is_whole(test.mlir)",
            "first_problem(test.mlir)",
            "by_name(test.mlir)"
        ]
    );
}

#[test]
fn another_name_reaches_those_who_say_it() {
    let entries = [("main", RUN)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    session.text = session.text.replace("@knows_nothing(", "@knows(");
    let events = session.compile(&entries);
    for query in [
        "checked(main)",
        "simplified(main)",
        "simplified(knows)",
        "object(knows)",
    ] {
        assert_ran(&events, query);
    }
    for query in [
        "checked(uses)",
        "simplified(uses)",
        "simplified(leaf)",
        "object(uses)",
    ] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn a_function_that_goes_and_one_that_comes() {
    let entries = [("main", RUN)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    let old = "  %r = func.call @knows_nothing(%b) : (f64) -> f64\n  return %r : f64\n";
    session.edit(old, "  return %b : f64\n");
    let start = session
        .text
        .find("func.func @knows_nothing")
        .expect("it is there");
    let gone: String = session.text.drain(start..).collect();
    let events = session.compile(&entries);
    assert_ran(&events, "object(main)");
    for query in [
        "checked(uses)",
        "simplified(uses)",
        "simplified(drops)",
        "object(uses)",
    ] {
        assert_not_ran(&events, query);
    }
    session.edit("  return %b : f64\n", old);
    session.text += &gone;
    let events = session.compile(&entries);
    assert_ran(&events, "object(main)");
    // What was computed of it is still known.
    for query in [
        "checked(knows_nothing)",
        "object(knows_nothing)",
        "checked(uses)",
        "simplified(uses)",
        "simplified(drops)",
        "object(uses)",
    ] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn an_error_comes_and_goes() {
    let entries = [("main", RUN)];
    let mut session = Session::new(&program());
    session.compile(&entries);
    session.edit("math.cos %s", "math.cosine %s");
    let (events, found) = session.fails("main", RUN);
    assert_eq!(
        events,
        [
            "checked(leaf)",
            "first_problem(test.mlir)",
            "well_formed(test.mlir)"
        ]
    );
    assert!(found.to_string().contains("test.mlir:4:"), "{found}");
    session.edit("math.cosine %s", "math.cos %s");
    // What asked for nothing while the file was wrong finds what it had.
    let events = session.compile(&entries);
    for query in [
        "checked(uses)",
        "simplified(uses)",
        "simplified(main)",
        "lowered(uses)",
        "object(uses)",
    ] {
        assert_not_ran(&events, query);
    }
}

#[test]
fn options_run_what_reads_them() {
    let mut session = Session::new(&program());
    session.compile(&[("main", GRAD)]);
    let file = session.db.set_file("test.mlir", session.text.as_str());
    let request = Request::new(file, "main", GRAD);
    let events = |request: &Request| {
        session.db.take_events();
        session.db.image(request).expect("it compiles");
        session.db.take_events()
    };
    let slower = Request {
        opt_level: OptLevel::O1,
        ..request.clone()
    };
    assert_eq!(events(&slower), ["object(grad main)"]);
    let strict = Request {
        fp: FpMode::Strict,
        ..request.clone()
    };
    assert_eq!(events(&strict), ["object(grad main)"]);
    let fast = Request {
        fp: FpMode::Fast,
        ..request.clone()
    };
    assert_eq!(
        events(&fast),
        ["lowered_fast(grad main)", "object(grad main)"]
    );
    let checked = Request {
        checks_nan: true,
        ..request.clone()
    };
    assert_eq!(
        events(&checked),
        ["lowered_checking_nan(grad main)", "object(grad main)"]
    );
    assert_eq!(events(&request), [""; 0]);
}

#[test]
fn recursion_runs_by_component() {
    let member = |name: &str, other: &str| {
        format!(
            "func.func private @{name}(%x: f64, %n: i32) -> f64 {{
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %c = arith.cmpi sle, %n, %zero : i32
  %r = scf.if %c -> f64 {{
    scf.yield %x : f64
  }} else {{
    %m = arith.subi %n, %one : i32
    %s = math.sin %x : f64
    %t = func.call @{other}(%s, %m) : (f64, i32) -> f64
    %u = arith.mulf %t, %x : f64
    scf.yield %u : f64
  }}
  return %r : f64
}}\n"
        )
    };
    let caller = |name: &str, of: &str| {
        format!(
            "func.func @{name}(%x: f64, %n: i32) -> f64 {{
  %r = func.call @{of}(%x, %n) : (f64, i32) -> f64
  return %r : f64
}}\n"
        )
    };
    let text = [
        member("even", "odd"),
        member("odd", "even").replace("math.sin", "math.cos"),
        member("alone", "alone"),
        caller("f", "even"),
        caller("g", "alone"),
    ];
    let mut session = Session::new(&text.concat());
    let entries = [("f", GRAD), ("g", GRAD)];
    session.compile(&entries);
    session.edit("math.cos", "math.exp");
    let events = session.compile(&entries);
    for query in ["simplified(even)", "simplified(odd)", "simplified(grad f)"] {
        assert_ran(&events, query);
    }
    for query in ["simplified(alone)", "simplified(grad g)", "object(grad g)"] {
        assert_not_ran(&events, query);
    }
}

/// An op without a rule, which differentiation finds; below a function that edits move it with.
const NO_RULE: &str = "func.func private @above(%x: f64) -> f64 {
  %r = math.sin %x : f64
  return %r : f64
}
func.func @wrong(%x: f64) -> f64 {
  %a = func.call @above(%x) : (f64) -> f64
  %b = arith.bitcast %a : f64 to i64
  %d = arith.addi %b, %b : i64
  %c = arith.bitcast %d : i64 to f64
  return %c : f64
}
";

#[test]
fn diagnostics_have_their_places_after_edits() {
    let line = |text: &str| {
        text.lines()
            .position(|line| line.contains("%a : f64 to i64"))
            .expect("it is there")
            + 1
    };
    let mut session = Session::new(NO_RULE);
    for edit in [
        ("", ""),
        ("%r = math.sin", "// A comment.\n\n  %r = math.sin"),
        (
            "func.func @wrong",
            "func.func @new(%x: f64) -> f64 {\n  return %x : f64\n}\nfunc.func @wrong",
        ),
        ("  %b = ", "\n    %b = "),
        ("  %a = func", "  %dead = math.exp %x : f64\n  %a = func"),
        ("  %dead = math.exp %x : f64\n", ""),
        ("math.sin", "math.cos"),
    ] {
        if !edit.0.is_empty() {
            session.edit(edit.0, edit.1);
        }
        let (_, found) = session.fails("wrong", GRAD);
        let (_, fresh) = Session::new(&session.text).fails("wrong", GRAD);
        assert_eq!(found, fresh, "{}", session.text);
        let (_, at, _) = found.0[0].place.clone().expect("it has a place");
        assert_eq!(at, line(&session.text), "{found}");
    }
}
