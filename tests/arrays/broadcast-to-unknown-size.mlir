// A vector as each row of an array whose size is another argument.

func.func @f(%x: tensor<3xf64>, %n: index) -> tensor<?x3xf64> {
  %q = arith.mulf %x, %x : tensor<3xf64>
  %r = nd.broadcast %q [1] sizes(%n) : tensor<3xf64> to tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}
