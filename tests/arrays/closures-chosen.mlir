// Which closure over arrays is applied is known at run time.

!v = tensor<2xf64>
!f = !functional.fn<(!v) -> f64>
func.func @f(%c: i1, %x: !v, %y: !v) -> f64 {
  %g = functional.lambda (%a: !v) -> f64 {
    %p = nd.contract "i,i->" %a, %y : (!v, !v) -> f64
    functional.return %p : f64
  }
  %h = functional.lambda (%a: !v) -> f64 {
    %p = nd.sum %a [0] : !v to f64
    functional.return %p : f64
  }
  %k = arith.select %c, %g, %h : !f
  %s = functional.apply %k(%x) : !f
  %t = functional.apply %g(%y) : !f
  %r = arith.mulf %s, %t : f64
  return %r : f64
}
