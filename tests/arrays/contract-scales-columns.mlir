// Each column by its own factor.

func.func @f(%x: tensor<2x3xf64>, %d: tensor<3xf64>) -> tensor<2x3xf64> {
  %r = nd.contract "ij,j->ij" %x, %d : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<2x3xf64>
  return %r : tensor<2x3xf64>
}
