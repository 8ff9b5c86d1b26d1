// The greatest eigenvalue, by a fixed number of steps.

!v = tensor<3xf64>
!m = tensor<3x3xf64>
func.func @f(%a: !m, %x: !v) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %y = scf.for %i = %c0 to %c4 step %c1 iter_args(%u = %x) -> !v {
    %w = nd.contract "ij,j->i" %a, %u : (!m, !v) -> !v
    %q = nd.contract "i,i->" %w, %w : (!v, !v) -> f64
    %n = math.rsqrt %q : f64
    %s = nd.contract ",i->i" %n, %w : (f64, !v) -> !v
    scf.yield %s : !v
  }
  %w = nd.contract "ij,j->i" %a, %y : (!m, !v) -> !v
  %r = nd.contract "i,i->" %y, %w : (!v, !v) -> f64
  return %r : f64
}
