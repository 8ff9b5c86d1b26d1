// A convolution of volumes.

func.func @f(%x: tensor<3x3x4xf64>, %k: tensor<2x2x2xf64>) -> tensor<2x2x3xf64> {
  %w = nd.unfold %x [0, 1, 2] window [2, 2, 2] : tensor<3x3x4xf64> to tensor<2x2x3x2x2x2xf64>
  %r = nd.contract "xyzuvw,uvw->xyz" %w, %k : (tensor<2x2x3x2x2x2xf64>, tensor<2x2x2xf64>) -> tensor<2x2x3xf64>
  return %r : tensor<2x2x3xf64>
}
