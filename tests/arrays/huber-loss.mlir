// Quadratic near zero, linear far from it.

!v = tensor<5xf64>
func.func @f(%x: !v, %d: f64) -> f64 {
  %m = nd.map (%a in %x : !v) -> !v {
    %abs = math.absf %a : f64
    %c = arith.cmpf olt, %abs, %d : f64
    %half = arith.constant 0.5 : f64
    %v = scf.if %c -> f64 {
      %q = arith.mulf %a, %a : f64
      %h = arith.mulf %q, %half : f64
      scf.yield %h : f64
    } else {
      %h = arith.mulf %d, %half : f64
      %e = arith.subf %abs, %h : f64
      %l = arith.mulf %e, %d : f64
      scf.yield %l : f64
    }
    nd.yield %v : f64
  }
  %r = nd.sum %m [0] : !v to f64
  return %r : f64
}
