// exp, exp2 and expm1 of each element.

!v = tensor<5xf64>
func.func @f(%x: !v) -> !v {
  %a = math.exp %x : !v
  %b = math.exp2 %x : !v
  %c = math.expm1 %x : !v
  %ab = arith.mulf %a, %b : !v
  %r = arith.addf %ab, %c : !v
  return %r : !v
}
