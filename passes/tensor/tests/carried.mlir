// RUN: pullback-opt %s --nd-lower-arrays | FileCheck %s

// Loops in loops change one array: nothing is copied in or out.
// CHECK-LABEL: func.func @scatter(
// CHECK: call @pullback$array
// CHECK: scf.for
// CHECK-NOT: call @pullback$array
// CHECK-NOT: memref.load %{{.*}} : memref<100x5xf64>
// CHECK: return
func.func @scatter(%n: index, %v: tensor<5xf64>) -> tensor<100x5xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<100x5xf64>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%h = %e) -> tensor<100x5xf64> {
    %s = nd.scatter set %v into %h[%i] along [0] : tensor<5xf64> into tensor<100x5xf64>[index]
    scf.yield %s : tensor<100x5xf64>
  }
  return %r : tensor<100x5xf64>
}

// CHECK-LABEL: func.func @fold(
// CHECK: call @pullback$array
// CHECK-NOT: call @pullback$array
// CHECK: return
func.func @fold(%x: tensor<4x3xf64>) -> tensor<9xf64> {
  %r = nd.fold %x [0] window [3] stride [2] : tensor<4x3xf64> to tensor<9xf64>
  return %r : tensor<9xf64>
}

// What a trip still reads it does not overwrite.
// CHECK-LABEL: func.func @old_is_read(
// CHECK: scf.for
// CHECK: call @pullback$array
// CHECK: return
func.func @old_is_read(%n: index, %x: tensor<5xf64>) -> tensor<5xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%h = %x) -> tensor<5xf64> {
    %last = tensor.extract %h[%c4] : tensor<5xf64>
    %s = tensor.insert %last into %h[%c0] : tensor<5xf64>
    %first = tensor.extract %h[%c0] : tensor<5xf64>
    %t = tensor.insert %first into %s[%c1] : tensor<5xf64>
    scf.yield %t : tensor<5xf64>
  }
  return %r : tensor<5xf64>
}
