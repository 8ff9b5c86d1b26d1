// A reduction that is a sum.

func.func @f(%x: tensor<2x3xf64>, %s: f64) -> tensor<2xf64> {
  %r = nd.reduce (%a in %x : tensor<2x3xf64>) from (%t = %s : f64) along [1] -> tensor<2xf64> {
    %u = arith.addf %a, %t : f64
    nd.yield %u : f64
  }
  return %r : tensor<2xf64>
}
