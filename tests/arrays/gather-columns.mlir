// Columns, by a matrix of indices: their dimensions come first.

func.func @f(%x: tensor<2x3xf64>, %i: tensor<2x2xindex>) -> tensor<2x2x2xf64> {
  %g = nd.gather %x[%i] along [1] : tensor<2x3xf64>[tensor<2x2xindex>] to tensor<2x2x2xf64>
  %r = arith.mulf %g, %g : tensor<2x2x2xf64>
  return %r : tensor<2x2x2xf64>
}
