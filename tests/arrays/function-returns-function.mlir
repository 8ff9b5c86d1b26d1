// A layer is a function that its weights give.

!v = tensor<2xf64>
!m = tensor<2x2xf64>
!f = !functional.fn<(!v) -> !v>
func.func @layer(%w: !m) -> !f {
  %g = functional.lambda (%x: !v) -> !v {
    %y = nd.contract "ij,j->i" %w, %x : (!m, !v) -> !v
    %t = math.tanh %y : !v
    functional.return %t : !v
  }
  return %g : !f
}
func.func @f(%a: !m, %b: !m, %x: !v) -> !v {
  %g = func.call @layer(%a) : (!m) -> !f
  %h = func.call @layer(%b) : (!m) -> !f
  %y = functional.apply %g(%x) : !f
  %z = functional.apply %h(%y) : !f
  %r = functional.apply %g(%z) : !f
  return %r : !v
}
