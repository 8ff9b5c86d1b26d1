// tensor.cast forgets sizes and knows them again.

func.func @f(%x: tensor<3xf64>) -> tensor<3xf64> {
  %a = tensor.cast %x : tensor<3xf64> to tensor<?xf64>
  %b = arith.mulf %a, %a : tensor<?xf64>
  %r = tensor.cast %b : tensor<?xf64> to tensor<3xf64>
  return %r : tensor<3xf64>
}
