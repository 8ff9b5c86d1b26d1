// Products along the first dimension, from an active start.

func.func @f(%x: tensor<?x3xf64>, %s: f64) -> tensor<3xf64> {
  %r = nd.reduce (%a in %x : tensor<?x3xf64>) from (%p = %s : f64) along [0] -> tensor<3xf64> {
    %q = arith.mulf %a, %p : f64
    nd.yield %q : f64
  }
  return %r : tensor<3xf64>
}
