// A layer in single precision.

func.func @f(%w: tensor<3x2xf32>, %b: tensor<3xf32>, %x: tensor<4x2xf32>) -> f32 {
  %h = nd.contract "ni,hi->nh" %x, %w : (tensor<4x2xf32>, tensor<3x2xf32>) -> tensor<4x3xf32>
  %bb = nd.broadcast %b [1] : tensor<3xf32> to tensor<4x3xf32>
  %hb = arith.addf %h, %bb : tensor<4x3xf32>
  %t = math.tanh %hb : tensor<4x3xf32>
  %q = arith.mulf %t, %t : tensor<4x3xf32>
  %r = nd.sum %q [0, 1] : tensor<4x3xf32> to f32
  return %r : f32
}
