// sqrt(x) where x > 0, else 0: the derivative of the other side does not count.

!v = tensor<4xf64>
func.func @f(%x: !v) -> !v {
  %z = arith.constant dense<0.0> : !v
  %c = arith.cmpf ogt, %x, %z : !v
  %s = math.sqrt %x : !v
  %r = arith.select %c, %s, %z : tensor<4xi1>, !v
  return %r : !v
}
