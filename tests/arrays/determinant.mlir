// By elimination without pivots.

!m = tensor<3x3xf64>
func.func @f(%x: !m) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %one = arith.constant 1.0 : f64
  %r:2 = scf.for %k = %c0 to %c3 step %c1 iter_args(%a = %x, %d = %one) -> (!m, f64) {
    %p = tensor.extract %a[%k, %k] : !m
    %e = arith.mulf %d, %p : f64
    %next = arith.addi %k, %c1 : index
    %b = scf.for %i = %next to %c3 step %c1 iter_args(%c = %a) -> !m {
      %q = tensor.extract %c[%i, %k] : !m
      %l = arith.divf %q, %p : f64
      %g = scf.for %j = %k to %c3 step %c1 iter_args(%h = %c) -> !m {
        %u = tensor.extract %h[%i, %j] : !m
        %v = tensor.extract %h[%k, %j] : !m
        %w = arith.mulf %l, %v : f64
        %y = arith.subf %u, %w : f64
        %z = tensor.insert %y into %h[%i, %j] : !m
        scf.yield %z : !m
      }
      scf.yield %g : !m
    }
    scf.yield %b, %e : !m, f64
  }
  return %r#1 : f64
}
