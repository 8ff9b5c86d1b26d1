// A scalar and an array.

!m = tensor<2x3xf64>
func.func @f(%s: f64, %x: !m) -> !m {
  %b = nd.broadcast %s [] : f64 to !m
  %r = arith.mulf %b, %x : !m
  return %r : !m
}
