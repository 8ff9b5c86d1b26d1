// What a switch gives is not written if it is a constant.
func.func @f(%x: f64, %y: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %v = tensor.from_elements %x, %y : tensor<2xf64>
  %n = arith.fptosi %y : f64 to i64
  %i = arith.index_cast %n : i64 to index
  %zero = arith.constant dense<0.0> : tensor<2xf64>
  %one = arith.constant dense<1.0> : tensor<2xf64>
  %s = scf.index_switch %i -> tensor<2xf64>
  case 3 {
    scf.yield %v : tensor<2xf64>
  }
  case 1 {
    scf.yield %one : tensor<2xf64>
  }
  default {
    scf.yield %zero : tensor<2xf64>
  }
  %t = tensor.insert %x into %s[%c0] : tensor<2xf64>
  %u = arith.mulf %t, %t : tensor<2xf64>
  %r = nd.sum %u [0] : tensor<2xf64> to f64
  return %r : f64
}
