// Ones around a matrix.

func.func @f(%x: tensor<2x2xf64>) -> tensor<4x3xf64> {
  %one = arith.constant 1.0 : f64
  %p = tensor.pad %x low[1, 0] high[1, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %one : f64
  } : tensor<2x2xf64> to tensor<4x3xf64>
  %r = arith.mulf %p, %p : tensor<4x3xf64>
  return %r : tensor<4x3xf64>
}
