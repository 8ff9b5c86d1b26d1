// sinh, cosh, tanh and erf of each element.

!m = tensor<2x2xf64>
func.func @f(%x: !m) -> !m {
  %a = math.sinh %x : !m
  %b = math.cosh %x : !m
  %c = math.tanh %x : !m
  %d = math.erf %x : !m
  %ab = arith.divf %a, %b : !m
  %cd = arith.mulf %c, %d : !m
  %r = arith.subf %ab, %cd : !m
  return %r : !m
}
