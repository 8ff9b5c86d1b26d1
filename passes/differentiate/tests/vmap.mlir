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

// A counted loop of all lanes, with a branch in it that lanes do not agree on.
// CHECK-LABEL: func.func @loop(
// CHECK: scf.for %{{.*}} -> (tensor<8x2xf64>)
// CHECK: nd.contract "ij,aj->ai"
// CHECK-NOT: scf.if
// CHECK: arith.select %{{.*}} : tensor<8x2xi1>, tensor<8x2xf64>
// CHECK: return
func.func @loop(%x: tensor<8x2xf64>, %w: tensor<2x2xf64>, %n: index) -> tensor<8x2xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %k = arith.constant 0.8 : f64
  %g = functional.lambda (%a: tensor<2xf64>) -> tensor<2xf64> {
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %a) -> tensor<2xf64> {
      %p = nd.contract "ij,j->i" %w, %y : (tensor<2x2xf64>, tensor<2xf64>) -> tensor<2xf64>
      %s = nd.sum %p [0] : tensor<2xf64> to f64
      %c = arith.cmpf olt, %s, %k : f64
      %q = scf.if %c -> tensor<2xf64> {
        %t = math.tanh %p : tensor<2xf64>
        scf.yield %t : tensor<2xf64>
      } else {
        scf.yield %p : tensor<2xf64>
      }
      scf.yield %q : tensor<2xf64>
    }
    functional.return %r : tensor<2xf64>
  }
  %v = functional.vmap %g in [0] out [0] : !functional.fn<(tensor<2xf64>) -> tensor<2xf64>> to !functional.fn<(tensor<8x2xf64>) -> tensor<8x2xf64>>
  %r = functional.apply %v(%x) : !functional.fn<(tensor<8x2xf64>) -> tensor<8x2xf64>>
  return %r : tensor<8x2xf64>
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
