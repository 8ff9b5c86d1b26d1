// RUN: pullback-opt %s --functional-differentiate --functional-to-first-order --symbol-dce | FileCheck %s

func.func private @layer(%w: tensor<2x3xf64>, %x: tensor<3xf64>) -> tensor<2xf64> {
  %y = nd.contract "ij,j->i" %w, %x : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>
  %z = math.tanh %y : tensor<2xf64>
  return %z : tensor<2xf64>
}
// Products of a matrix and vectors are one of matrices.
// CHECK-LABEL: func.func @columns(
// CHECK-NOT: scf.for
// CHECK: nd.contract "ij,aj->ai"
// CHECK: math.tanh %{{.*}} : tensor<8x2xf64>
// CHECK: return
func.func @columns(%w: tensor<2x3xf64>, %x: tensor<3x8xf64>) -> tensor<2x8xf64> {
  %g = functional.ref @layer : !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>>
  %v = functional.vmap %g in [-1, 1] out [1] : !functional.fn<(tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>>
    to !functional.fn<(tensor<2x3xf64>, tensor<3x8xf64>) -> tensor<2x8xf64>>
  %r = functional.apply %v(%w, %x) : !functional.fn<(tensor<2x3xf64>, tensor<3x8xf64>) -> tensor<2x8xf64>>
  return %r : tensor<2x8xf64>
}

func.func private @loss(%w: tensor<3xf64>, %x: tensor<3xf64>) -> f64 {
  %y = nd.contract "i,i->" %w, %x : (tensor<3xf64>, tensor<3xf64>) -> f64
  %z = math.sin %y : f64
  return %z : f64
}
// The gradients of each row.
// CHECK-LABEL: func.func @gradients(
// CHECK-NOT: scf.for
// CHECK: math.cos %{{.*}} : tensor<?xf64>
// CHECK: return
func.func @gradients(%w: tensor<3xf64>, %x: tensor<?x3xf64>) -> tensor<?x3xf64> {
  %f = functional.ref @loss : !functional.fn<(tensor<3xf64>, tensor<3xf64>) -> f64>
  %g = functional.grad %f wrt [0] : !functional.fn<(tensor<3xf64>, tensor<3xf64>) -> f64>
  %v = functional.vmap %g in [-1, 0] out [0] : !functional.fn<(tensor<3xf64>, tensor<3xf64>) -> tensor<3xf64>>
    to !functional.fn<(tensor<3xf64>, tensor<?x3xf64>) -> tensor<?x3xf64>>
  %r = functional.apply %v(%w, %x) : !functional.fn<(tensor<3xf64>, tensor<?x3xf64>) -> tensor<?x3xf64>>
  return %r : tensor<?x3xf64>
}

// Numbers are a map.
// CHECK-LABEL: func.func @numbers(
// CHECK: nd.map
// CHECK: math.sin %{{.*}} : f64
func.func @numbers(%x: tensor<8xf64>) -> tensor<8xf64> {
  %g = functional.lambda (%a: f64) -> f64 {
    %b = math.sin %a : f64
    functional.return %b : f64
  }
  %v = functional.vmap %g in [0] out [0] : !functional.fn<(f64) -> f64> to !functional.fn<(tensor<8xf64>) -> tensor<8xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<8xf64>) -> tensor<8xf64>>
  return %r : tensor<8xf64>
}
