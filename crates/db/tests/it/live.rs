//! A program that is replaced function by function.

use pullback_db::{Derivative, Live, Request, Update};

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
