// RUN: pullback-opt %s --functional-differentiate --functional-to-first-order --symbol-dce | FileCheck %s

func.func private @matmul(%a: tensor<3x4xf64>, %b: tensor<4x2xf64>) -> tensor<3x2xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<3x2xf64>
  %z = linalg.fill ins(%zero : f64) outs(%e : tensor<3x2xf64>) -> tensor<3x2xf64>
  %y = linalg.matmul ins(%a, %b : tensor<3x4xf64>, tensor<4x2xf64>) outs(%z : tensor<3x2xf64>) -> tensor<3x2xf64>
  return %y : tensor<3x2xf64>
}
// Nothing but two contractions.
// CHECK-LABEL: func.func @matmul_vjp(
// CHECK-SAME: %[[A:.*]]: tensor<3x4xf64>, %[[B:.*]]: tensor<4x2xf64>, %[[D:.*]]: tensor<3x2xf64>
// CHECK-NEXT: %[[DA:.*]] = nd.contract "ab,cb->ac" %[[D]], %[[B]]
// CHECK-NEXT: %[[DB:.*]] = nd.contract "ab,ac->cb" %[[D]], %[[A]]
// CHECK-NEXT: return %[[DA]], %[[DB]]
func.func @matmul_vjp(%a: tensor<3x4xf64>, %b: tensor<4x2xf64>, %d: tensor<3x2xf64>) -> (tensor<3x4xf64>, tensor<4x2xf64>) {
  %f = functional.ref @matmul : !functional.fn<(tensor<3x4xf64>, tensor<4x2xf64>) -> tensor<3x2xf64>>
  %p = functional.vjp %f : !functional.fn<(tensor<3x4xf64>, tensor<4x2xf64>) -> tensor<3x2xf64>>
  %y, %back = functional.apply %p(%a, %b) : !functional.fn<(tensor<3x4xf64>, tensor<4x2xf64>) -> (tensor<3x2xf64>, !functional.fn<(tensor<3x2xf64>) -> (tensor<3x4xf64>, tensor<4x2xf64>)>)>
  %g:2 = functional.apply %back(%d) : !functional.fn<(tensor<3x2xf64>) -> (tensor<3x4xf64>, tensor<4x2xf64>)>
  return %g#0, %g#1 : tensor<3x4xf64>, tensor<4x2xf64>
}

func.func private @convolution(%x: tensor<7xf64>, %w: tensor<3xf64>) -> tensor<5xf64> {
  %z = arith.constant dense<0.0> : tensor<5xf64>
  %y = linalg.conv_1d ins(%x, %w : tensor<7xf64>, tensor<3xf64>) outs(%z : tensor<5xf64>) -> tensor<5xf64>
  return %y : tensor<5xf64>
}
// As of an `nd.contract` of windows.
// CHECK-LABEL: func.func @convolution_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<7xf64>, %[[W:.*]]: tensor<3xf64>, %[[D:.*]]: tensor<5xf64>
// CHECK-NEXT: %[[U:.*]] = nd.unfold %[[X]] [0] window [3]
// CHECK-NEXT: %[[DU:.*]] = nd.contract "a,b->ab" %[[D]], %[[W]]
// CHECK-NEXT: %[[DW:.*]] = nd.contract "a,ab->b" %[[D]], %[[U]]
// CHECK-NEXT: %[[DX:.*]] = nd.fold %[[DU]] [0] window [3]
// CHECK-NEXT: return %[[DX]], %[[DW]]
func.func @convolution_vjp(%x: tensor<7xf64>, %w: tensor<3xf64>, %d: tensor<5xf64>) -> (tensor<7xf64>, tensor<3xf64>) {
  %f = functional.ref @convolution : !functional.fn<(tensor<7xf64>, tensor<3xf64>) -> tensor<5xf64>>
  %p = functional.vjp %f : !functional.fn<(tensor<7xf64>, tensor<3xf64>) -> tensor<5xf64>>
  %y, %back = functional.apply %p(%x, %w) : !functional.fn<(tensor<7xf64>, tensor<3xf64>) -> (tensor<5xf64>, !functional.fn<(tensor<5xf64>) -> (tensor<7xf64>, tensor<3xf64>)>)>
  %g:2 = functional.apply %back(%d) : !functional.fn<(tensor<5xf64>) -> (tensor<7xf64>, tensor<3xf64>)>
  return %g#0, %g#1 : tensor<7xf64>, tensor<3xf64>
}
