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

// Not where the one that is first is in a branch: the other does not see it.
// CHECK-LABEL: llvm.func @apart
// CHECK-NOT: llvm.intr.sincos
func.func @apart(%x: f64, %c: i1) -> f64 {
  %r = scf.if %c -> (f64) {
    %inner = math.cos %x : f64
    scf.yield %inner : f64
  } else {
    scf.yield %x : f64
  }
  %s = math.sin %x : f64
  %z = arith.addf %r, %s : f64
  return %z : f64
}
