//! The reducer keeps what the test script finds interesting and little else.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

const INPUT: &str = "
func.func private @noise(%x: f64) -> f64 {
  %0 = arith.addf %x, %x : f64
  return %0 : f64
}
func.func @f(%x: f64) {
  %g = functional.lambda (%y: f64) -> f64 {
    functional.return %y : f64
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return
}
";

#[test]
fn what_is_not_interesting_goes() {
    let folder = tempfile::tempdir().unwrap();
    let (input, script) = (
        folder.path().join("in.mlir"),
        folder.path().join("interesting.sh"),
    );
    fs::write(&input, INPUT).unwrap();
    // mlir-reduce takes status 1 for interesting.
    fs::write(
        &script,
        "#!/bin/sh\ngrep -q functional.lambda \"$1\" && exit 1\nexit 0\n",
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pullback-reduce"))
        .arg(&input)
        .arg(format!(
            "-opt-reduction-pass=opt-pass=symbol-dce test={}",
            script.display()
        ))
        .output()
        .unwrap();
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{error}");
    assert!(out.contains("functional.lambda"), "{out}{error}");
    assert!(!out.contains("@noise"), "{out}");
}
