//! The distribution's `mlir-opt` loads the plugin.

use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const INPUT: &str = "func.func @f(%x: f64) -> f64 {
  %g = functional.lambda (%y: f64) -> f64 {
    %z = arith.mulf %y, %y : f64
    functional.return %z : f64
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}";

/// Cargo leaves the library beside the test, or one folder above.
fn plugin() -> PathBuf {
    let test = env::current_exe().unwrap();
    let places = test
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("libpullback_plugin.so"));
    places
        .filter(|path| path.exists())
        .max_by_key(|path| modified(path))
        .expect("cargo has built the plugin")
}

fn modified(path: &Path) -> std::time::SystemTime {
    path.metadata().and_then(|data| data.modified()).unwrap()
}

/// Whether it succeeds, and what it prints.
fn mlir_opt(flags: &[String]) -> (bool, String) {
    let prefix = env::var("MLIR_SYS_220_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into());
    let mut opt = Command::new(Path::new(&prefix).join("bin/mlir-opt"))
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    opt.stdin
        .take()
        .unwrap()
        .write_all(INPUT.as_bytes())
        .unwrap();
    let output = opt.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

#[test]
fn the_stock_tool_knows_the_dialect_and_the_passes() {
    let plugin = plugin();
    let (ok, text) = mlir_opt(&[
        format!("--load-dialect-plugin={}", plugin.display()),
        format!("--load-pass-plugin={}", plugin.display()),
        "--pass-pipeline=builtin.module(functional-simplify)".into(),
    ]);
    assert!(ok, "{text}");
    assert!(
        text.contains("arith.mulf %arg0, %arg0") && !text.contains("functional."),
        "{text}"
    );
}

#[test]
fn without_the_plugin_it_knows_neither() {
    let (ok, text) = mlir_opt(&[]);
    assert!(!ok);
    assert!(text.contains("functional"), "{text}");
}
