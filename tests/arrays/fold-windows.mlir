// Windows added up where they overlap, with holes in them.

func.func @f(%w: tensor<4x2xf64>) -> tensor<6xf64> {
  %x = nd.fold %w [0] window [2] dilation [2] : tensor<4x2xf64> to tensor<6xf64>
  %r = arith.mulf %x, %x : tensor<6xf64>
  return %r : tensor<6xf64>
}
