// floor, ceil and round are constant almost everywhere.

!v = tensor<4xf64>
func.func @f(%x: !v) -> !v {
  %a = math.floor %x : !v
  %b = math.ceil %x : !v
  %c = math.trunc %x : !v
  %d = arith.addf %a, %b : !v
  %e = arith.mulf %c, %d : !v
  %g = arith.addf %e, %d : !v
  %r = arith.mulf %g, %x : !v
  return %r : !v
}
