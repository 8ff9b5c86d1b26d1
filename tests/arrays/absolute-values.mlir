// |x| and copysign away from zero.

!v = tensor<4xf64>
func.func @f(%x: !v, %y: !v) -> !v {
  %a = math.absf %x : !v
  %b = math.copysign %a, %y : !v
  %r = arith.mulf %b, %x : !v
  return %r : !v
}
