// The sum of all elements, as a scalar.

func.func @f(%x: tensor<3x4xf64>) -> f64 {
  %r = nd.sum %x [0, 1] : tensor<3x4xf64> to f64
  return %r : f64
}
