// A product with one zero: only there is a derivative.

func.func @f(%x: tensor<3xf64>) -> f64 {
  %one = arith.constant 1.0 : f64
  %r = nd.reduce (%a in %x : tensor<3xf64>) from (%p = %one : f64) along [0] -> f64 {
    %q = arith.mulf %a, %p : f64
    nd.yield %q : f64
  }
  return %r : f64
}
