// Spread by a kernel, with a stride.

func.func @f(%x: tensor<3xf64>, %k: tensor<3xf64>) -> tensor<7xf64> {
  %w = nd.contract "i,u->iu" %x, %k : (tensor<3xf64>, tensor<3xf64>) -> tensor<3x3xf64>
  %r = nd.fold %w [0] window [3] stride [2] : tensor<3x3xf64> to tensor<7xf64>
  return %r : tensor<7xf64>
}
