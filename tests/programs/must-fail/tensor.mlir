// An array of the tensor dialect.
//
// CHECK-ERROR: tensor.from_elements
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %big = arith.cmpf ogt, %x, %two : f64
  %index = arith.index_castui %big : i1 to index
  %y = arith.mulf %x, %two : f64
  %t = tensor.from_elements %x, %y : tensor<2xf64>
  %r = tensor.extract %t[%index] : tensor<2xf64>
  return %r : f64
}
