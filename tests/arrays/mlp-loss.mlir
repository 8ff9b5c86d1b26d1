// Two layers with a relu and the squared error.

func.func @f(%w: tensor<3x2xf64>, %b: tensor<3xf64>, %u: tensor<1x3xf64>, %c: tensor<1xf64>, %x: tensor<4x2xf64>, %y: tensor<4x1xf64>) -> f64 {
  %h = nd.contract "ni,hi->nh" %x, %w : (tensor<4x2xf64>, tensor<3x2xf64>) -> tensor<4x3xf64>
  %bb = nd.broadcast %b [1] : tensor<3xf64> to tensor<4x3xf64>
  %hb = arith.addf %h, %bb : tensor<4x3xf64>
  %zero = arith.constant dense<0.0> : tensor<4x3xf64>
  %on = arith.cmpf ogt, %hb, %zero : tensor<4x3xf64>
  %a = arith.select %on, %hb, %zero : tensor<4x3xi1>, tensor<4x3xf64>
  %o = nd.contract "nh,oh->no" %a, %u : (tensor<4x3xf64>, tensor<1x3xf64>) -> tensor<4x1xf64>
  %cb = nd.broadcast %c [1] : tensor<1xf64> to tensor<4x1xf64>
  %p = arith.addf %o, %cb : tensor<4x1xf64>
  %d = arith.subf %p, %y : tensor<4x1xf64>
  %q = arith.mulf %d, %d : tensor<4x1xf64>
  %r = nd.sum %q [0, 1] : tensor<4x1xf64> to f64
  return %r : f64
}
