// The greatest so far, along the first dimension.

!m = tensor<4x2xf64>
func.func @f(%x: !m) -> !m {
  %low = arith.constant 0xFFF0000000000000 : f64
  %r = nd.scan (%a in %x : !m) from (%s = %low : f64) along 0 -> !m {
    %t = arith.maximumf %a, %s : f64
    nd.yield %t : f64
  }
  return %r : !m
}
