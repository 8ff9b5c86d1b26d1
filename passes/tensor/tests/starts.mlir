// RUN: pullback-opt %s --nd-to-linalg --canonicalize | FileCheck %s

// Loops that start from something, without a dimension to sum over, take it as an operand.
// CHECK-LABEL: func.func @product
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<f64>, tensor<f64>, tensor<f64>)
// CHECK-NOT: arith.addf %out
func.func @product(%x: tensor<f64>, %y: tensor<f64>) -> tensor<3xf64> {
  %z = nd.contract ",->" %x, %y : (tensor<f64>, tensor<f64>) -> tensor<f64>
  %r = nd.broadcast %z [] : tensor<f64> to tensor<3xf64>
  return %r : tensor<3xf64>
}
