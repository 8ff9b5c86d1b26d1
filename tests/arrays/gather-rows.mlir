// Rows of an embedding, one of them twice.

func.func @f(%x: tensor<?x3xf64>, %i: tensor<4xi64>) -> tensor<4x3xf64> {
  %g = nd.gather %x[%i] along [0] : tensor<?x3xf64>[tensor<4xi64>] to tensor<4x3xf64>
  %r = arith.mulf %g, %g : tensor<4x3xf64>
  return %r : tensor<4x3xf64>
}
