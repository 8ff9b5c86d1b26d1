// Images with channels, padding and a stride.

func.func @f(%x: tensor<2x4x5x2xf64>, %k: tensor<3x3x2x2xf64>) -> tensor<2x2x3x2xf64> {
  %z = arith.constant 0.0 : f64
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %z : f64
  } : tensor<2x4x5x2xf64> to tensor<2x6x7x2xf64>
  %w = nd.unfold %p [1, 2] window [3, 3] stride [2, 2] : tensor<2x6x7x2xf64> to tensor<2x2x3x2x3x3xf64>
  %r = nd.contract "nxycuv,uvco->nxyo" %w, %k : (tensor<2x2x3x2x3x3xf64>, tensor<3x3x2x2xf64>) -> tensor<2x2x3x2xf64>
  return %r : tensor<2x2x3x2xf64>
}
