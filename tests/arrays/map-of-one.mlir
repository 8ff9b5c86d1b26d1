// A map with branches of arithmetic.

!v = tensor<4xf64>
func.func @f(%x: !v) -> !v {
  %r = nd.map (%a in %x : !v) -> !v {
    %e = math.exp %a : f64
    %p = arith.mulf %e, %a : f64
    nd.yield %p : f64
  }
  return %r : !v
}
