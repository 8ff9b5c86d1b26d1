// Quotients and differences of matrices.

!m = tensor<2x3xf64>
func.func @f(%x: !m, %y: !m) -> !m {
  %d = arith.subf %x, %y : !m
  %q = arith.divf %d, %y : !m
  %r = arith.negf %q : !m
  return %r : !m
}
