// Each trip overwrites an element with a function of its neighbour.

!v = tensor<5xf64>
func.func @f(%x: !v) -> !v {
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r = scf.for %i = %c1 to %c5 step %c1 iter_args(%y = %x) -> !v {
    %j = arith.subi %i, %c1 : index
    %a = tensor.extract %y[%j] : !v
    %b = tensor.extract %y[%i] : !v
    %p = arith.mulf %a, %b : f64
    %s = math.sin %p : f64
    %w = tensor.insert %s into %y[%i] : !v
    scf.yield %w : !v
  }
  return %r : !v
}
