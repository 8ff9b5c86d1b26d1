// Single elements, one of them twice.

func.func @f(%x: tensor<2x3xf64>, %i: index) -> f64 {
  %c0 = arith.constant 0 : index
  %a = tensor.extract %x[%c0, %i] : tensor<2x3xf64>
  %b = tensor.extract %x[%i, %i] : tensor<2x3xf64>
  %p = arith.mulf %a, %b : f64
  %r = arith.mulf %p, %a : f64
  return %r : f64
}
