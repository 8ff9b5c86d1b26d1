// A sparse matrix in coordinates times a vector.

func.func @f(%v: tensor<4xf64>, %i: tensor<4xi64>, %j: tensor<4xi64>, %x: tensor<3xf64>) -> tensor<3xf64> {
  %g = nd.gather %x[%j] along [0] : tensor<3xf64>[tensor<4xi64>] to tensor<4xf64>
  %p = arith.mulf %v, %g : tensor<4xf64>
  %z = arith.constant dense<0.0> : tensor<3xf64>
  %r = nd.scatter add %p into %z[%i] along [0] : tensor<4xf64> into tensor<3xf64>[tensor<4xi64>]
  return %r : tensor<3xf64>
}
