// log, log2, log10 and log1p of each element.

!v = tensor<5xf64>
func.func @f(%x: !v) -> !v {
  %a = math.log %x : !v
  %b = math.log2 %x : !v
  %c = math.log10 %x : !v
  %d = math.log1p %x : !v
  %ab = arith.mulf %a, %b : !v
  %cd = arith.mulf %c, %d : !v
  %r = arith.addf %ab, %cd : !v
  return %r : !v
}
