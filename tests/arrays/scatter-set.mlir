// Overwriting, with duplicates: the last stays, and only it has a cotangent.

func.func @f(%u: tensor<4xf64>, %x: tensor<5xf64>, %i: tensor<4xindex>) -> tensor<5xf64> {
  %s = nd.scatter set %u into %x[%i] along [0] : tensor<4xf64> into tensor<5xf64>[tensor<4xindex>]
  %r = arith.mulf %s, %s : tensor<5xf64>
  return %r : tensor<5xf64>
}
