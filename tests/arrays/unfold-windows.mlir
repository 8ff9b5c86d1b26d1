// Windows that overlap, with a stride.

func.func @f(%x: tensor<7xf64>) -> tensor<3x3xf64> {
  %w = nd.unfold %x [0] window [3] stride [2] : tensor<7xf64> to tensor<3x3xf64>
  %r = arith.mulf %w, %w : tensor<3x3xf64>
  return %r : tensor<3x3xf64>
}
