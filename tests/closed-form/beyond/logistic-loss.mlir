// log(1 + exp(−y·(w·x + b))) with respect to w and b.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [0.5, -0.25, 1.3, 1.0]
// SAMPLE: [0.5, 0.25, -0.7, -1.0]

func.func @f(%w: f64, %b: f64, %x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %m = arith.mulf %y, %1 : f64
  %2 = arith.negf %m : f64
  %3 = math.exp %2 : f64
  %4 = arith.addf %one, %3 : f64
  %5 = math.log %4 : f64
  return %5 : f64
}

func.func @hand(%w: f64, %b: f64, %x: f64, %y: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %2 = arith.mulf %y, %1 : f64
  %3 = arith.negf %2 : f64
  %e = math.exp %3 : f64
  %4 = arith.mulf %y, %e : f64
  %5 = arith.addf %one, %e : f64
  %6 = arith.divf %4, %5 : f64
  %g = arith.negf %6 : f64
  %7 = arith.mulf %g, %x : f64
  return %7, %g : f64, f64
}
