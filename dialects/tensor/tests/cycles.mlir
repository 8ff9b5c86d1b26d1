// In code that is never reached an op may use its own result; canonicalisation ends.
// RUN: pullback-opt %s --canonicalize --cse | FileCheck %s

// CHECK-LABEL: func.func @f
// CHECK: return
func.func @f(%n: index) {
  return
^bb1:
  %a = nd.broadcast %b [0] : tensor<4xf64> to tensor<4xf64>
  %b = nd.broadcast %a [0] : tensor<4xf64> to tensor<4xf64>
  %c = nd.transpose %d [1, 0] : tensor<4x4xf64> to tensor<4x4xf64>
  %d = nd.transpose %c [1, 0] : tensor<4x4xf64> to tensor<4x4xf64>
  %e = nd.reshape %e sizes(%n, %n) : tensor<?x?xf64> to tensor<?x?xf64>
  %g = nd.reverse %h [0] : tensor<4xf64>
  %h = nd.reverse %g [0] : tensor<4xf64>
  %i = nd.sum %i [] : tensor<4xf64> to tensor<4xf64>
  %j:2 = nd.map (%x in %j#1 : tensor<4xf64>, %y in %j#0 : tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>) {
    nd.yield %x, %y : f64, f64
  }
  %k:2 = nd.sort %k#1, %k#0 along 0 : tensor<4xf64>, tensor<4xf64>
  cf.br ^bb1
}
