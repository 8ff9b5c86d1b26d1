// q·p/√(x² + y² + z²) with respect to the position.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.0, 2.0, 3.0, 0.5, -1.5]

func.func @f(%x: f64, %y: f64, %z: f64, %q: f64, %p: f64) -> f64 {
  %0 = arith.mulf %q, %p : f64
  %1 = arith.mulf %x, %x : f64
  %2 = arith.mulf %y, %y : f64
  %3 = arith.addf %1, %2 : f64
  %4 = arith.mulf %z, %z : f64
  %5 = arith.addf %3, %4 : f64
  %6 = math.sqrt %5 : f64
  %7 = arith.divf %0, %6 : f64
  return %7 : f64
}

func.func @hand(%x: f64, %y: f64, %z: f64, %q: f64, %p: f64) -> (f64, f64, f64) {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %y, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %z, %z : f64
  %d = arith.addf %2, %3 : f64
  %4 = arith.mulf %q, %p : f64
  %5 = math.sqrt %d : f64
  %6 = arith.mulf %d, %5 : f64
  %7 = arith.divf %4, %6 : f64
  %g = arith.negf %7 : f64
  %8 = arith.mulf %g, %x : f64
  %9 = arith.mulf %g, %y : f64
  %10 = arith.mulf %g, %z : f64
  return %8, %9, %10 : f64, f64, f64
}
