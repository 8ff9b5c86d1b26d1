//! Both sides of every comparison compute the same: ratios of different things mean nothing.

use pullback_benches::{FpMode, PROGRAMS, Pair};

#[test]
fn compiled_gradients_agree_with_c() {
    let failures: Vec<_> = PROGRAMS
        .iter()
        .filter_map(|program| {
            let agreed = Pair::compile(program, FpMode::Contract)
                .and_then(|pair| pair.check(&program.points(256), 1e-10));
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
    let pair = Pair::compile(program, FpMode::Contract).expect("both sides compile");
    assert!(pair.check(&program.points(256), 1e-18).is_err());
}
