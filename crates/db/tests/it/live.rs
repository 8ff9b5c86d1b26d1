//! A program that is replaced function by function.

use crate::session::GRAD;
use pullback_codegen::Jit;
use pullback_db::{Database, Derivative, Live, Request, Update};

/// A function that is too big to be inlined.
fn big(name: &str, op: &str) -> String {
    let mut text =
        format!("func.func private @{name}(%x: f64) -> f64 {{\n  %v0 = math.{op} %x : f64\n");
    for step in 0..100 {
        text += &format!(
            "  %w{step} = math.sin %v{step} : f64\n  %v{} = arith.mulf %w{step}, %x : f64\n",
            step + 1
        );
    }
    text + "  return %v100 : f64\n}\n"
}

fn caller(callees: &[&str]) -> String {
    let mut text = String::from("func.func @f(%x: f64) -> f64 {\n  %y = arith.negf %x : f64\n");
    let mut last = String::from("%y");
    for callee in callees {
        text += &format!(
            "  %{callee} = func.call @{callee}(%x) : (f64) -> f64
  %r{callee} = arith.addf {last}, %{callee} : f64\n"
        );
        last = format!("%r{callee}");
    }
    text + &format!("  return {last} : f64\n}}\n")
}

fn update(live: &mut Live, text: &str) -> Update {
    let file = live.database_mut().set_file("live.mlir", text);
    live.update(&Request::new(file, "f", Derivative::None))
        .unwrap_or_else(|found| panic!("{}", found.render(text)))
}

fn value(live: &Live) -> f64 {
    let f = live.function().expect("the program is linked");
    let values = f.call_values(&[0.9.into()]).expect("the input fits");
    values[0].as_f64().expect("a float")
}

/// The value in a process of its own, so to speak.
fn fresh(text: &str) -> f64 {
    let mut live = Live::new(None).expect("this machine runs code");
    update(&mut live, text);
    value(&live)
}

fn names(update: &[String]) -> Vec<&str> {
    update.iter().map(String::as_str).collect()
}

#[test]
fn an_edit_links_one_function_and_callers_call_it() {
    let mut live = Live::new(None).expect("this machine runs code");
    assert!(live.function().is_none());
    let mut seen = vec![];
    let program = |a: &str, b: &str| caller(&["a", "b"]) + &big("a", a) + &big("b", b);
    for (a, b, linked) in [
        ("sin", "sin", vec!["f", "a", "b"]),
        ("cos", "sin", vec!["a"]),
        ("cos", "sin", vec![]),
        ("cos", "exp", vec!["b"]),
        ("sqrt", "cos", vec!["a", "b"]),
    ] {
        let text = program(a, b);
        let done = update(&mut live, &text);
        assert_eq!(names(&done.linked), linked);
        assert_eq!(done.kept, 3 - linked.len());
        assert_eq!(value(&live), fresh(&text));
        seen.push(value(&live).to_bits());
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 4, "the edits change the value");
}

#[test]
fn functions_go_and_come_back() {
    let mut live = Live::new(None).expect("this machine runs code");
    let both = caller(&["a", "b"]) + &big("a", "sin") + &big("b", "cos");
    let one = caller(&["b"]) + &big("b", "cos");
    update(&mut live, &both);
    let done = update(&mut live, &one);
    assert_eq!(
        (names(&done.linked), names(&done.removed)),
        (vec!["f"], vec!["a"])
    );
    assert_eq!(value(&live), fresh(&one));
    let done = update(&mut live, &both);
    assert_eq!(names(&done.linked), ["f", "a"]);
    assert_eq!(value(&live), fresh(&both));
}

#[test]
fn what_is_wrong_leaves_the_program_as_it_was() {
    let mut live = Live::new(None).expect("this machine runs code");
    let good = caller(&["a"]) + &big("a", "sin");
    update(&mut live, &good);
    let before = value(&live);
    let bad = good.replace("math.sin %x", "math.sine %x");
    let file = live.database_mut().set_file("live.mlir", bad);
    let found = live
        .update(&Request::new(file, "f", Derivative::None))
        .expect_err("there is no such op");
    assert!(found.to_string().contains("math.sine"), "{found}");
    assert_eq!(value(&live), before);
    assert_eq!(update(&mut live, &good).linked, [""; 0]);
    assert_eq!(value(&live), before);
}

fn gradient(live: &mut Live, text: &str) -> (Update, Vec<f64>) {
    let file = live.database_mut().set_file("live.mlir", text);
    let request = Request::new(file, "f", GRAD);
    let update = live
        .update(&request)
        .unwrap_or_else(|found| panic!("{}", found.render(text)));
    let f = live.function().expect("the program is linked");
    let values = f.call_values(&[0.9.into()]).expect("the input fits");
    (
        update,
        values.iter().filter_map(|value| value.as_f64()).collect(),
    )
}

/// The gradient of the program as one module.
fn whole_gradient(text: &str) -> Vec<f64> {
    let mut db = Database::new();
    let file = db.set_file("whole.mlir", format!("module {{\n{text}}}\n"));
    let image = db
        .image(&Request::new(file, "f", GRAD))
        .expect("it compiles");
    let jit = Jit::new().expect("this machine runs code");
    for object in &image.objects {
        jit.add_object(object).expect("it is new");
    }
    let values = jit.call(&image.entry, &[0.9.into()]).expect("it runs");
    values.iter().filter_map(|value| value.as_f64()).collect()
}

fn assert_close(a: &[f64], b: &[f64]) {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-10 * b.abs().max(1.0);
    assert!(
        a.len() == b.len() && a.iter().zip(b).all(close),
        "{a:?} and {b:?}"
    );
}

#[test]
fn derivatives_of_what_is_compiled_apart_are_replaced_apart() {
    let mut live = Live::new(None).expect("this machine runs code");
    // `f` calls `a` and `b`, and both call `c`.
    let calls = |name: &str, op: &str| {
        big(name, op).replace(
            "  return %v100 : f64\n",
            "  %c = func.call @c(%v100) : (f64) -> f64\n  %r = arith.mulf %c, %x : f64\n  return %r : f64\n",
        )
    };
    let program = |a: &str, b: &str, c: &str| {
        caller(&["a", "b"]) + &calls("a", a) + &calls("b", b) + &big("c", c)
    };
    let text = program("sin", "cos", "exp");
    let (done, values) = gradient(&mut live, &text);
    let mut linked = names(&done.linked);
    linked.sort_unstable();
    assert_eq!(
        linked,
        [
            "a$rev$1$1$bwd",
            "a$rev$1$1$fwd",
            "b$rev$1$1$bwd",
            "b$rev$1$1$fwd",
            "c$rev$1$1$bwd",
            "c$rev$1$1$fwd",
            "f$entry",
        ]
    );
    assert_close(&values, &whole_gradient(&text));
    for (a, b, c, changed) in [
        ("sin", "cos", "sin", "c$"),
        ("exp", "cos", "sin", "a$"),
        ("exp", "sin", "sin", "b$"),
    ] {
        let text = program(a, b, c);
        live.database().take_events();
        let (done, values) = gradient(&mut live, &text);
        assert!(
            done.linked.iter().all(|name| name.starts_with(changed)),
            "{done:?}"
        );
        assert!(
            !done.linked.is_empty() && done.removed.is_empty(),
            "{done:?}"
        );
        assert_close(&values, &whole_gradient(&text));
        let events = live.database().take_events();
        let foreign = |event: &&String| {
            ["split(", "derivative(", "simplified(", "lowered("]
                .iter()
                .any(|query| {
                    event
                        .strip_prefix(query)
                        .is_some_and(|name| !name.starts_with(&changed[..1]))
                })
        };
        let foreign: Vec<&String> = events.iter().filter(foreign).collect();
        assert!(foreign.is_empty(), "{foreign:?}");
    }
}
