// A constant array with different elements.

!m = tensor<2x2xf64>
func.func @f(%x: !m) -> !m {
  %c = arith.constant dense<[[1.0, -2.0], [0.5, 4.0]]> : !m
  %p = arith.mulf %x, %c : !m
  %r = arith.mulf %p, %x : !m
  return %r : !m
}
