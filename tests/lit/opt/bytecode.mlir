// Our dialect's types and ops survive bytecode and generic form.

// RUN: pullback-opt %s --emit-bytecode | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --mlir-print-op-generic | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --verify-roundtrip | FileCheck %s
// RUN: pullback-opt %s --emit-bytecode | head -c 100 > %t && not pullback-opt %t 2>&1 | FileCheck %s --check-prefix=CUT

// CHECK: functional.lambda (%{{.*}}: f64) -> f64
// CUT: error:
func.func @f() -> !functional.fn<(f64) -> f64> {
  %f = functional.lambda (%x: f64) -> f64 {
    functional.return %x : f64
  }
  return %f : !functional.fn<(f64) -> f64>
}
