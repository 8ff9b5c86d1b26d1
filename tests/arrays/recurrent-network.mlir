// A state goes through a sequence, in a loop.

!v = tensor<2xf64>
!m = tensor<2x2xf64>
func.func @f(%w: !m, %u: !m, %x: tensor<?x2xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?x2xf64>
  %z = arith.constant dense<0.0> : !v
  %h = scf.for %i = %c0 to %n step %c1 iter_args(%s = %z) -> !v {
    %row = tensor.extract_slice %x[%i, 0] [1, 2] [1, 1] : tensor<?x2xf64> to !v
    %a = nd.contract "ij,j->i" %w, %s : (!m, !v) -> !v
    %b = nd.contract "ij,j->i" %u, %row : (!m, !v) -> !v
    %c = arith.addf %a, %b : !v
    %t = math.tanh %c : !v
    scf.yield %t : !v
  }
  %r = nd.sum %h [0] : !v to f64
  return %r : f64
}
