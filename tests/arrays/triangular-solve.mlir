// Forward substitution.

!v = tensor<3xf64>
!m = tensor<3x3xf64>
func.func @f(%l: !m, %b: !v) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %z = arith.constant dense<0.0> : !v
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %z) -> !v {
    %row = tensor.extract_slice %l[%i, 0] [1, 3] [1, 1] : !m to !v
    %s = nd.contract "i,i->" %row, %x : (!v, !v) -> f64
    %a = tensor.extract %b[%i] : !v
    %d = arith.subf %a, %s : f64
    %p = tensor.extract %l[%i, %i] : !m
    %q = arith.divf %d, %p : f64
    %y = tensor.insert %q into %x[%i] : !v
    scf.yield %y : !v
  }
  return %r : !v
}
