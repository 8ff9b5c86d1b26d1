// What stands after each element, from the end.

!v = tensor<?xf64>
func.func @f(%x: !v, %z: f64) -> !v {
  %q = arith.mulf %x, %x : !v
  %r = nd.scan (%a in %q : !v) from (%s = %z : f64) along 0 exclusive reverse -> !v {
    %t = arith.addf %a, %s : f64
    nd.yield %t : f64
  }
  return %r : !v
}
