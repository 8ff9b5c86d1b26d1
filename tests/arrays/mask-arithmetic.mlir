// Masks combined with and, or, xor, and counted as numbers.

!v = tensor<5xf64>
!b = tensor<5xi1>
func.func @f(%x: !v, %y: !v) -> (!v, i64) {
  %z = arith.constant dense<0.0> : !v
  %a = arith.cmpf olt, %x, %y : !v
  %b = arith.cmpf ogt, %x, %z : !v
  %c = arith.andi %a, %b : !b
  %d = arith.xori %a, %b : !b
  %e = arith.ori %c, %d : !b
  %w = arith.uitofp %e : !b to !v
  %wide = arith.extui %e : !b to tensor<5xi64>
  %n = nd.sum %wide [0] : tensor<5xi64> to i64
  %xy = arith.mulf %x, %y : !v
  %r = arith.mulf %w, %xy : !v
  return %r, %n : !v, i64
}
