// The middle of the sorted elements.

func.func @f(%x: tensor<5xf64>) -> f64 {
  %c2 = arith.constant 2 : index
  %s = nd.sort %x along 0 : tensor<5xf64>
  %m = tensor.extract %s[%c2] : tensor<5xf64>
  %r = arith.mulf %m, %m : f64
  return %r : f64
}
