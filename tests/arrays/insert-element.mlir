// One element is overwritten with a function of others.

func.func @f(%x: tensor<3xf64>, %s: f64) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = tensor.extract %x[%c0] : tensor<3xf64>
  %p = arith.mulf %a, %s : f64
  %u = tensor.insert %p into %x[%c1] : tensor<3xf64>
  %r = arith.mulf %u, %x : tensor<3xf64>
  return %r : tensor<3xf64>
}
