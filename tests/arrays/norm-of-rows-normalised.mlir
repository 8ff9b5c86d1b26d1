// Rows of length one, and the angles between them.

!m = tensor<3x2xf64>
func.func @f(%x: !m) -> tensor<3x3xf64> {
  %q = nd.contract "id,id->i" %x, %x : (!m, !m) -> tensor<3xf64>
  %n = math.sqrt %q : tensor<3xf64>
  %b = nd.broadcast %n [0] : tensor<3xf64> to !m
  %u = arith.divf %x, %b : !m
  %r = nd.contract "id,jd->ij" %u, %u : (!m, !m) -> tensor<3x3xf64>
  return %r : tensor<3x3xf64>
}
