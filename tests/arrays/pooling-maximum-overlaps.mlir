// Windows that overlap share their greatest element.

func.func @f(%x: tensor<5xf64>) -> tensor<3xf64> {
  %low = arith.constant 0xFFF0000000000000 : f64
  %w = nd.unfold %x [0] window [3] : tensor<5xf64> to tensor<3x3xf64>
  %r = nd.reduce (%a in %w : tensor<3x3xf64>) from (%m = %low : f64) along [1] -> tensor<3xf64> {
    %n = arith.maximumf %m, %a : f64
    nd.yield %n : f64
  }
  return %r : tensor<3xf64>
}
