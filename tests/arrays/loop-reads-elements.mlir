// A loop that reads one element a trip.

func.func @f(%x: tensor<?xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %one = arith.constant 1.0 : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %one) -> f64 {
    %a = tensor.extract %x[%i] : tensor<?xf64>
    %p = arith.mulf %s, %a : f64
    %q = math.cos %p : f64
    scf.yield %q : f64
  }
  return %r : f64
}
