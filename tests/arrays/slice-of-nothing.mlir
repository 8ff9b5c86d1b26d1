// A slice of no elements.

func.func @f(%x: tensor<3xf64>, %n: index) -> (tensor<?xf64>, tensor<3xf64>) {
  %a = tensor.extract_slice %x[1] [%n] [1] : tensor<3xf64> to tensor<?xf64>
  %b = math.exp %a : tensor<?xf64>
  %c = arith.mulf %x, %x : tensor<3xf64>
  return %b, %c : tensor<?xf64>, tensor<3xf64>
}
