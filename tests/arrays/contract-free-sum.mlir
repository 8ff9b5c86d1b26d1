// A letter that only one operand has is summed.

func.func @f(%x: tensor<3x4xf64>, %y: tensor<3x2xf64>) -> tensor<3xf64> {
  %r = nd.contract "ij,ik->i" %x, %y : (tensor<3x4xf64>, tensor<3x2xf64>) -> tensor<3xf64>
  return %r : tensor<3xf64>
}
