// Two captured scalars, one of them also through a function of it.

!v = tensor<3xf64>
func.func @f(%w: f64, %b: f64, %x: !v) -> !v {
  %s = math.sin %w : f64
  %r = nd.map (%a in %x : !v) -> !v {
    %p = arith.mulf %s, %a : f64
    %q = arith.addf %p, %b : f64
    %t = math.tanh %q : f64
    %u = arith.mulf %t, %w : f64
    nd.yield %u : f64
  }
  return %r : !v
}
