// Scaled dot-product attention with a causal mask.

!m = tensor<3x2xf64>
!s = tensor<3x3xf64>
func.func @f(%q: !m, %k: !m, %v: !m) -> !m {
  %p = nd.contract "id,jd->ij" %q, %k : (!m, !m) -> !s
  %scale = arith.constant dense<0.70710678118654757> : !s
  %ps = arith.mulf %p, %scale : !s
  %i = nd.iota 0 : tensor<3x3xi64>
  %j = nd.iota 1 : tensor<3x3xi64>
  %c = arith.cmpi sge, %i, %j : tensor<3x3xi64>
  %low = arith.constant dense<-1.0e30> : !s
  %masked = arith.select %c, %ps, %low : tensor<3x3xi1>, !s
  %inf = arith.constant 0xFFF0000000000000 : f64
  %max = nd.reduce (%a in %masked : !s) from (%m = %inf : f64) along [1] -> tensor<3xf64> {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  %b = nd.broadcast %max [0] : tensor<3xf64> to !s
  %d = arith.subf %masked, %b : !s
  %e = math.exp %d : !s
  %z = nd.sum %e [1] : !s to tensor<3xf64>
  %zb = nd.broadcast %z [0] : tensor<3xf64> to !s
  %a = arith.divf %e, %zb : !s
  %r = nd.contract "ij,jd->id" %a, %v : (!s, !m) -> !m
  return %r : !m
}
