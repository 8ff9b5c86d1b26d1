// Arrays of rank 0.

!s = tensor<f64>
func.func @f(%x: !s, %y: !s) -> !s {
  %e = math.exp %x : !s
  %r = arith.mulf %e, %y : !s
  return %r : !s
}
