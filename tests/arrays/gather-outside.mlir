// What is read outside is zero.

func.func @f(%x: tensor<3xf64>, %i: tensor<4xi64>) -> tensor<4xf64> {
  %g = nd.gather %x[%i] along [0] : tensor<3xf64>[tensor<4xi64>] to tensor<4xf64>
  %r = math.exp %g : tensor<4xf64>
  return %r : tensor<4xf64>
}
