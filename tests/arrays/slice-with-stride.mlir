// Every other element from the second.

func.func @f(%x: tensor<7xf64>) -> tensor<3xf64> {
  %a = tensor.extract_slice %x[1] [3] [2] : tensor<7xf64> to tensor<3xf64>
  %r = arith.mulf %a, %a : tensor<3xf64>
  return %r : tensor<3xf64>
}
