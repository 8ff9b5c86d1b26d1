// The sum of the two greatest of each row.

func.func @f(%x: tensor<3x4xf64>) -> tensor<3xf64> {
  %s = nd.sort %x along 1 descending : tensor<3x4xf64>
  %t = tensor.extract_slice %s[0, 0] [3, 2] [1, 1] : tensor<3x4xf64> to tensor<3x2xf64>
  %e = math.exp %t : tensor<3x2xf64>
  %r = nd.sum %e [1] : tensor<3x2xf64> to tensor<3xf64>
  return %r : tensor<3xf64>
}
