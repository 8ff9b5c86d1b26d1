// Square roots by a hundred steps of Newton's method, then their sum.

!x = tensor<100000xf64>  // n

func.func private @root(%x: f64) -> f64 {
  %first = arith.constant 0 : index
  %one = arith.constant 1 : index
  %steps = arith.constant 100 : index
  %half = arith.constant 0.5 : f64
  %unit = arith.constant 1.0 : f64
  %more = arith.addf %x, %unit : f64
  %start = arith.mulf %half, %more : f64
  %r = scf.for %i = %first to %steps step %one iter_args(%y = %start) -> f64 {
    %q = arith.divf %x, %y : f64
    %s = arith.addf %y, %q : f64
    %next = arith.mulf %half, %s : f64
    scf.yield %next : f64
  }
  return %r : f64
}

func.func @f(%x: !x) -> f64 {
  %roots = nd.map (%a in %x : !x) -> !x {
    %r = func.call @root(%a) : (f64) -> f64
    nd.yield %r : f64
  }
  %r = nd.sum %roots [0] : !x to f64
  return %r : f64
}
