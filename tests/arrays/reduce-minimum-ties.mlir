// Three equal minima in one of two rows.

func.func @f(%x: tensor<2x4xf64>) -> tensor<2xf64> {
  %high = arith.constant 0x7FF0000000000000 : f64
  %r = nd.reduce (%a in %x : tensor<2x4xf64>) from (%m = %high : f64) along [1] -> tensor<2xf64> {
    %n = arith.minimumf %m, %a : f64
    nd.yield %n : f64
  }
  return %r : tensor<2xf64>
}
