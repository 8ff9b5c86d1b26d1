// A reduction for each element, which it captures.

func.func @f(%x: tensor<2xf64>, %y: tensor<3xf64>) -> tensor<2xf64> {
  %one = arith.constant 1.0 : f64
  %r = nd.map (%a in %x : tensor<2xf64>) -> tensor<2xf64> {
    %p = nd.reduce (%b in %y : tensor<3xf64>) from (%s = %one : f64) along [0] -> f64 {
      %q = arith.addf %b, %a : f64
      %t = arith.mulf %s, %q : f64
      nd.yield %t : f64
    }
    nd.yield %p : f64
  }
  return %r : tensor<2xf64>
}
