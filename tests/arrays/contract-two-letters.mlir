// Two letters are summed at once.

func.func @f(%x: tensor<2x3x2xf64>, %y: tensor<2x2x3xf64>) -> tensor<2xf64> {
  %r = nd.contract "ijk,kaj->a" %x, %y : (tensor<2x3x2xf64>, tensor<2x2x3xf64>) -> tensor<2xf64>
  return %r : tensor<2xf64>
}
