// One row, at a position of run time.

func.func @f(%x: tensor<4x2xf64>, %k: index) -> tensor<2xf64> {
  %g = nd.gather %x[%k] along [0] : tensor<4x2xf64>[index] to tensor<2xf64>
  %r = math.exp %g : tensor<2xf64>
  return %r : tensor<2xf64>
}
