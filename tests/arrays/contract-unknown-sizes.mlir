// A product of matrices of unknown sizes.

!m = tensor<?x?xf64>
func.func @f(%a: !m, %b: !m) -> !m {
  %r = nd.contract "ij,jk->ik" %a, %b : (!m, !m) -> !m
  return %r : !m
}
