// The function of a map is the derivative of another.

!v = tensor<3xf64>
!f = !functional.fn<(f64) -> f64>
func.func @f(%x: !v, %w: f64) -> !v {
  %g = functional.lambda (%a: f64) -> f64 {
    %p = arith.mulf %a, %w : f64
    %s = math.sin %p : f64
    functional.return %s : f64
  }
  %d = functional.grad %g : !f
  %r = nd.map (%a in %x : !v) -> !v {
    %p = functional.apply %d(%a) : !f
    nd.yield %p : f64
  }
  return %r : !v
}
