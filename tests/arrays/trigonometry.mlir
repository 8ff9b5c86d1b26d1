// sin, cos, tan and atan of each element.

!v = tensor<5xf64>
func.func @f(%x: !v) -> !v {
  %a = math.sin %x : !v
  %b = math.cos %x : !v
  %c = math.atan %x : !v
  %d = math.tan %c : !v
  %ab = arith.mulf %a, %b : !v
  %cd = arith.mulf %c, %d : !v
  %r = arith.addf %ab, %cd : !v
  return %r : !v
}
