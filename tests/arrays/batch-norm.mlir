// Statistics over the batch.

!m = tensor<4x2xf64>
!r = tensor<2xf64>
func.func @f(%x: !m) -> !m {
  %four = arith.constant dense<4.0> : !r
  %s = nd.sum %x [0] : !m to !r
  %mean = arith.divf %s, %four : !r
  %mb = nd.broadcast %mean [1] : !r to !m
  %d = arith.subf %x, %mb : !m
  %q = nd.contract "ni,ni->i" %d, %d : (!m, !m) -> !r
  %v = arith.divf %q, %four : !r
  %sd = math.sqrt %v : !r
  %sb = nd.broadcast %sd [1] : !r to !m
  %r = arith.divf %d, %sb : !m
  return %r : !m
}
