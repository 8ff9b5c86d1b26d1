// Each group of channels has its own kernels.

func.func @f(%x: tensor<4x4x4xf64>, %k: tensor<2x2x2x2x3xf64>) -> tensor<3x3x6xf64> {
  %g = nd.reshape %x : tensor<4x4x4xf64> to tensor<4x4x2x2xf64>
  %w = nd.unfold %g [0, 1] window [2, 2] : tensor<4x4x2x2xf64> to tensor<3x3x2x2x2x2xf64>
  %y = nd.contract "xygcuv,guvco->xygo" %w, %k : (tensor<3x3x2x2x2x2xf64>, tensor<2x2x2x2x3xf64>) -> tensor<3x3x2x3xf64>
  %r = nd.reshape %y : tensor<3x3x2x3xf64> to tensor<3x3x6xf64>
  return %r : tensor<3x3x6xf64>
}
