// Positions as floats weigh a matrix.

!m = tensor<2x3xf64>
func.func @f(%x: !m) -> !m {
  %i = nd.iota 1 : !m
  %r = arith.mulf %i, %x : !m
  return %r : !m
}
