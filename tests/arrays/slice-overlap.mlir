// Differences of neighbours: two slices of one array.

func.func @f(%x: tensor<6xf64>) -> f64 {
  %a = tensor.extract_slice %x[1] [5] [1] : tensor<6xf64> to tensor<5xf64>
  %b = tensor.extract_slice %x[0] [5] [1] : tensor<6xf64> to tensor<5xf64>
  %d = arith.subf %a, %b : tensor<5xf64>
  %q = arith.mulf %d, %d : tensor<5xf64>
  %r = nd.sum %q [0] : tensor<5xf64> to f64
  return %r : f64
}
