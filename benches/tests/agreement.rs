//! Both sides of every comparison compute the same: ratios of different things mean nothing.

use pullback_benches::{PROGRAMS, Pair, Plan, Program, measure};

#[test]
fn compiled_gradients_agree_with_c() {
    let failures: Vec<_> = PROGRAMS
        .iter()
        .filter_map(|program| {
            let agreed =
                Pair::compile(program).and_then(|pair| pair.check(&program.points(256), 1e-10));
            agreed
                .err()
                .map(|error| format!("{}: {error}", program.name))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_difference_is_found() {
    let program = PROGRAMS
        .iter()
        .find(|program| program.name == "gelu")
        .expect("a program");
    let pair = Pair::compile(program).expect("both sides compile");
    assert!(pair.check(&program.points(256), 1e-18).is_err());
}

#[test]
fn a_side_is_as_fast_as_itself() {
    let program = Program {
        name: "gelu",
        ..PROGRAMS[0]
    };
    let pair = Pair::compile_c(&program).expect("C compiles");
    let plan = Plan {
        rounds: 51,
        nanoseconds: 20_000.0,
    };
    let found = measure(&pair, &program.points(64), plan).expect("times");
    assert!((0.8..1.25).contains(&found.ratio), "{found:?}");
}
