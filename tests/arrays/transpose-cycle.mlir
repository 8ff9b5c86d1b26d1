// Three dimensions in a cycle, two of unknown size.

func.func @f(%x: tensor<2x?x?xf64>) -> tensor<?x?x2xf64> {
  %s = math.sin %x : tensor<2x?x?xf64>
  %r = nd.transpose %s [1, 2, 0] : tensor<2x?x?xf64> to tensor<?x?x2xf64>
  return %r : tensor<?x?x2xf64>
}
