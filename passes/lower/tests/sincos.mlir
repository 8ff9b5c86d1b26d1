// RUN: pullback-opt %s --functional-to-llvm | FileCheck %s

// A sine and a cosine of one value are one call.
// CHECK-LABEL: llvm.func @both
// CHECK: llvm.intr.sincos
// CHECK-NOT: llvm.intr.cos
func.func @both(%x: f64) -> (f64, f64) {
  %s = math.sin %x : f64
  %y = arith.addf %s, %x : f64
  %c = math.cos %x : f64
  %z = arith.addf %c, %y : f64
  return %s, %z : f64, f64
}
