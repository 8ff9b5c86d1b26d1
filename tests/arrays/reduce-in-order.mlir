// An operator that is not associative: Horner's rule, with a captured point.

func.func @f(%c: tensor<5xf64>, %x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %r = nd.reduce (%a in %c : tensor<5xf64>) from (%p = %zero : f64) along [0] -> f64 {
    %q = arith.mulf %p, %x : f64
    %s = arith.addf %q, %a : f64
    nd.yield %s : f64
  }
  return %r : f64
}
