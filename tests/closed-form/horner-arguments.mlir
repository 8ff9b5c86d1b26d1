// A polynomial of degree 5 by Horner's rule, coefficients are arguments: with respect to x, by the recurrence d ← d·x + r.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3, 0.5, -1.0, 2.0, 0.25, -3.0, 1.0]
// SAMPLE: [-0.7, 1.5, 0.5, -2.0, 1.0, 0.75, 4.0]

func.func @f(%x: f64, %a: f64, %b: f64, %c: f64, %d: f64, %e: f64, %g: f64) -> f64 {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.addf %0, %b : f64
  %2 = arith.mulf %1, %x : f64
  %3 = arith.addf %2, %c : f64
  %4 = arith.mulf %3, %x : f64
  %5 = arith.addf %4, %d : f64
  %6 = arith.mulf %5, %x : f64
  %7 = arith.addf %6, %e : f64
  %8 = arith.mulf %7, %x : f64
  %9 = arith.addf %8, %g : f64
  return %9 : f64
}

func.func @hand(%x: f64, %a: f64, %b: f64, %c: f64, %d: f64, %e: f64, %g: f64) -> f64 {
  %0 = arith.mulf %a, %x : f64
  %r1 = arith.addf %0, %b : f64
  %1 = arith.mulf %r1, %x : f64
  %r2 = arith.addf %1, %c : f64
  %2 = arith.mulf %r2, %x : f64
  %r3 = arith.addf %2, %d : f64
  %3 = arith.mulf %r3, %x : f64
  %r4 = arith.addf %3, %e : f64
  %4 = arith.mulf %a, %x : f64
  %d1 = arith.addf %4, %r1 : f64
  %5 = arith.mulf %d1, %x : f64
  %d2 = arith.addf %5, %r2 : f64
  %6 = arith.mulf %d2, %x : f64
  %d3 = arith.addf %6, %r3 : f64
  %7 = arith.mulf %d3, %x : f64
  %8 = arith.addf %7, %r4 : f64
  return %8 : f64
}
