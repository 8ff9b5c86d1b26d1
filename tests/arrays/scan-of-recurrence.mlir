// A linear recurrence with captured coefficient.

!v = tensor<5xf64>
func.func @f(%x: !v, %w: f64, %h: f64) -> !v {
  %r = nd.scan (%a in %x : !v) from (%s = %h : f64) along 0 -> !v {
    %p = arith.mulf %s, %w : f64
    %q = arith.addf %p, %a : f64
    %t = math.tanh %q : f64
    nd.yield %t : f64
  }
  return %r : !v
}
