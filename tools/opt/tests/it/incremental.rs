//! `--incremental` changes how a pipeline runs, and nothing that can be seen.

use super::folders;
use pullback_testing::Lit;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

/// A tool of the same name that adds flags.
fn with_flags(folder: &Path, flags: &str) -> PathBuf {
    let tool = folder.join("pullback-opt");
    let script = format!(
        "#!/bin/sh\nexec '{}' {flags} \"$@\"\n",
        env!("CARGO_BIN_EXE_pullback-opt")
    );
    fs::write(&tool, script).unwrap();
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    tool
}

#[test]
fn lit_files_of_dialects_and_passes_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let lit = Lit::new([with_flags(folder.path(), "--incremental")]);
    for folder in [folders("dialects", "tests"), folders("passes", "tests")].concat() {
        lit.check(&folder);
    }
}

const TEXT: &str = r#"#map = affine_map<(d0) -> (d0 + 1)>
module attributes {test.note = "func.func @no() {"} {
  func.func @f(%x: i32 loc("x")) -> i32 { // {
    %c = arith.constant 1 : i32 loc(fused<"why">["a.mlir":1:2, "b.mlir":3:4])
    %d = arith.addi %c, %c : i32 loc(callsite("f"("a.mlir":5:6) at "b.mlir":7:8))
    %e = "odd.op"(%d) {map = #map} : (i32) -> i32
    return %e : i32
  }
  "odd.symbol"() {sym_name = "s"} : () -> ()
}

// -----

func.func @f(%x: f64) -> f64 { %r = math.sin %x : f64 return %r : f64 }
func.func @g(%x: f64) -> f64 {
  %r = func.call @f(%x) : (f64) -> f64
  return %r : f64
}

// -----

func.func @f(%x: f64) -> f64 { return %x : f32 }

// -----

func.func @f(%x: vector<2xf64>) -> vector<2xf64> { return %x : vector<2xf64> }
func.func private @missing(f64) -> f64
func.func @g(%x: f64) -> f64 {
  %r = func.call @missing(%x) : (f64) -> f64
  return %r : f64
}

// -----

func.func @f() -> tensor<1xi32> {
  %0 = arith.constant dense_resource<blob> : tensor<1xi32>
  return %0 : tensor<1xi32>
}
{-# dialect_resources: { builtin: { blob: "0x0400000001000000" } } #-}
"#;

/// Pipelines, and flags of output.
const FLAGS: [&[&str]; 9] = [
    &["--canonicalize", "--cse", "--mlir-print-debuginfo"],
    &["--pass-pipeline=builtin.module(func.func(cse,canonicalize{top-down=false}),symbol-dce)"],
    &[
        "--pass-pipeline=builtin.module(cse,functional-to-llvm)",
        "--mlir-print-debuginfo",
    ],
    &["--pass-pipeline=builtin.module(functional-simplify,canonicalize,functional-explain)"],
    &[
        "--canonicalize",
        "--functional-check-lowerable",
        "--verify-diagnostics",
    ],
    &["--canonicalize", "--emit-bytecode"],
    &[
        "--cse",
        "--mlir-print-op-generic",
        "--mlir-print-debuginfo",
        "--mlir-pretty-debuginfo",
    ],
    &[
        "--functional-check-lowerable",
        "--mlir-print-op-on-diagnostic=false",
    ],
    &[
        "--canonicalize",
        "--mlir-print-ir-after-all",
        "--mlir-pass-statistics",
    ],
];

#[test]
fn output_diagnostics_and_status_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input.mlir");
    fs::write(&input, TEXT).unwrap();
    for flags in FLAGS {
        for split in [
            &[][..],
            &["--split-input-file"],
            &["--allow-unregistered-dialect", "--split-input-file"],
        ] {
            let run = |incremental: &[&str]| {
                let output = Command::new(env!("CARGO_BIN_EXE_pullback-opt"))
                    .args(flags)
                    .args(split)
                    .args(incremental)
                    .arg("--mlir-disable-threading")
                    .arg(&input)
                    .output()
                    .unwrap();
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                (output.status, text(&output.stdout), text(&output.stderr))
            };
            assert_eq!(run(&["--incremental"]), run(&[]), "{flags:?} {split:?}");
        }
    }
}

#[test]
fn a_folder_holds_what_came_out_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let (input, cache) = (
        folder.path().join("input.mlir"),
        folder.path().join("cache"),
    );
    let run = |text: &str, incremental: &str| {
        fs::write(&input, text).unwrap();
        let flags = [
            "--canonicalize",
            "--functional-explain",
            "--cse",
            "--mlir-print-debuginfo",
        ];
        let output = Command::new(env!("CARGO_BIN_EXE_pullback-opt"))
            .args(flags)
            .args(Some(incremental).filter(|flag| !flag.is_empty()))
            .arg(&input)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let kept = format!("--incremental={}", cache.display());
    let entries = || {
        let mut pending = vec![cache.join("entries")];
        let mut files = vec![];
        while let Some(at) = pending.pop() {
            for entry in fs::read_dir(at).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    pending.push(path)
                } else {
                    files.push(path)
                }
            }
        }
        files
    };
    let text = TEXT.split("// -----").nth(1).unwrap();
    let plain = run(text, "");
    assert!(plain.2.contains("remark"), "{plain:?}");
    assert_eq!(run(text, &kept), plain);
    let cold = entries().len();
    // Two functions in each of two stages, the stage between them, and what the executable is.
    assert_eq!(cold, 6);
    assert_eq!(run(text, &kept), plain);
    assert_eq!(entries().len(), cold);
    // Elsewhere in the file functions are the same, and what is said of the whole is not.
    let moved = format!("// A comment.\n\n{text}");
    assert_eq!(run(&moved, &kept), run(&moved, ""));
    assert_eq!(entries().len(), cold + 1);
    for entry in entries() {
        fs::write(entry, "damaged").unwrap();
    }
    let (code, output, said) = run(text, &kept);
    assert_eq!((code, &output), (plain.0, &plain.1));
    assert!(said.contains(&plain.2), "{said}");
    let taken = folder.path().join("taken");
    fs::write(&taken, "a file").unwrap();
    let (code, output, said) = run(text, &format!("--incremental={}", taken.display()));
    assert_eq!((code, &output), (plain.0, &plain.1));
    assert!(said.starts_with("warning: "), "{said}");
}
