// Dot products of rows.

func.func @f(%x: tensor<3x4xf64>, %y: tensor<3x4xf64>) -> tensor<3xf64> {
  %r = nd.contract "bi,bi->b" %x, %y : (tensor<3x4xf64>, tensor<3x4xf64>) -> tensor<3xf64>
  return %r : tensor<3xf64>
}
