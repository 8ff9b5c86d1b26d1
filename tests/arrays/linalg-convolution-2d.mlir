// A strided, dilated convolution of images and the greatest of windows.
func.func @f(%x: tensor<2x7x8x2xf64>, %w: tensor<2x3x2x3xf64>) -> tensor<2x2x2x3xf64> {
  %z = arith.constant dense<0.0> : tensor<2x3x4x3xf64>
  %low = arith.constant dense<0xFFF0000000000000> : tensor<2x2x2x3xf64>
  %window = tensor.empty() : tensor<2x2xf64>
  %r = linalg.conv_2d_nhwc_hwcf {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<[1, 2]> : tensor<2xi64>}
    ins(%x, %w : tensor<2x7x8x2xf64>, tensor<2x3x2x3xf64>) outs(%z : tensor<2x3x4x3xf64>) -> tensor<2x3x4x3xf64>
  %y = linalg.pooling_nhwc_max {strides = dense<[1, 2]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
    ins(%r, %window : tensor<2x3x4x3xf64>, tensor<2x2xf64>) outs(%low : tensor<2x2x2x3xf64>) -> tensor<2x2x2x3xf64>
  return %y : tensor<2x2x2x3xf64>
}
