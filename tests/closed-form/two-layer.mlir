// v·tanh(w·x + b) with respect to v, w and b.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [0.5, 0.25, 1.5, 2.0]

func.func @f(%v: f64, %w: f64, %b: f64, %x: f64) -> f64 {
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %2 = math.tanh %1 : f64
  %3 = arith.mulf %v, %2 : f64
  return %3 : f64
}

func.func @hand(%v: f64, %w: f64, %b: f64, %x: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %t = math.tanh %1 : f64
  %2 = arith.mulf %t, %t : f64
  %3 = arith.subf %one, %2 : f64
  %g = arith.mulf %v, %3 : f64
  %4 = arith.mulf %g, %x : f64
  return %t, %4, %g : f64, f64, f64
}
