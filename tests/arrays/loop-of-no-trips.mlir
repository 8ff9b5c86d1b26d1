// A loop that makes no trip gives what it starts with.

!v = tensor<3xf64>
func.func @f(%x: !v, %n: index) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> !v {
    %q = arith.mulf %y, %y : !v
    scf.yield %q : !v
  }
  return %r : !v
}
