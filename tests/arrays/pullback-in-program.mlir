// The program applies the pullback of an array function.

!v = tensor<3xf64>
!f = !functional.fn<(!v) -> !v>
!p = !functional.fn<(!v) -> !v>
func.func @f(%x: !v, %y: !v) -> !v {
  %g = functional.lambda (%a: !v) -> !v {
    %s = math.sin %a : !v
    functional.return %s : !v
  }
  %d = functional.vjp %g : !f
  %v:2 = functional.apply %d(%x) : !functional.fn<(!v) -> (!v, !p)>
  %c = functional.apply %v#1(%y) : !p
  %r = arith.mulf %c, %v#0 : !v
  return %r : !v
}
