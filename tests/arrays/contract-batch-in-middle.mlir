// The batch is in the middle of one operand and last in the result.

func.func @f(%a: tensor<3x2x2xf64>, %b: tensor<2x4x2xf64>) -> tensor<4x3x2xf64> {
  %r = nd.contract "ibj,bkj->kib" %a, %b : (tensor<3x2x2xf64>, tensor<2x4x2xf64>) -> tensor<4x3x2xf64>
  return %r : tensor<4x3x2xf64>
}
