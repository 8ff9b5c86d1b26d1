// Elements 0, 0 and 2: the gradient of their sum is 2, 0, 1.

func.func @f(%x: tensor<3xf64>) -> f64 {
  %i = arith.constant dense<[0, 0, 2]> : tensor<3xindex>
  %g = nd.gather %x[%i] along [0] : tensor<3xf64>[tensor<3xindex>] to tensor<3xf64>
  %r = nd.sum %g [0] : tensor<3xf64> to f64
  return %r : f64
}
