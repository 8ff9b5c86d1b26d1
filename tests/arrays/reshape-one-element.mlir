// Between a scalar and an array of one element.

func.func @f(%x: f64) -> tensor<1x1xf64> {
  %a = nd.reshape %x : f64 to tensor<1xf64>
  %e = math.exp %a : tensor<1xf64>
  %s = nd.reshape %e : tensor<1xf64> to f64
  %t = arith.mulf %s, %x : f64
  %r = nd.reshape %t : f64 to tensor<1x1xf64>
  return %r : tensor<1x1xf64>
}
