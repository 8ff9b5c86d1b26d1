// The greatest of each window of two by two.

func.func @f(%x: tensor<4x4xf64>) -> tensor<2x2xf64> {
  %low = arith.constant 0xFFF0000000000000 : f64
  %w = nd.unfold %x [0, 1] window [2, 2] stride [2, 2] : tensor<4x4xf64> to tensor<2x2x2x2xf64>
  %r = nd.reduce (%a in %w : tensor<2x2x2x2xf64>) from (%m = %low : f64) along [2, 3] -> tensor<2x2xf64> {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  return %r : tensor<2x2xf64>
}
