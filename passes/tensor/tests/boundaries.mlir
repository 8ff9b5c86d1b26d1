// RUN: pullback-opt %s --nd-lower-boundaries | FileCheck %s

// An array is its address and the sizes that its type does not tell.
// CHECK-LABEL: func.func private @callee(%arg0: !llvm.ptr, %arg1: i64, %arg2: f64) -> (!llvm.ptr, i64)
// CHECK: bufferization.to_tensor %{{.*}} restrict : memref<?x3xf64>
// What came goes on as it came.
// CHECK: return %arg0, %arg1 : !llvm.ptr, i64
func.func private @callee(%x: tensor<?x3xf64>, %k: f64) -> tensor<?x3xf64> {
  return %x : tensor<?x3xf64>
}

// To others than the module's own functions it goes in other memory.
// CHECK-LABEL: func.func @own(%arg0: !llvm.ptr, %arg1: i64) -> (!llvm.ptr, i64)
// CHECK: bufferization.to_tensor %{{.*}} restrict : memref<?x3xf64>
// CHECK: bufferization.to_buffer %{{.*}} : tensor<?x3xf64> to memref<?x3xf64>
func.func @own(%x: tensor<?x3xf64>) -> tensor<?x3xf64> {
  return %x : tensor<?x3xf64>
}

// CHECK-LABEL: func.func @caller(%arg0: !llvm.ptr, %arg1: i64, %arg2: f64) -> !llvm.ptr
// CHECK: call @callee(%{{.*}}, %{{.*}}, %arg2) : (!llvm.ptr, i64, f64) -> (!llvm.ptr, i64)
func.func @caller(%x: tensor<?x3xf64>, %k: f64) -> tensor<2x3xf64> {
  %y = call @callee(%x, %k) : (tensor<?x3xf64>, f64) -> tensor<?x3xf64>
  %z = tensor.cast %y : tensor<?x3xf64> to tensor<2x3xf64>
  return %z : tensor<2x3xf64>
}
