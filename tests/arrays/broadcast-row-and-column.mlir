// (3x1) + (1x4): the cotangents have the shapes of the arguments.

!m = tensor<3x4xf64>
func.func @f(%x: tensor<3x1xf64>, %y: tensor<1x4xf64>) -> !m {
  %a = nd.broadcast %x [0, 1] : tensor<3x1xf64> to !m
  %b = nd.broadcast %y [0, 1] : tensor<1x4xf64> to !m
  %e = math.exp %b : !m
  %r = arith.mulf %a, %e : !m
  return %r : !m
}
