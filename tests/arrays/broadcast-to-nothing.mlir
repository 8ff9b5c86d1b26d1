// Of no copies the cotangent is zero.

func.func @f(%x: tensor<3xf64>, %n: index) -> tensor<?x3xf64> {
  %r = nd.broadcast %x [1] sizes(%n) : tensor<3xf64> to tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}
