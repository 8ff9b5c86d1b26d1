// Element-wise maximum and minimum; the second elements are equal, and share.

!v = tensor<3xf64>
func.func @f(%x: !v, %y: !v) -> (!v, !v) {
  %a = arith.maximumf %x, %y : !v
  %b = arith.minimumf %x, %y : !v
  return %a, %b : !v, !v
}
