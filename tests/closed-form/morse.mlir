// The Morse potential d·(1 − exp(−a·(r − c)))² with respect to r.
//
// GRAD: wrt = [0]
// SAMPLE: [1.5, 2.0, 0.75, 1.0]

func.func @f(%r: f64, %d: f64, %a: f64, %c: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.subf %r, %c : f64
  %1 = arith.mulf %a, %0 : f64
  %2 = arith.negf %1 : f64
  %3 = math.exp %2 : f64
  %u = arith.subf %one, %3 : f64
  %4 = arith.mulf %u, %u : f64
  %5 = arith.mulf %d, %4 : f64
  return %5 : f64
}

func.func @hand(%r: f64, %d: f64, %a: f64, %c: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.subf %r, %c : f64
  %1 = arith.mulf %a, %0 : f64
  %2 = arith.negf %1 : f64
  %e = math.exp %2 : f64
  %3 = arith.mulf %two, %d : f64
  %4 = arith.mulf %3, %a : f64
  %5 = arith.mulf %4, %e : f64
  %6 = arith.subf %one, %e : f64
  %7 = arith.mulf %5, %6 : f64
  return %7 : f64
}
