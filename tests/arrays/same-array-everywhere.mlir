// One array is all operands.

!v = tensor<3xf64>
func.func @g(%a: !v, %b: !v, %c: !v, %d: !v) -> !v {
  %ab = arith.mulf %a, %b : !v
  %cd = arith.mulf %c, %d : !v
  %r = arith.mulf %ab, %cd : !v
  return %r : !v
}
func.func @f(%x: !v) -> !v {
  %r = func.call @g(%x, %x, %x, %x) : (!v, !v, !v, !v) -> !v
  return %r : !v
}
