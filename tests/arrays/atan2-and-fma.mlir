// Two ops with several operands.

!v = tensor<3xf64>
func.func @f(%x: !v, %y: !v, %z: !v) -> !v {
  %a = math.atan2 %x, %y : !v
  %r = math.fma %a, %y, %z : !v
  return %r : !v
}
