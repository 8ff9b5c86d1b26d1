// A reduction of no elements gives what it starts from.

func.func @f(%x: tensor<2x?xf64>, %s: f64) -> tensor<2xf64> {
  %r = nd.reduce (%a in %x : tensor<2x?xf64>) from (%p = %s : f64) along [1] -> tensor<2xf64> {
    %q = arith.mulf %a, %p : f64
    nd.yield %q : f64
  }
  return %r : tensor<2xf64>
}
