// A kernel with holes.

func.func @f(%x: tensor<5x6xf64>, %k: tensor<2x3xf64>) -> tensor<3x2xf64> {
  %w = nd.unfold %x [0, 1] window [2, 3] dilation [2, 2] : tensor<5x6xf64> to tensor<3x2x2x3xf64>
  %r = nd.contract "xyuv,uv->xy" %w, %k : (tensor<3x2x2x3xf64>, tensor<2x3xf64>) -> tensor<3x2xf64>
  return %r : tensor<3x2xf64>
}
