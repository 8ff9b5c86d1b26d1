// Our passes count what they do; this LLVM keeps no statistics of its own.

// RUN: pullback-opt %s --functional-simplify --mlir-pass-statistics -o /dev/null 2>&1 | FileCheck %s
// RUN: pullback-opt %s --functional-simplify -o /dev/null 2>&1 | count 0

// CHECK: functional-simplify
// CHECK-NEXT: {{^ +[0-9]+  [a-z]}}
func.func @f(%x: f64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    functional.return %y : f64
  }
  %r = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
