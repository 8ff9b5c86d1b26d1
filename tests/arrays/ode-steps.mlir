// Runge-Kutta steps of a system with parameters.

!v = tensor<2xf64>
!f = !functional.fn<(!v) -> !v>
func.func @axpy(%s: f64, %x: !v, %y: !v) -> !v {
  %r = nd.map (%a in %x : !v, %b in %y : !v) -> !v {
    %p = arith.mulf %s, %a : f64
    %q = arith.addf %p, %b : f64
    nd.yield %q : f64
  }
  return %r : !v
}
func.func @f(%y0: !v, %k: !v) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %h = arith.constant 0.1 : f64
  %h2 = arith.constant 0.05 : f64
  %h6 = arith.constant 0.016666666666666666 : f64
  %two = arith.constant 2.0 : f64
  // Lotka and Volterra: (y0 (k0 - y1), y1 (y0 - k1))
  %slope = functional.lambda (%y: !v) -> !v {
    %a = tensor.extract %y[%c0] : !v
    %b = tensor.extract %y[%c1] : !v
    %k0 = tensor.extract %k[%c0] : !v
    %k1 = tensor.extract %k[%c1] : !v
    %d0 = arith.subf %k0, %b : f64
    %d1 = arith.subf %a, %k1 : f64
    %e0 = arith.mulf %a, %d0 : f64
    %e1 = arith.mulf %b, %d1 : f64
    %e = tensor.from_elements %e0, %e1 : !v
    functional.return %e : !v
  }
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%y = %y0) -> !v {
    %s1 = functional.apply %slope(%y) : !f
    %y1 = func.call @axpy(%h2, %s1, %y) : (f64, !v, !v) -> !v
    %s2 = functional.apply %slope(%y1) : !f
    %y2 = func.call @axpy(%h2, %s2, %y) : (f64, !v, !v) -> !v
    %s3 = functional.apply %slope(%y2) : !f
    %y3 = func.call @axpy(%h, %s3, %y) : (f64, !v, !v) -> !v
    %s4 = functional.apply %slope(%y3) : !f
    %s23 = arith.addf %s2, %s3 : !v
    %s14 = arith.addf %s1, %s4 : !v
    %s = func.call @axpy(%two, %s23, %s14) : (f64, !v, !v) -> !v
    %n = func.call @axpy(%h6, %s, %y) : (f64, !v, !v) -> !v
    scf.yield %n : !v
  }
  return %r : !v
}
