// The function of a map applies a closure that captures a scalar.

!v = tensor<3xf64>
func.func @f(%x: !v, %w: f64) -> !v {
  %g = functional.lambda (%a: f64) -> f64 {
    %p = arith.mulf %a, %w : f64
    %e = math.exp %p : f64
    functional.return %e : f64
  }
  %r = nd.map (%a in %x : !v) -> !v {
    %p = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
    nd.yield %p : f64
  }
  return %r : !v
}
