// The lower factor of a positive matrix, column by column.

!m = tensor<3x3xf64>
func.func @f(%x: !m) -> !m {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0.0 : f64
  %z = arith.constant dense<0.0> : !m
  %r = scf.for %j = %c0 to %c3 step %c1 iter_args(%l = %z) -> !m {
    %b = scf.for %i = %j to %c3 step %c1 iter_args(%m = %l) -> !m {
      %s = scf.for %k = %c0 to %j step %c1 iter_args(%t = %zero) -> f64 {
        %p = tensor.extract %m[%i, %k] : !m
        %q = tensor.extract %m[%j, %k] : !m
        %pq = arith.mulf %p, %q : f64
        %u = arith.addf %t, %pq : f64
        scf.yield %u : f64
      }
      %a = tensor.extract %x[%i, %j] : !m
      %d = arith.subf %a, %s : f64
      %diagonal = arith.cmpi eq, %i, %j : index
      %v = scf.if %diagonal -> f64 {
        %w = math.sqrt %d : f64
        scf.yield %w : f64
      } else {
        %e = tensor.extract %m[%j, %j] : !m
        %w = arith.divf %d, %e : f64
        scf.yield %w : f64
      }
      %n = tensor.insert %v into %m[%i, %j] : !m
      scf.yield %n : !m
    }
    scf.yield %b : !m
  }
  return %r : !m
}
