// Which function a map applies is known at run time.

!v = tensor<3xf64>
!f = !functional.fn<(f64) -> f64>
func.func @each(%g: !f, %x: !v) -> !v {
  %r = nd.map (%a in %x : !v) -> !v {
    %p = functional.apply %g(%a) : !f
    nd.yield %p : f64
  }
  return %r : !v
}
func.func @f(%c: i1, %x: !v, %w: f64) -> !v {
  %g = functional.lambda (%a: f64) -> f64 {
    %p = arith.mulf %a, %w : f64
    functional.return %p : f64
  }
  %h = functional.lambda (%a: f64) -> f64 {
    %s = math.sin %a : f64
    functional.return %s : f64
  }
  %k = arith.select %c, %g, %h : !f
  %y = func.call @each(%k, %x) : (!f, !v) -> !v
  %r = func.call @each(%h, %y) : (!f, !v) -> !v
  return %r : !v
}
