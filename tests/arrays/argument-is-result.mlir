// An argument comes back as it is, and another is not used.

!v = tensor<2xf64>
func.func @f(%x: !v, %y: !v) -> (!v, !v) {
  %s = arith.addf %x, %x : !v
  return %x, %s : !v, !v
}
