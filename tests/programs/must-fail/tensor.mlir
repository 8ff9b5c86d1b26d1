// An array of the tensor dialect.
//
// CHECK-ERROR: tensor.extract
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %t = tensor.from_elements %x, %x : tensor<2xf64>
  %r = tensor.extract %t[%zero] : tensor<2xf64>
  return %r : f64
}
