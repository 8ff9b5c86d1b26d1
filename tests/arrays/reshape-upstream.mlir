// tensor.expand_shape, collapse_shape and reshape.

func.func @f(%x: tensor<6xf64>) -> tensor<3x2xf64> {
  %e = tensor.expand_shape %x [[0, 1]] output_shape [2, 3] : tensor<6xf64> into tensor<2x3xf64>
  %w = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf64>
  %p = arith.mulf %e, %w : tensor<2x3xf64>
  %c = tensor.collapse_shape %p [[0, 1]] : tensor<2x3xf64> into tensor<6xf64>
  %q = arith.mulf %c, %x : tensor<6xf64>
  %shape = arith.constant dense<[3, 2]> : tensor<2xindex>
  %r = tensor.reshape %q(%shape) : (tensor<6xf64>, tensor<2xindex>) -> tensor<3x2xf64>
  return %r : tensor<3x2xf64>
}
