//! That programs hold what they are meant to after simplification, which takes away what does nothing.

use crate::check::OPT;
use pullback_testing::random::{Features, program};

#[test]
fn random_programs_keep_what_is_tested() {
    const COUNT: u64 = 100;
    let simplified: Vec<String> = (1..=COUNT)
        .map(|seed| {
            let text = program(seed, Features::ALL)
                .replace("func.func @", "func.func private @")
                .replace("func.func private @f(", "func.func @f(");
            OPT.pipeline("functional-simplify,symbol-dce", &text)
        })
        .collect();
    // At least so many of the hundred.
    for (op, least) in [
        ("scf.if", 40),
        ("scf.for", 20),
        ("scf.while", 20),
        ("scf.index_switch", 3),
        ("functional.match", 12),
        ("functional.construct", 12),
        ("call @recursive", 7),
        // Of a `letrec`.
        ("call @f$", 2),
        ("call @fold", 10),
        ("functional.grad", 7),
        ("functional.vjp", 2),
        ("functional.jvp", 2),
        ("functional.apply", 15),
    ] {
        let found = simplified.iter().filter(|text| text.contains(op)).count();
        assert!(found >= least, "{found} programs hold {op}");
    }
}
