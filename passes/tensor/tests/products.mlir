// RUN: pullback-opt %s --nd-lower-arrays --canonicalize --cse | FileCheck %s

// Transposed matrices are read where they lie, and the result is written where the transposed one lies: no loop is left but the
// one that fills the result.
// CHECK-LABEL: func.func @transposed
// CHECK-SAME: (%[[A:.*]]: !llvm.ptr, %[[B:.*]]: !llvm.ptr)
// CHECK: %[[C:.*]] = call @pullback$array
// CHECK-NOT: memref.load %{{.*}} : memref<50x6xf64>
// CHECK: call @pullback$matmul_f64(%[[M:.*]], %[[N:.*]], %[[K:.*]], %[[A]], %{{.*}}, %[[ONE:.*]], %[[B]], %[[ONE]], %{{.*}}, %[[C]], %[[ONE]], %{{.*}}) :
func.func @transposed(%a: tensor<4x50xf64>, %b: tensor<6x50xf64>) -> tensor<6x4xf64> {
  %bt = nd.transpose %b [1, 0] : tensor<6x50xf64> to tensor<50x6xf64>
  %r = nd.contract "ik,kj->ij" %a, %bt : (tensor<4x50xf64>, tensor<50x6xf64>) -> tensor<4x6xf64>
  %t = nd.transpose %r [1, 0] : tensor<4x6xf64> to tensor<6x4xf64>
  return %t : tensor<6x4xf64>
}

// A batch is a loop.
// CHECK-LABEL: func.func @batches
// CHECK: {{memref|vector}}.store
// CHECK: scf.for
// CHECK-NOT: scf.for
// CHECK: call @pullback$matmul_f32
func.func @batches(%a: tensor<3x8x9xf32>, %b: tensor<3x9x10xf32>, %c: tensor<3x8x10xf32>) -> tensor<3x8x10xf32> {
  %r = linalg.contract
      indexing_maps = [affine_map<(b, i, j, k) -> (b, i, k)>, affine_map<(b, i, j, k) -> (b, k, j)>, affine_map<(b, i, j, k) -> (b, i, j)>]
      ins(%a, %b : tensor<3x8x9xf32>, tensor<3x9x10xf32>) outs(%c : tensor<3x8x10xf32>) -> tensor<3x8x10xf32>
  return %r : tensor<3x8x10xf32>
}

// Neighbouring letters are one: no loops around the kernel.
// CHECK-LABEL: func.func @heads
// CHECK: {{memref|vector}}.store
// CHECK-NOT: scf.for
// CHECK: call @pullback$matmul_f32
func.func @heads(%x: tensor<2x7x16xf32>, %w: tensor<16x4x8xf32>) -> tensor<2x7x4x8xf32> {
  %r = nd.contract "bsd,dhk->bshk" %x, %w : (tensor<2x7x16xf32>, tensor<16x4x8xf32>) -> tensor<2x7x4x8xf32>
  return %r : tensor<2x7x4x8xf32>
}

// CHECK-LABEL: func.func @unknown
// CHECK: call @pullback$matmul_f64
func.func @unknown(%a: tensor<?x?xf64>, %x: tensor<?xf64>) -> tensor<?xf64> {
  %r = nd.contract "ij,j->i" %a, %x : (tensor<?x?xf64>, tensor<?xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

// Loops do what is small, or no product of matrices, or not of floats with a kernel.
// CHECK-LABEL: func.func @small
// CHECK-NOT: call @pullback$matmul
// CHECK-LABEL: func.func @dot
// CHECK-NOT: call @pullback$matmul
// CHECK-LABEL: func.func @integers
// CHECK-NOT: call @pullback$matmul
func.func @small(%a: tensor<2x3xf64>, %b: tensor<3x2xf64>) -> tensor<2x2xf64> {
  %r = nd.contract "ik,kj->ij" %a, %b : (tensor<2x3xf64>, tensor<3x2xf64>) -> tensor<2x2xf64>
  return %r : tensor<2x2xf64>
}

func.func @dot(%a: tensor<1000xf64>, %b: tensor<1000xf64>) -> f64 {
  %r = nd.contract "i,i->" %a, %b : (tensor<1000xf64>, tensor<1000xf64>) -> f64
  return %r : f64
}

func.func @integers(%a: tensor<20x30xi64>, %b: tensor<30x20xi64>) -> tensor<20x20xi64> {
  %r = nd.contract "ik,kj->ij" %a, %b : (tensor<20x30xi64>, tensor<30x20xi64>) -> tensor<20x20xi64>
  return %r : tensor<20x20xi64>
}
