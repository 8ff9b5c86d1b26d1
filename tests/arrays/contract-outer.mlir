// An outer product: nothing is summed.

func.func @f(%x: tensor<3xf64>, %y: tensor<2xf64>) -> tensor<2x3xf64> {
  %r = nd.contract "i,j->ji" %x, %y : (tensor<3xf64>, tensor<2xf64>) -> tensor<2x3xf64>
  return %r : tensor<2x3xf64>
}
