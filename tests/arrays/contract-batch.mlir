// A product of matrices for each of a batch.

func.func @f(%a: tensor<2x3x2xf64>, %b: tensor<2x2x3xf64>) -> tensor<2x3x3xf64> {
  %r = nd.contract "bij,bjk->bik" %a, %b : (tensor<2x3x2xf64>, tensor<2x2x3xf64>) -> tensor<2x3x3xf64>
  return %r : tensor<2x3x3xf64>
}
