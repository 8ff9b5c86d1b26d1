// One row of a matrix as a vector.

func.func @f(%x: tensor<3x4xf64>, %i: index) -> tensor<4xf64> {
  %a = tensor.extract_slice %x[%i, 0] [1, 4] [1, 1] : tensor<3x4xf64> to tensor<4xf64>
  %r = math.sin %a : tensor<4xf64>
  return %r : tensor<4xf64>
}
