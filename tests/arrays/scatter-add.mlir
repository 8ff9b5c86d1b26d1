// Additions to rows, two of them to one, one outside.

func.func @f(%u: tensor<4x2xf64>, %x: tensor<3x2xf64>, %i: tensor<4xi64>) -> tensor<3x2xf64> {
  %s = nd.scatter add %u into %x[%i] along [0] : tensor<4x2xf64> into tensor<3x2xf64>[tensor<4xi64>]
  %r = arith.mulf %s, %s : tensor<3x2xf64>
  return %r : tensor<3x2xf64>
}
