// In each element a loop that ends when it is large.

!v = tensor<3xf64>
func.func @f(%x: !v) -> !v {
  %limit = arith.constant 10.0 : f64
  %r = nd.map (%a in %x : !v) -> !v {
    %p = scf.while (%s = %a) : (f64) -> f64 {
      %c = arith.cmpf olt, %s, %limit : f64
      scf.condition(%c) %s : f64
    } do {
    ^bb0(%s: f64):
      %t = arith.mulf %s, %s : f64
      scf.yield %t : f64
    }
    nd.yield %p : f64
  }
  return %r : !v
}
