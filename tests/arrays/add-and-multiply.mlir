// Element-wise sums and products.

!v = tensor<4xf64>
func.func @f(%x: !v, %y: !v) -> !v {
  %p = arith.mulf %x, %y : !v
  %r = arith.addf %p, %x : !v
  return %r : !v
}
