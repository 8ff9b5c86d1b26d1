// The program takes a derivative along a direction.

!v = tensor<3xf64>
!f = !functional.fn<(!v) -> f64>
func.func @f(%x: !v, %y: !v) -> f64 {
  %g = functional.lambda (%a: !v) -> f64 {
    %q = arith.mulf %a, %a : !v
    %c = arith.mulf %q, %a : !v
    %s = nd.sum %c [0] : !v to f64
    functional.return %s : f64
  }
  %d = functional.jvp %g : !f
  %v:2 = functional.apply %d(%x, %y) : !functional.fn<(!v, !v) -> (f64, f64)>
  return %v#1 : f64
}
