// One element, at a position of two indices.

func.func @f(%s: f64, %x: tensor<2x3xf64>, %i: index, %j: index) -> tensor<2x3xf64> {
  %e = math.exp %s : f64
  %y = nd.scatter add %e into %x[%i, %j] along [0, 1] : f64 into tensor<2x3xf64>[index, index]
  %r = math.sin %y : tensor<2x3xf64>
  return %r : tensor<2x3xf64>
}
