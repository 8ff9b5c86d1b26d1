// An array of rank 0 along all dimensions.

func.func @f(%s: tensor<f64>) -> tensor<2x2xf64> {
  %e = math.sin %s : tensor<f64>
  %r = nd.broadcast %e [] : tensor<f64> to tensor<2x2xf64>
  return %r : tensor<2x2xf64>
}
