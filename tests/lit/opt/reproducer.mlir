// A failing pipeline can be written down and run again.

// RUN: not pullback-opt %s --pass-pipeline='builtin.module(cse,test-does-not-exist)'
// RUN: not pullback-opt %s --pass-pipeline='builtin.module(convert-func-to-llvm{index-bitwidth=7})' \
// RUN:   --mlir-pass-pipeline-crash-reproducer=%t.repro 2>&1 | FileCheck %s
// RUN: FileCheck %s --check-prefix=REPRO < %t.repro
// RUN: pullback-opt %s --cse --mlir-generate-reproducer=%t.cse -o /dev/null && pullback-opt --run-reproducer %t.cse

// CHECK: error:
// REPRO: mlir_reproducer
module {}
