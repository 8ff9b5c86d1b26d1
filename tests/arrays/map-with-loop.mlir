// In each element a loop, whose length is in another array.

!v = tensor<4xf64>
func.func @f(%x: !v, %n: tensor<4xindex>) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f64
  %r = nd.map (%a in %x : !v, %k in %n : tensor<4xindex>) -> !v {
    %p = scf.for %i = %c0 to %k step %c1 iter_args(%s = %one) -> f64 {
      %t = arith.mulf %s, %a : f64
      scf.yield %t : f64
    }
    nd.yield %p : f64
  }
  return %r : !v
}
