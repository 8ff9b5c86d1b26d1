// A triangle of trips, with a matrix that is updated.

!m = tensor<3x3xf64>
func.func @f(%x: !m, %w: f64) -> !m {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%y = %x) -> !m {
    %s = scf.for %j = %c0 to %i step %c1 iter_args(%z = %y) -> !m {
      %a = tensor.extract %z[%i, %j] : !m
      %b = tensor.extract %z[%j, %i] : !m
      %p = arith.mulf %a, %b : f64
      %q = arith.addf %p, %w : f64
      %u = tensor.insert %q into %z[%i, %j] : !m
      scf.yield %u : !m
    }
    scf.yield %s : !m
  }
  return %r : !m
}
