//! The binary.

use std::{fs, path::Path, process::Command};

#[test]
fn the_tool_knows_dialect_and_passes() {
    let input = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tool.mlir");
    fs::write(
        &input,
        "func.func @f(%x: f64) -> f64 { %r = poly.eval [1.0, 2.0] at %x : f64 return %r : f64 }",
    )
    .expect("cargo makes the folder");
    let output = Command::new(env!("CARGO_BIN_EXE_poly-opt"))
        .arg(&input)
        .args([
            "--pass-pipeline=builtin.module(func.func(poly-to-arith))",
            "--mlir-pass-statistics",
        ])
        .output()
        .expect("the tool runs");
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{stderr}");
    assert!(
        stdout.contains("arith.mulf") && !stdout.contains("poly.eval"),
        "{stdout}"
    );
    assert!(stderr.contains("1  polynomials lowered"), "{stderr}");
}
