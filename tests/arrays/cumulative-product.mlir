// The prefix products of 2, 3, .5, summed.

func.func @f(%x: tensor<3xf64>) -> f64 {
  %one = arith.constant 1.0 : f64
  %p = nd.scan (%a in %x : tensor<3xf64>) from (%s = %one : f64) along 0 -> tensor<3xf64> {
    %t = arith.mulf %a, %s : f64
    nd.yield %t : f64
  }
  %r = nd.sum %p [0] : tensor<3xf64> to f64
  return %r : f64
}
