//! Derivatives of programs that call a large function often: they call its derivative, which is there once.

use crate::{common::Program, large::Large};

const TYPE: &str = "!functional.fn<(f64, f64) -> f64>";

/// `@f(x, y)`: calls of `@g`, each of what the last one gave; `inlined`: with its code as often instead.
fn some_calls(large: &Large, calls: usize, inlined: bool) -> String {
    let mut text = if inlined {
        String::new()
    } else {
        large.function()
    };
    text += "func.func @f(%x: f64, %y: f64) -> f64 {\n";
    let mut last = "%x".to_owned();
    for call in 0..calls {
        if inlined {
            let (code, result) = large.code(&format!("c{call}_"), [&last, "%y"]);
            text += &code;
            last = result;
        } else {
            text += &format!("  %r{call} = func.call @g({last}, %y) : (f64, f64) -> f64\n");
            last = format!("%r{call}");
        }
    }
    text + &format!("  return {last} : f64\n}}\n")
}

/// Those of these entries: `@gradient(x, y)` of `@f`, and the gradient of its first part by `@reverse` over reverse
/// and by `@forward` over reverse.
fn derivatives(entries: &[&str]) -> String {
    let gradient = format!(
        "func.func @gradient(%x: f64, %y: f64) -> (f64, f64) {{
  %f = functional.ref @f : {TYPE}
  %d = functional.grad %f : {TYPE}
  %a, %b = functional.apply %d(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %a, %b : f64, f64
}}\n"
    );
    let reverse = format!(
        "func.func @reverse(%x: f64, %y: f64) -> (f64, f64) {{
  %f = functional.ref @f : {TYPE}
  %d = functional.grad %f wrt [0] : {TYPE}
  %dd = functional.grad %d : {TYPE}
  %a, %b = functional.apply %dd(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %a, %b : f64, f64
}}\n"
    );
    let forward = format!(
        "func.func @forward(%x: f64, %y: f64) -> (f64, f64) {{
  %f = functional.ref @f : {TYPE}
  %d = functional.grad %f wrt [0] : {TYPE}
  %dd = functional.jvp %d : {TYPE}
  %one = arith.constant 1.0 : f64
  %zero = arith.constant 0.0 : f64
  %u, %a = functional.apply %dd(%x, %y, %one, %zero) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  %v, %b = functional.apply %dd(%x, %y, %zero, %one) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %a, %b : f64, f64
}}\n"
    );
    let all = [gradient, reverse, forward];
    let wanted = |text: &String| {
        entries
            .iter()
            .any(|entry| text.contains(&format!("@{entry}(")))
    };
    all.into_iter().filter(wanted).collect()
}

const ENTRIES: [&str; 3] = ["gradient", "reverse", "forward"];

#[track_caller]
fn same(what: &str, a: &[f64], b: &[f64], tolerance: f64) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        let scale = a.abs().max(b.abs()).max(1.0);
        assert!((a - b).abs() <= tolerance * scale, "{what}: {a} and {b}");
    }
}

/// Central differences of one result by both arguments.
fn differences(f: impl Fn(f64, f64) -> f64, x: f64, y: f64) -> Vec<f64> {
    let h = 1e-5;
    vec![
        (f(x + h, y) - f(x - h, y)) / (2.0 * h),
        (f(x, y + h) - f(x, y - h)) / (2.0 * h),
    ]
}

/// Checks `@gradient`, `@reverse` and `@forward` against differences of `value` and of the gradient.
fn check(text: &str, value: impl Fn(f64, f64) -> f64) -> Program {
    let program = Program::new(&format!("{text}{}", derivatives(&ENTRIES)), &ENTRIES);
    for (x, y) in [(0.3, 0.7), (-1.1, 0.4)] {
        let gradient = program.call("gradient", &[x, y]);
        same("gradient", &gradient, &differences(&value, x, y), 1e-7);
        let slope = |x, y| program.call("gradient", &[x, y])[0];
        let second = differences(slope, x, y);
        same(
            "reverse over reverse",
            &program.call("reverse", &[x, y]),
            &second,
            1e-6,
        );
        same(
            "forward over reverse",
            &program.call("forward", &[x, y]),
            &second,
            1e-6,
        );
    }
    program
}

#[test]
fn ten_calls_of_a_large_function() {
    let large = Large::new(200);
    let called = check(&some_calls(&large, 10, false), |x, y| {
        (0..10).fold(x, |last, _| large.value(last, y))
    });
    for half in ["fwd", "bwd"] {
        let call = format!("call @g$rev$11$1${half}(");
        assert_eq!(called.body("gradient").matches(&call).count(), 10, "{half}");
    }
    // The function, its derivatives by one and by two arguments, and their derivatives in two modes.
    assert!(called.ops < 60 * 200, "{} ops", called.ops);
}

#[test]
fn a_gradient_has_the_same_value_and_fewer_ops_than_with_the_code_inlined() {
    for (count, calls, entries) in [
        (200, 10, &["gradient"][..]),
        (70, 3, &["gradient", "reverse", "forward"]),
    ] {
        let large = Large::new(count);
        let [called, inlined] = [false, true].map(|inlined| {
            Program::new(
                &format!(
                    "{}{}",
                    some_calls(&large, calls, inlined),
                    derivatives(entries)
                ),
                entries,
            )
        });
        for entry in entries {
            for (x, y) in [(0.3, 0.7), (-1.1, 0.4)] {
                let (called, inlined) = (called.call(entry, &[x, y]), inlined.call(entry, &[x, y]));
                same(entry, &called, &inlined, 1e-12);
            }
        }
        assert!(
            called.ops < inlined.ops,
            "{} and {} ops",
            called.ops,
            inlined.ops
        );
        if calls == 10 {
            assert!(
                called.ops < inlined.ops / 3,
                "{} and {} ops",
                called.ops,
                inlined.ops
            );
        }
    }
}

#[test]
fn calls_in_both_branches() {
    let large = Large::new(100);
    let text = large.function()
        + "func.func @f(%x: f64, %y: f64) -> f64 {
  %c = arith.cmpf ogt, %x, %y : f64
  %u, %v = scf.if %c -> (f64, f64) {
    %a = arith.mulf %x, %y : f64
    %r = func.call @g(%a, %y) : (f64, f64) -> f64
    scf.yield %r, %a : f64, f64
  } else {
    %a = math.sin %x : f64
    %b = func.call @g(%y, %a) : (f64, f64) -> f64
    %d = arith.cmpf ogt, %b, %a : f64
    %r = scf.if %d -> f64 {
      %s = func.call @g(%b, %a) : (f64, f64) -> f64
      scf.yield %s : f64
    } else {
      %s = func.call @g(%a, %b) : (f64, f64) -> f64
      scf.yield %s : f64
    }
    scf.yield %r, %b : f64, f64
  }
  %r = func.call @g(%u, %v) : (f64, f64) -> f64
  return %r : f64
}
";
    let g = |x, y| large.value(x, y);
    let value = |x: f64, y: f64| {
        if x > y {
            g(g(x * y, y), x * y)
        } else {
            let (a, b) = (x.sin(), g(y, x.sin()));
            g(if b > a { g(b, a) } else { g(a, b) }, b)
        }
    };
    let program = check(&text, value);
    same(
        "the other branch",
        &program.call("gradient", &[0.9, 0.2]),
        &differences(value, 0.9, 0.2),
        1e-7,
    );
    assert!(program.text().contains("call @g$rev$11$1$bwd("));
    assert!(!program.text().contains("functional.fn"));
}

#[test]
fn a_large_function_with_branches_around_large_functions() {
    // `@h` is itself large and called twice, so that its derivative keeps what the calls in its branches keep.
    let (large, other) = (Large::new(80), Large::new(70));
    let (code, result) = other.code("w", ["%x", "%u"]);
    let text = large.function()
        + &format!(
            "func.func private @h(%x: f64, %y: f64) -> f64 {{
  %c = arith.cmpf ogt, %x, %y : f64
  %u = scf.if %c -> f64 {{
    %a = arith.mulf %x, %y : f64
    %r = func.call @g(%a, %y) : (f64, f64) -> f64
    scf.yield %r : f64
  }} else {{
    %r = func.call @g(%y, %x) : (f64, f64) -> f64
    scf.yield %r : f64
  }}
{code}  return {result} : f64
}}
func.func @f(%x: f64, %y: f64) -> f64 {{
  %a = func.call @h(%x, %y) : (f64, f64) -> f64
  %b = func.call @h(%y, %a) : (f64, f64) -> f64
  return %b : f64
}}
"
        );
    let h = |x: f64, y: f64| {
        let u = if x > y {
            large.value(x * y, y)
        } else {
            large.value(y, x)
        };
        other.value(x, u)
    };
    let program = check(&text, |x, y| h(y, h(x, y)));
    assert_eq!(
        program
            .body("gradient")
            .matches("call @h$rev$11$1$bwd(")
            .count(),
        2
    );
    assert!(
        !program.text().contains("functional."),
        "{}",
        program.text()
    );
}

#[test]
fn through_closures() {
    let large = Large::new(100);
    let text = large.function()
        + "func.func @f(%x: f64, %y: f64) -> f64 {
  %c = arith.cmpf ogt, %x, %y : f64
  %g = functional.ref @g : !functional.fn<(f64, f64) -> f64>
  %p = functional.partial %g(%x) : !functional.fn<(f64, f64) -> f64>
  %l = functional.lambda (%a: f64) -> f64 {
    %b = arith.mulf %a, %x : f64
    %r = func.call @g(%b, %a) : (f64, f64) -> f64
    functional.return %r : f64
  }
  %k = arith.select %c, %p, %l : !functional.fn<(f64) -> f64>
  %a = functional.apply %k(%y) : !functional.fn<(f64) -> f64>
  %r = functional.apply %l(%a) : !functional.fn<(f64) -> f64>
  return %r : f64
}
";
    let l = |a: f64, x: f64| large.value(a * x, a);
    let program = check(&text, |x, y| {
        let a = if x > y { large.value(x, y) } else { l(y, x) };
        l(a, x)
    });
    assert!(program.body("gradient").contains("call @g$rev$11$1$bwd("));
}

#[test]
fn two_results() {
    let (large, other) = (Large::new(100), Large::new(40));
    let (first, a) = large.code("v", ["%x", "%y"]);
    let (second, b) = other.code("w", ["%y", &a]);
    let text = format!(
        "func.func private @g(%x: f64, %y: f64) -> (f64, f64) {{
{first}{second}  return {a}, {b} : f64, f64
}}
func.func @f(%x: f64, %y: f64) -> f64 {{
  %a, %b = func.call @g(%x, %y) : (f64, f64) -> (f64, f64)
  %c, %d = func.call @g(%b, %a) : (f64, f64) -> (f64, f64)
  %e, %f = func.call @g(%d, %d) : (f64, f64) -> (f64, f64)
  %r = arith.mulf %c, %f : f64
  return %r : f64
}}
"
    );
    let g = |x: f64, y: f64| {
        let a = large.value(x, y);
        (a, other.value(y, a))
    };
    let program = check(&text, |x, y| {
        let (a, b) = g(x, y);
        let (c, d) = g(b, a);
        c * g(d, d).1
    });
    // Of the last call one result is asked for.
    let count = |name| program.body("gradient").matches(name).count();
    assert_eq!(count("call @g$rev$11$11$bwd("), 2);
    assert_eq!(count("call @g$rev$11$01$bwd("), 1);
}
