// The maxima of rows.

func.func @f(%x: tensor<3x4xf64>) -> tensor<3xf64> {
  %low = arith.constant 0xFFF0000000000000 : f64
  %r = nd.reduce (%a in %x : tensor<3x4xf64>) from (%m = %low : f64) along [1] -> tensor<3xf64> {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  return %r : tensor<3xf64>
}
