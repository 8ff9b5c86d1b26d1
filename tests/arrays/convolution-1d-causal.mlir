// Padded at the front, with dilation.

func.func @f(%x: tensor<6xf64>, %k: tensor<2xf64>) -> tensor<6xf64> {
  %z = arith.constant 0.0 : f64
  %p = tensor.pad %x low[2] high[0] {
  ^bb0(%i: index):
    tensor.yield %z : f64
  } : tensor<6xf64> to tensor<8xf64>
  %w = nd.unfold %p [0] window [2] dilation [2] : tensor<8xf64> to tensor<6x2xf64>
  %y = nd.contract "iu,u->i" %w, %k : (tensor<6x2xf64>, tensor<2xf64>) -> tensor<6xf64>
  %r = math.tanh %y : tensor<6xf64>
  return %r : tensor<6xf64>
}
