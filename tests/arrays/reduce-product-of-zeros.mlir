// A product with two zeros has derivative zero, and not a second one.

func.func @f(%x: tensor<3xf64>, %s: f64) -> f64 {
  %r = nd.reduce (%a in %x : tensor<3xf64>) from (%p = %s : f64) along [0] -> f64 {
    %q = arith.mulf %p, %a : f64
    nd.yield %q : f64
  }
  return %r : f64
}
