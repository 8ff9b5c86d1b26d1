use pullback_testing::{Failure, Lit};
use std::fs;

/// The failures of a folder that holds one file with this text.
fn failures(text: &str) -> Vec<Failure> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a file.mlir"), text).unwrap();
    Lit::new::<&str>([]).failures(folder.path())
}

#[test]
fn what_holds_passes() {
    let text = "// RUN: cat %s | FileCheck %s\n// RUN: not false && echo x > %t && \\\n// RUN: count 1 < %t\n// CHECK: {{^}}here\nhere\n";
    assert!(failures(text).is_empty(), "{:?}", failures(text));
}

#[test]
fn a_failing_command_fails() {
    let failures = failures("\n// RUN: true\n// RUN: echo said; exit 3\n");
    assert_eq!((failures.len(), failures[0].line), (1, 3));
    let text = failures[0].to_string();
    assert!(
        text.contains("a file.mlir:3: RUN: echo said; exit 3"),
        "{text}"
    );
    assert!(
        text.contains("exit status: 3") && text.contains("said"),
        "{text}"
    );
}

#[test]
fn a_failing_check_fails() {
    let failures = failures("// RUN: cat %s | FileCheck %s\n// CHECK: {{^}}nowhere\n");
    assert!(
        failures[0].output.contains("expected string not found"),
        "{}",
        failures[0]
    );
}

#[test]
fn a_failure_at_the_head_of_a_pipe_fails() {
    assert_eq!(failures("// RUN: false | true\n").len(), 1);
}

#[test]
fn an_unknown_tool_fails() {
    assert!(
        failures("// RUN: no-such-tool %s\n")[0]
            .output
            .contains("no-such-tool")
    );
}

#[test]
fn a_file_that_tests_nothing_fails() {
    assert!(
        failures("module {}\n")[0]
            .output
            .contains("no `// RUN:` line")
    );
    assert!(
        failures("// RUN: true \\\n")[0]
            .output
            .contains("no RUN line follows")
    );
    assert!(failures("// PIPELINE: cse\nmodule {}\n").is_empty());
}

#[test]
#[should_panic(expected = "1 failed")]
fn check_panics_on_failure() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.mlir"), "// RUN: false\n").unwrap();
    Lit::new::<&str>([]).check(folder.path());
}

#[test]
#[should_panic(expected = "no .mlir file")]
fn an_empty_folder_panics() {
    Lit::new::<&str>([]).check(tempfile::tempdir().unwrap().path());
}
