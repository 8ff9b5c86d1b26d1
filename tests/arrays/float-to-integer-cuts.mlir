// Through an integer no derivative comes.

!v = tensor<3xf64>
func.func @f(%x: !v) -> !v {
  %n = arith.fptosi %x : !v to tensor<3xi64>
  %w = arith.sitofp %n : tensor<3xi64> to !v
  %r = arith.mulf %w, %x : !v
  return %r : !v
}
