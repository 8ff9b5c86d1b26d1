// A failing pipeline can be written down and run again.

// RUN: not pullback-opt %s --functional-differentiate --mlir-pass-pipeline-crash-reproducer=%t.repro 2>&1 | FileCheck %s
// RUN: FileCheck %s --check-prefix=REPRO < %t.repro
// RUN: not pullback-opt --run-reproducer %t.repro 2>&1 | FileCheck %s --check-prefix=AGAIN
// RUN: pullback-opt %s --cse --mlir-generate-reproducer=%t.cse -o /dev/null
// RUN: pullback-opt --run-reproducer %t.cse

// CHECK: error: the derivative of
// CHECK: note: Pipeline failed while executing
// CHECK-SAME: reproducer generated at
// REPRO: mlir_reproducer
// REPRO-NEXT: functional-differentiate
// AGAIN: error: the derivative of
func.func private @opaque(f64) -> f64
func.func @f(%x: f64) -> f64 {
  %f = functional.ref @opaque : !functional.fn<(f64) -> f64>
  %g = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
