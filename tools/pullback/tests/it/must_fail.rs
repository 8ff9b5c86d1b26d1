//! Programs and calls that must be refused: `CHECK-CALL-ARGS` is the call, `CHECK-ERROR` a part of the message.

use crate::{directives, mlir_files, pullback};

/// Files whose call ends otherwise than they say. A file that comes right must leave the list.
const OTHERWISE: [&str; 4] = [
    "endless-reduction", // refused, but the message speaks of functional.lambda
    "memref",            // refused at memref.alloca already
    "recursion-by-ref",  // refused, but the message speaks of the call that the ref has become
    "tensor",            // the tensor folds away, and what is left has a derivative
];

#[test]
fn refused_programs_say_why() {
    let mut otherwise = vec![];
    let mut messages = String::new();
    for file in mlir_files("tests/programs/must-fail") {
        if let Err(message) = check(&file) {
            let name = file
                .rsplit('/')
                .next()
                .and_then(|name| name.strip_suffix(".mlir"));
            otherwise.push(name.expect("a program").to_owned());
            messages += &message;
        }
    }
    assert_eq!(otherwise, OTHERWISE, "{messages}");
}

fn check(file: &str) -> Result<(), String> {
    let errors = directives(file, "CHECK-ERROR");
    let calls = directives(file, "CHECK-CALL-ARGS");
    assert!(!errors.is_empty() && !calls.is_empty(), "{file}");
    for call in calls {
        let mut words = call.split_whitespace();
        let command = words.next().expect("a command");
        let answer = pullback([command, file].into_iter().chain(words));
        assert!(answer.status.is_some(), "{file} crashes: {}", answer.stderr);
        assert!(
            !answer.stderr.contains("internal error"),
            "{file}: {}",
            answer.stderr
        );
        let refused = matches!(answer.status, Some(1 | 2)) && answer.stdout.is_empty();
        if !refused || !errors.iter().all(|error| answer.stderr.contains(error)) {
            return Err(format!(
                "{file}: {call}\n  expected {errors:?}, got status {:?}: {}{}\n",
                answer.status, answer.stdout, answer.stderr
            ));
        }
    }
    Ok(())
}
