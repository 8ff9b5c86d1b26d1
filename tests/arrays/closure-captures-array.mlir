// A closure over an array, applied twice.

!v = tensor<3xf64>
!f = !functional.fn<(!v) -> !v>
func.func @f(%x: !v, %y: !v) -> !v {
  %g = functional.lambda (%a: !v) -> !v {
    %p = arith.mulf %a, %y : !v
    %s = math.sin %p : !v
    functional.return %s : !v
  }
  %u = functional.apply %g(%x) : !f
  %r = functional.apply %g(%u) : !f
  return %r : !v
}
