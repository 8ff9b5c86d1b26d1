// Branches that give arrays.

!v = tensor<3xf64>
func.func @f(%x: !v, %y: !v) -> !v {
  %s = nd.sum %x [0] : !v to f64
  %zero = arith.constant 0.0 : f64
  %c = arith.cmpf ogt, %s, %zero : f64
  %r = scf.if %c -> !v {
    %p = arith.mulf %x, %y : !v
    scf.yield %p : !v
  } else {
    %e = math.exp %x : !v
    scf.yield %e : !v
  }
  return %r : !v
}
