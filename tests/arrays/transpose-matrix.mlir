// A matrix times its transpose, element by element.

!m = tensor<3x3xf64>
func.func @f(%x: !m) -> !m {
  %t = nd.transpose %x [1, 0] : !m to !m
  %r = arith.mulf %x, %t : !m
  return %r : !m
}
