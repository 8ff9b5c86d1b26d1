// Matrices of unknown width side by side.

func.func @f(%x: tensor<2x?xf64>, %y: tensor<2x?xf64>) -> tensor<2x?xf64> {
  %c = tensor.concat dim(1) %x, %y : (tensor<2x?xf64>, tensor<2x?xf64>) -> tensor<2x?xf64>
  %r = math.exp %c : tensor<2x?xf64>
  return %r : tensor<2x?xf64>
}
