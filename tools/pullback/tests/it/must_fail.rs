//! Programs and calls that must be refused: `CHECK-CALL-ARGS` is the call, `CHECK-ERROR` a part of the message.

use crate::{directives, mlir_files, pullback};

#[test]
fn refused_programs_say_why() {
    let messages: Vec<String> = mlir_files("tests/programs/must-fail")
        .iter()
        .filter_map(|file| check(file).err())
        .collect();
    assert!(messages.is_empty(), "{}", messages.concat());
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
