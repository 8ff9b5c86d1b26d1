// A function with its matrix bound.

!v = tensor<2xf64>
!m = tensor<2x2xf64>
func.func @apply(%w: !m, %x: !v) -> !v {
  %y = nd.contract "ij,j->i" %w, %x : (!m, !v) -> !v
  return %y : !v
}
func.func @f(%w: !m, %x: !v) -> !v {
  %g = functional.ref @apply : !functional.fn<(!m, !v) -> !v>
  %h = functional.partial %g(%w) : !functional.fn<(!m, !v) -> !v>
  %y = functional.apply %h(%x) : !functional.fn<(!v) -> !v>
  %r = functional.apply %h(%y) : !functional.fn<(!v) -> !v>
  return %r : !v
}
