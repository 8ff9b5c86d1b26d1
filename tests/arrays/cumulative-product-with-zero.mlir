// Prefix products with zeros among them.

!v = tensor<4xf64>
func.func @f(%x: !v) -> !v {
  %one = arith.constant 1.0 : f64
  %p = nd.scan (%a in %x : !v) from (%s = %one : f64) along 0 -> !v {
    %t = arith.mulf %a, %s : f64
    nd.yield %t : f64
  }
  return %p : !v
}
