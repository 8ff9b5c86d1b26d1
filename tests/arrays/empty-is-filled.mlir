// Every element of tensor.empty is written in a loop.

func.func @f(%x: tensor<?xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %e = tensor.empty(%n) : tensor<?xf64>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %e) -> tensor<?xf64> {
    %a = tensor.extract %x[%i] : tensor<?xf64>
    %s = math.sin %a : f64
    %w = tensor.insert %s into %y[%i] : tensor<?xf64>
    scf.yield %w : tensor<?xf64>
  }
  return %r : tensor<?xf64>
}
