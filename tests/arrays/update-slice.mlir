// A slice is overwritten: what stood there has no cotangent.

func.func @f(%x: tensor<5xf64>, %y: tensor<2xf64>) -> tensor<5xf64> {
  %u = tensor.insert_slice %y into %x[2] [2] [1] : tensor<2xf64> into tensor<5xf64>
  %r = arith.mulf %u, %u : tensor<5xf64>
  return %r : tensor<5xf64>
}
