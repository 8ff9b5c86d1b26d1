// A convolution of a signal with a kernel.

func.func @f(%x: tensor<?xf64>, %k: tensor<3xf64>) -> tensor<?xf64> {
  %w = nd.unfold %x [0] window [3] : tensor<?xf64> to tensor<?x3xf64>
  %r = nd.contract "iu,u->i" %w, %k : (tensor<?x3xf64>, tensor<3xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
