// A scan that is a sum.

!m = tensor<2x4xf64>
func.func @f(%x: !m) -> !m {
  %zero = arith.constant 0.0 : f64
  %r = nd.scan (%a in %x : !m) from (%s = %zero : f64) along 1 -> !m {
    %t = arith.addf %a, %s : f64
    nd.yield %t : f64
  }
  return %r : !m
}
