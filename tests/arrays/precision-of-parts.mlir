// f32 becomes f64 and comes back.

func.func @f(%x: tensor<3xf32>, %y: tensor<3xf64>) -> tensor<3xf32> {
  %w = arith.extf %x : tensor<3xf32> to tensor<3xf64>
  %p = arith.mulf %w, %y : tensor<3xf64>
  %r = arith.truncf %p : tensor<3xf64> to tensor<3xf32>
  return %r : tensor<3xf32>
}
