// A scan over an empty array.

!v = tensor<?xf64>
func.func @f(%x: !v, %s: f64) -> !v {
  %r = nd.scan (%a in %x : !v) from (%p = %s : f64) along 0 -> !v {
    %q = arith.mulf %a, %p : f64
    %t = math.sin %q : f64
    nd.yield %t : f64
  }
  return %r : !v
}
