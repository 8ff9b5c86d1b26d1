// The averages of windows.

func.func @f(%x: tensor<2x4xf64>) -> tensor<1x2xf64> {
  %q = arith.constant dense<0.25> : tensor<1x2xf64>
  %w = nd.unfold %x [0, 1] window [2, 2] stride [2, 2] : tensor<2x4xf64> to tensor<1x2x2x2xf64>
  %s = nd.sum %w [2, 3] : tensor<1x2x2x2xf64> to tensor<1x2xf64>
  %m = arith.mulf %s, %q : tensor<1x2xf64>
  %r = arith.mulf %m, %m : tensor<1x2xf64>
  return %r : tensor<1x2xf64>
}
