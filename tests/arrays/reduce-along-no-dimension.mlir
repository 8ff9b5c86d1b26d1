// A fold of one element each.

!v = tensor<3xf64>
func.func @f(%x: !v, %s: f64) -> !v {
  %r = nd.reduce (%a in %x : !v) from (%p = %s : f64) along [] -> !v {
    %q = arith.mulf %a, %p : f64
    %t = math.sin %q : f64
    nd.yield %t : f64
  }
  return %r : !v
}
