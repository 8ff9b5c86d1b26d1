// RUN: pullback-opt %s --functional-differentiate --functional-to-first-order --symbol-dce | FileCheck %s

func.func private @shapes(%x: tensor<?x3xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x3xf64>
  %t = nd.transpose %x [1, 0] : tensor<?x3xf64> to tensor<3x?xf64>
  %r = nd.reverse %t [0] : tensor<3x?xf64>
  %s = nd.sum %r [0] : tensor<3x?xf64> to tensor<?xf64>
  return %s : tensor<?xf64>
}
// The shape of a sum's operand is all that its transpose needs.
// CHECK-LABEL: func.func @shapes_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<?x3xf64>, %[[D:.*]]: tensor<?xf64>
// CHECK: %[[N:.*]] = tensor.dim %[[X]]
// CHECK-NEXT: %[[B:.*]] = nd.broadcast %[[D]] [1] sizes(%[[N]]) : tensor<?xf64> to tensor<3x?xf64>
// CHECK-NEXT: %[[R:.*]] = nd.reverse %[[B]] [0]
// CHECK-NEXT: %[[T:.*]] = nd.transpose %[[R]] [1, 0]
// CHECK-NEXT: return %[[T]]
func.func @shapes_vjp(%x: tensor<?x3xf64>, %d: tensor<?xf64>) -> tensor<?x3xf64> {
  %f = functional.ref @shapes : !functional.fn<(tensor<?x3xf64>) -> tensor<?xf64>>
  %p = functional.vjp %f : !functional.fn<(tensor<?x3xf64>) -> tensor<?xf64>>
  %y, %b = functional.apply %p(%x) : !functional.fn<(tensor<?x3xf64>) -> (tensor<?xf64>, !functional.fn<(tensor<?xf64>) -> tensor<?x3xf64>>)>
  %g = functional.apply %b(%d) : !functional.fn<(tensor<?xf64>) -> tensor<?x3xf64>>
  return %g : tensor<?x3xf64>
}
func.func private @windows(%x: tensor<?xf64>, %k: tensor<3xf64>) -> tensor<?xf64> {
  %w = nd.unfold %x [0] window [3] stride [2] : tensor<?xf64> to tensor<?x3xf64>
  %y = nd.contract "xw,w->x" %w, %k : (tensor<?x3xf64>, tensor<3xf64>) -> tensor<?xf64>
  return %y : tensor<?xf64>
}
// Windows are added up where they were read.
// CHECK-LABEL: func.func @windows_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<?xf64>, %[[K:.*]]: tensor<3xf64>, %[[D:.*]]: tensor<?xf64>
// CHECK: %[[N:.*]] = tensor.dim %[[X]]
// CHECK: %[[W:.*]] = nd.unfold %[[X]] [0] window [3] stride [2]
// CHECK: %[[DW:.*]] = nd.contract "x,w->xw" %[[D]], %[[K]]
// CHECK: %[[DK:.*]] = nd.contract "x,xw->w" %[[D]], %[[W]]
// CHECK: %[[DX:.*]] = nd.fold %[[DW]] [0] window [3] stride [2] sizes(%[[N]])
// CHECK: return %[[DX]], %[[DK]]
func.func @windows_vjp(%x: tensor<?xf64>, %k: tensor<3xf64>, %d: tensor<?xf64>) -> (tensor<?xf64>, tensor<3xf64>) {
  %f = functional.ref @windows : !functional.fn<(tensor<?xf64>, tensor<3xf64>) -> tensor<?xf64>>
  %p = functional.vjp %f : !functional.fn<(tensor<?xf64>, tensor<3xf64>) -> tensor<?xf64>>
  %y, %b = functional.apply %p(%x, %k) : !functional.fn<(tensor<?xf64>, tensor<3xf64>) -> (tensor<?xf64>, !functional.fn<(tensor<?xf64>) -> (tensor<?xf64>, tensor<3xf64>)>)>
  %g:2 = functional.apply %b(%d) : !functional.fn<(tensor<?xf64>) -> (tensor<?xf64>, tensor<3xf64>)>
  return %g#0, %g#1 : tensor<?xf64>, tensor<3xf64>
}
// A letter of one operand only: its elements were summed, and have one cotangent.
func.func private @free(%x: tensor<?x3xf64>, %y: tensor<?xf64>) -> f64 {
  %r = nd.contract "ij,i->" %x, %y : (tensor<?x3xf64>, tensor<?xf64>) -> f64
  return %r : f64
}
// CHECK-LABEL: func.func @free_grad(
// CHECK-SAME: %[[X:.*]]: tensor<?x3xf64>, %[[Y:.*]]: tensor<?xf64>
// CHECK: %[[P:.*]] = nd.contract ",i->i" %{{.*}}, %[[Y]]
// CHECK: nd.broadcast %[[P]] [0] sizes(%{{.*}}) : tensor<?xf64> to tensor<?x3xf64>
// CHECK: nd.contract ",ij->i" %{{.*}}, %[[X]]
func.func @free_grad(%x: tensor<?x3xf64>, %y: tensor<?xf64>) -> (tensor<?x3xf64>, tensor<?xf64>) {
  %f = functional.ref @free : !functional.fn<(tensor<?x3xf64>, tensor<?xf64>) -> f64>
  %g = functional.grad %f : !functional.fn<(tensor<?x3xf64>, tensor<?xf64>) -> f64>
  %r:2 = functional.apply %g(%x, %y) : !functional.fn<(tensor<?x3xf64>, tensor<?xf64>) -> (tensor<?x3xf64>, tensor<?xf64>)>
  return %r#0, %r#1 : tensor<?x3xf64>, tensor<?xf64>
}
