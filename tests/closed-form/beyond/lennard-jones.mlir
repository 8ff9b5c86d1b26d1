// The Lennard-Jones potential 4ε((σ/r)¹² − (σ/r)⁶) with respect to r.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3, 0.5, 1.0]
// SAMPLE: [0.9, 1.5, 0.75]

func.func @f(%r: f64, %epsilon: f64, %sigma: f64) -> f64 {
  %four = arith.constant 4.0 : f64
  %s = arith.divf %sigma, %r : f64
  %s2 = arith.mulf %s, %s : f64
  %0 = arith.mulf %s2, %s2 : f64
  %s6 = arith.mulf %0, %s2 : f64
  %1 = arith.mulf %four, %epsilon : f64
  %2 = arith.mulf %s6, %s6 : f64
  %3 = arith.subf %2, %s6 : f64
  %4 = arith.mulf %1, %3 : f64
  return %4 : f64
}

func.func @hand(%r: f64, %epsilon: f64, %sigma: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %c24 = arith.constant 24.0 : f64
  %two = arith.constant 2.0 : f64
  %q = arith.divf %one, %r : f64
  %s = arith.mulf %sigma, %q : f64
  %s2 = arith.mulf %s, %s : f64
  %0 = arith.mulf %s2, %s2 : f64
  %s6 = arith.mulf %0, %s2 : f64
  %1 = arith.mulf %c24, %epsilon : f64
  %2 = arith.mulf %1, %q : f64
  %3 = arith.mulf %s6, %s6 : f64
  %4 = arith.mulf %two, %3 : f64
  %5 = arith.subf %s6, %4 : f64
  %6 = arith.mulf %2, %5 : f64
  return %6 : f64
}
