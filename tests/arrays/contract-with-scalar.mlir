// A scalar times a transposed matrix.

func.func @f(%s: f64, %x: tensor<2x3xf64>) -> tensor<3x2xf64> {
  %r = nd.contract ",ij->ji" %s, %x : (f64, tensor<2x3xf64>) -> tensor<3x2xf64>
  return %r : tensor<3x2xf64>
}
