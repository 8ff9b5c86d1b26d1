// Known shapes of the same elements.

func.func @f(%x: tensor<3x4xf64>, %y: tensor<2x6xf64>) -> tensor<2x6xf64> {
  %a = nd.reshape %x : tensor<3x4xf64> to tensor<2x6xf64>
  %r = arith.mulf %a, %y : tensor<2x6xf64>
  return %r : tensor<2x6xf64>
}
