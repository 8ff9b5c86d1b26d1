// Rows with mean zero and variance one, scaled and shifted.

!m = tensor<2x4xf64>
!r = tensor<2xf64>
func.func @f(%x: !m, %g: tensor<4xf64>, %b: tensor<4xf64>) -> !m {
  %four = arith.constant dense<4.0> : !r
  %eps = arith.constant dense<1.0e-5> : !r
  %s = nd.sum %x [1] : !m to !r
  %mean = arith.divf %s, %four : !r
  %mb = nd.broadcast %mean [0] : !r to !m
  %d = arith.subf %x, %mb : !m
  %q = arith.mulf %d, %d : !m
  %t = nd.sum %q [1] : !m to !r
  %v = arith.divf %t, %four : !r
  %ve = arith.addf %v, %eps : !r
  %i = math.rsqrt %ve : !r
  %ib = nd.broadcast %i [0] : !r to !m
  %n = arith.mulf %d, %ib : !m
  %gb = nd.broadcast %g [1] : tensor<4xf64> to !m
  %bb = nd.broadcast %b [1] : tensor<4xf64> to !m
  %p = arith.mulf %n, %gb : !m
  %r = arith.addf %p, %bb : !m
  return %r : !m
}
