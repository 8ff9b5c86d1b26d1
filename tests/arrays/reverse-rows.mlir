// The elements back to front along one of two dimensions.

!m = tensor<2x3xf64>
func.func @f(%x: !m) -> !m {
  %a = nd.reverse %x [1] : !m
  %r = arith.mulf %a, %x : !m
  return %r : !m
}
