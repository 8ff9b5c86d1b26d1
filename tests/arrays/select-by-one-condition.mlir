// A scalar condition chooses a whole array.

!v = tensor<3xf64>
func.func @f(%c: i1, %x: !v, %y: !v) -> !v {
  %xx = arith.mulf %x, %x : !v
  %r = arith.select %c, %xx, %y : !v
  return %r : !v
}
