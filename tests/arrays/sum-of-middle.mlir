// The sum along the middle one of three dimensions, which only run time knows.

func.func @f(%x: tensor<2x?x3xf64>) -> tensor<2x3xf64> {
  %e = math.sin %x : tensor<2x?x3xf64>
  %r = nd.sum %e [1] : tensor<2x?x3xf64> to tensor<2x3xf64>
  return %r : tensor<2x3xf64>
}
