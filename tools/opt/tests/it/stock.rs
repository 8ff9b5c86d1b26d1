//! In place of the distribution's `mlir-opt`: the same output, errors and exit status.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const ARITHMETIC: &str = "func.func @f(%x: i32, %n: index) -> (i32, i32) {
  %zero = arith.constant 0 : i32
  %two = arith.constant 2 : i32
  %a = arith.addi %x, %zero : i32
  %b = arith.muli %a, %two : i32
  %c = arith.muli %x, %two : i32
  %d = func.call @g(%b) : (i32) -> i32
  return %c, %d : i32, i32
}
func.func private @g(%x: i32) -> i32 {
  %one = arith.constant 1 : i32
  %r = arith.subi %x, %one : i32
  return %r : i32
}
func.func private @unused()
";

const LOOPS: &str = "func.func @f(%n: index, %x: f32, %m: memref<?xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %zero) -> f32 {
    %y = arith.mulf %x, %x : f32
    %t = arith.addf %s, %y : f32
    %slot = memref.alloca() : memref<f32>
    memref.store %t, %slot[] : memref<f32>
    %u = memref.load %slot[] : memref<f32>
    memref.store %u, %m[%i] : memref<?xf32>
    scf.yield %u : f32
  }
  affine.for %i = 0 to 8 {
    %e = math.exp %x : f32
    affine.store %e, %m[%i] : memref<?xf32>
  }
  return %r : f32
}
";

const TENSORS: &str = "func.func @f(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>) -> tensor<4x2xf32> {
  %e = tensor.empty() : tensor<4x2xf32>
  %r = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%e : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %r : tensor<4x2xf32>
}
func.func @v(%a: vector<4xf32>, %z: complex<f32>) -> f32 {
  %s = vector.reduction <add>, %a : vector<4xf32> into f32
  %re = complex.re %z : complex<f32>
  %t = arith.addf %s, %re : f32
  return %t : f32
}
";

const WRONG: &str = "func.func @f() -> i32 {
  // expected-error@+1 {{undeclared}}
  return %nothing : i32
}

// -----

func.func @g(%x: i32) -> f32 {
  // expected-error@+1 {{doesn't match function result type}}
  return %x : i32
}

// -----

func.func @h() { return }
";

const UNKNOWN: &str = "%0 = \"strange.op\"() {a = 1 : i8} : () -> !strange.type
\"strange.region\"() ({
^bb0(%x: i1):
  \"strange.end\"(%x) : (i1) -> ()
}) : () -> () loc(fused[\"a.x\":1:2, unknown])
";

/// Each flag list, and the inputs that it is tried on.
const CALLS: &[(&[&str], &[&str])] = &[
    (&[], &[ARITHMETIC, LOOPS, TENSORS, WRONG, UNKNOWN]),
    (&["--canonicalize"], &[ARITHMETIC, LOOPS, TENSORS]),
    (&["--cse", "--symbol-dce"], &[ARITHMETIC]),
    (&["--inline", "--sccp"], &[ARITHMETIC]),
    (&["--loop-invariant-code-motion"], &[LOOPS]),
    (&["--mem2reg", "--canonicalize"], &[LOOPS]),
    (&["--sroa"], &[LOOPS]),
    (&["--lower-affine", "--convert-scf-to-cf"], &[LOOPS]),
    (&["--affine-loop-unroll=unroll-factor=4"], &[LOOPS]),
    (
        &[
            "--convert-linalg-to-affine-loops",
            "--one-shot-bufferize=bufferize-function-boundaries",
        ],
        &[TENSORS],
    ),
    (
        &["--one-shot-bufferize", "--convert-linalg-to-loops"],
        &[TENSORS],
    ),
    (&["--convert-to-llvm"], &[ARITHMETIC, TENSORS]),
    (
        &["--convert-vector-to-llvm", "--convert-complex-to-llvm"],
        &[TENSORS],
    ),
    (
        &["--split-input-file", "--verify-diagnostics"],
        &[WRONG, ARITHMETIC],
    ),
    (&["--split-input-file"], &[WRONG]),
    (&["--verify-diagnostics"], &[WRONG]),
    (
        &["--allow-unregistered-dialect", "--mlir-print-debuginfo"],
        &[UNKNOWN],
    ),
    (
        &[
            "--allow-unregistered-dialect",
            "--mlir-print-op-generic",
            "--mlir-print-local-scope",
        ],
        &[UNKNOWN, ARITHMETIC],
    ),
    (
        &[
            "--mlir-use-nameloc-as-prefix",
            "--mlir-print-unique-ssa-ids",
        ],
        &[ARITHMETIC],
    ),
    (&["--mlir-print-value-users"], &[ARITHMETIC]),
    (&["--verify-roundtrip"], &[ARITHMETIC, LOOPS, TENSORS]),
    (&["--emit-bytecode", "--emit-bytecode-version=3"], &[LOOPS]),
    (&["--no-implicit-module"], &[ARITHMETIC]),
    (
        &[
            "--mlir-print-ir-after-all",
            "--mlir-print-ir-module-scope",
            "--cse",
        ],
        &[ARITHMETIC],
    ),
    (
        &[
            "--mlir-print-ir-before=cse",
            "--mlir-disable-threading",
            "--cse",
        ],
        &[LOOPS],
    ),
    (&["--print-op-stats", "--mlir-disable-threading"], &[LOOPS]),
    (&["--view-op-graph"], &[ARITHMETIC]),
    (
        &[
            "--log-actions-to=-",
            "--canonicalize",
            "--mlir-disable-threading",
        ],
        &[ARITHMETIC],
    ),
    (
        &["--dump-pass-pipeline", "--canonicalize=max-iterations=3"],
        &[ARITHMETIC],
    ),
    (
        &["--pass-pipeline=builtin.module()", "--dump-pass-pipeline"],
        &[ARITHMETIC],
    ),
    (
        &["--pass-pipeline=any( cse , func.func( canonicalize ) )"],
        &[ARITHMETIC],
    ),
    (&["--pass-pipeline=llvm.func()"], &[ARITHMETIC]),
    (&["--pass-pipeline=cse"], &[ARITHMETIC]),
    (
        &["--pass-pipeline=builtin.module(cse)", "--cse"],
        &[ARITHMETIC],
    ),
    (&["--transform-interpreter"], &[ARITHMETIC]),
    (&["--canonicalise"], &[ARITHMETIC]),
    (&["--canonicalize=no-such-option"], &[ARITHMETIC]),
];

fn stock() -> PathBuf {
    let prefix = env::var("MLIR_SYS_220_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into());
    Path::new(&prefix).join("bin/mlir-opt")
}

/// Exit status, output and errors, with `mlir-opt` for the tool's own name.
fn run(tool: &Path, flags: &[&str], file: &Path) -> (Option<i32>, Vec<u8>, String) {
    let output = Command::new(tool).args(flags).arg(file).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let name = tool.to_string_lossy();
    let errors = errors
        .replace(name.as_ref(), "mlir-opt")
        .replace("pullback-opt", "mlir-opt");
    let output_text = String::from_utf8_lossy(&output.stdout);
    // A log of actions names the thread.
    let stdout = match flags.iter().any(|flag| flag.starts_with("--log")) {
        true => output_text
            .replace("[thread main]", "[thread mlir-opt]")
            .into_bytes(),
        false => output.stdout,
    };
    (output.status.code(), stdout, errors)
}

#[test]
fn it_does_what_mlir_opt_does() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("input.mlir");
    let ours = Path::new(env!("CARGO_BIN_EXE_pullback-opt"));
    for (flags, inputs) in CALLS {
        for input in *inputs {
            fs::write(&file, input).unwrap();
            let (mine, theirs) = (run(ours, flags, &file), run(&stock(), flags, &file));
            let text = |output: &[u8]| String::from_utf8_lossy(output).into_owned();
            assert_eq!(
                text(&mine.1),
                text(&theirs.1),
                "output of {flags:?} on\n{input}"
            );
            assert_eq!(mine.1, theirs.1, "bytes of {flags:?} on\n{input}");
            assert_eq!(mine.2, theirs.2, "errors of {flags:?} on\n{input}");
            assert_eq!(mine.0, theirs.0, "status of {flags:?} on\n{input}");
            let incremental = run(ours, &[flags, &["--incremental"][..]].concat(), &file);
            assert_eq!(
                mine, incremental,
                "--incremental with {flags:?} on\n{input}"
            );
        }
    }
}

/// What MLIR writes to reproduce a failure runs in either tool.
#[test]
fn its_reproducers_are_those_of_mlir_opt() {
    let folder = tempfile::tempdir().unwrap();
    let (file, reproducer) = (
        folder.path().join("input.mlir"),
        folder.path().join("again.mlir"),
    );
    fs::write(&file, ARITHMETIC).unwrap();
    let ours = Path::new(env!("CARGO_BIN_EXE_pullback-opt"));
    let write = format!("--mlir-generate-reproducer={}", reproducer.display());
    let flags = [
        "--pass-pipeline=builtin.module(func.func(cse,canonicalize))",
        &write,
    ];
    let mut texts = Vec::new();
    for tool in [ours, &stock()] {
        assert_eq!(run(tool, &flags, &file).0, Some(0));
        texts.push(fs::read_to_string(&reproducer).unwrap());
        fs::remove_file(&reproducer).unwrap();
    }
    assert_eq!(texts[0], texts[1]);
    fs::write(&reproducer, &texts[0]).unwrap();
    let again = run(ours, &["--run-reproducer"], &reproducer);
    assert_eq!(again, run(&stock(), &["--run-reproducer"], &reproducer));
    assert_eq!(again.0, Some(0));
}
