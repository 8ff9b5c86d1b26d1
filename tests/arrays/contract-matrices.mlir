// A product of matrices.

func.func @f(%a: tensor<3x4xf64>, %b: tensor<4x2xf64>) -> tensor<3x2xf64> {
  %r = nd.contract "ij,jk->ik" %a, %b : (tensor<3x4xf64>, tensor<4x2xf64>) -> tensor<3x2xf64>
  return %r : tensor<3x2xf64>
}
