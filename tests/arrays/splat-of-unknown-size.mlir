// One scalar in all places.

func.func @f(%a: f64, %x: tensor<?x2xf64>) -> tensor<?x2xf64> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x2xf64>
  %s = tensor.splat %a[%n] : tensor<?x2xf64>
  %r = arith.mulf %s, %x : tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}
