// A matrix product into what was there, as a front end exports it.
func.func @f(%a: tensor<3x4xf64>, %b: tensor<4x2xf64>, %c: tensor<3x2xf64>) -> tensor<3x2xf64> {
  %s = math.sin %a : tensor<3x4xf64>
  %r = linalg.matmul ins(%s, %b : tensor<3x4xf64>, tensor<4x2xf64>) outs(%c : tensor<3x2xf64>) -> tensor<3x2xf64>
  %t = math.tanh %r : tensor<3x2xf64>
  return %t : tensor<3x2xf64>
}
