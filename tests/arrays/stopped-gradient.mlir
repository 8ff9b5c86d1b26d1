// What is stopped counts as constant.

!v = tensor<3xf64>
func.func @f(%x: !v) -> !v {
  %s = functional.stop_gradient %x : !v
  %r = arith.mulf %s, %x : !v
  return %r : !v
}
