// What users of mlir-opt know works, with the same output.

// RUN: pullback-opt --show-dialects | FileCheck %s --check-prefix=DIALECTS
// DIALECTS: affine
// DIALECTS-SAME: functional
// RUN: pullback-opt --list-passes | FileCheck %s --check-prefix=PASSES
// PASSES-DAG: --canonicalize
// PASSES-DAG: --functional-simplify
// RUN: pullback-opt --version | FileCheck %s --check-prefix=VERSION
// VERSION: pullback {{[0-9]+\.[0-9]+\.[0-9]+}}
// VERSION-NEXT: LLVM version 22.
// RUN: pullback-opt --help | FileCheck %s --check-prefix=HELP --implicit-check-not=x86-
// HELP: OVERVIEW: MLIR modular optimizer driver, with Pullback
// HELP: Available Dialects: {{.*}}functional
// HELP: --canonicalize
// HELP: --functional-simplify
// HELP: --split-input-file
// HELP: --help
// HELP: --version
// RUN: pullback-opt --help-hidden | FileCheck %s --check-prefix=HIDDEN
// HIDDEN: --x86-

// RUN: pullback-opt --split-input-file --cse %s -o %t.ours && mlir-opt --split-input-file --cse %s -o %t.theirs \
// RUN:   && cmp %t.ours %t.theirs
// RUN: pullback-opt --split-input-file --emit-bytecode %s -o %t.ours \
// RUN:   && mlir-opt --split-input-file --emit-bytecode %s -o %t.theirs && cmp %t.ours %t.theirs
// RUN: pullback-opt %s --split-input-file --pass-pipeline='builtin.module(func.func(cse))' --dump-pass-pipeline 2>&1 \
// RUN:   | FileCheck %s --check-prefix=DUMP
// DUMP: Pass Manager with 1 passes
// DUMP-NEXT: builtin.module(
// DUMP-NEXT: func.func(
// DUMP-NEXT: cse
// RUN: pullback-opt - < %s --split-input-file --mlir-print-ir-after=cse --cse -o %t 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER
// AFTER: IR Dump After CSE

func.func @f(%x: f64) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %x, %x : f64
  %2 = arith.addf %0, %1 : f64
  return %2 : f64
}

// -----

func.func private @g(f64)
