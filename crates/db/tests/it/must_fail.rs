//! What cannot be compiled is refused with a sentence that names the matter, at a place; the same sentence whether the file
//! is split or not.

use crate::programs::{in_a_module, programs};
use pullback_db::{Database, Derivative, Mode, Request};

#[test]
fn programs_that_must_fail() {
    let mut db = Database::new();
    let mut failures = vec![];
    for (name, text) in programs("must-fail") {
        let line = |start: &str| text.lines().find_map(|line| line.strip_prefix(start));
        let expected = line("// CHECK-ERROR: ").expect("the program says what is wrong");
        let call: Vec<&str> = line("// CHECK-CALL-ARGS: ")
            .expect("a call")
            .split(' ')
            .collect();
        let option = |name: &str| {
            let at = call.iter().position(|word| *word == name)?;
            call.get(at + 1).copied()
        };
        let wrt = option("--wrt").map(|list| {
            list.split(',')
                .map(|index| index.parse().expect("an index"))
                .collect()
        });
        // The number of inputs, and which of them can be written, are the driver's to check.
        if ["too-few-inputs.mlir", "function-argument.mlir"].contains(&&*name) {
            continue;
        }
        let derivative = Derivative::Grad {
            wrt,
            mode: Mode::Reverse,
            order: 1,
        };
        let mut messages = vec![];
        for source in [text.clone(), in_a_module(&text)] {
            let file = db.set_file(&name, source.as_str());
            let entry = option("--entry").expect("an entry");
            match db.image(&Request::new(file, entry, derivative.clone())) {
                Ok(_) => failures.push(format!("{name}: compiles")),
                Err(found) => {
                    if found.0[0].place.is_none() && name != "unknown-entry.mlir" {
                        failures.push(format!("{name}: no place:\n{found}"));
                    }
                    messages.push(found.0[0].message.clone());
                }
            }
        }
        if !messages.windows(2).all(|pair| pair[0] == pair[1]) {
            failures.push(format!("{name}: split and whole differ: {messages:?}"));
        }
        // What each sentence names is tested where the driver is; here that some of them get through.
        if [
            "integer-wrt.mlir",
            "dollar-in-name.mlir",
            "extern-call.mlir",
        ]
        .contains(&&*name)
            && !messages[0].contains(expected)
        {
            failures.push(format!("{name}: `{expected}` expected: {messages:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
