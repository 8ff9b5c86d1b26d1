// The program itself takes one step of gradient descent.

!v = tensor<3xf64>
!f = !functional.fn<(!v) -> f64>
func.func @f(%x: !v, %y: !v) -> !v {
  %loss = functional.lambda (%a: !v) -> f64 {
    %d = arith.subf %a, %y : !v
    %q = arith.mulf %d, %d : !v
    %e = arith.mulf %q, %q : !v
    %s = nd.sum %e [0] : !v to f64
    functional.return %s : f64
  }
  %g = functional.grad %loss : !f
  %d = functional.apply %g(%x) : !functional.fn<(!v) -> !v>
  %rate = arith.constant dense<0.1> : !v
  %step = arith.mulf %d, %rate : !v
  %r = arith.subf %x, %step : !v
  return %r : !v
}
