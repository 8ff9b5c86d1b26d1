// Powers with active exponents, and with integer ones.

!v = tensor<4xf64>
!i = tensor<4xi32>
func.func @f(%x: !v, %y: !v, %n: !i) -> !v {
  %a = math.powf %x, %y : !v
  %b = math.fpowi %x, %n : !v, !i
  %r = arith.addf %a, %b : !v
  return %r : !v
}
