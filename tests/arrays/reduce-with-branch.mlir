// The operator has a branch that depends on what it has so far.

func.func @f(%x: tensor<6xf64>, %w: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %r = nd.reduce (%a in %x : tensor<6xf64>) from (%p = %one : f64) along [0] -> f64 {
    %c = arith.cmpf olt, %p, %one : f64
    %s = scf.if %c -> f64 {
      %t = arith.addf %p, %a : f64
      scf.yield %t : f64
    } else {
      %t = arith.mulf %p, %w : f64
      scf.yield %t : f64
    }
    nd.yield %s : f64
  }
  return %r : f64
}
