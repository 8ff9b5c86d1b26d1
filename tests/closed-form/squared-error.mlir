// (w·x + b − y)² with respect to w and b.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [0.5, 0.25, 1.5, 2.0]

func.func @f(%w: f64, %b: f64, %x: f64, %y: f64) -> f64 {
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %r = arith.subf %1, %y : f64
  %2 = arith.mulf %r, %r : f64
  return %2 : f64
}

func.func @hand(%w: f64, %b: f64, %x: f64, %y: f64) -> (f64, f64) {
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %e = arith.subf %1, %y : f64
  %g = arith.addf %e, %e : f64
  %2 = arith.mulf %g, %x : f64
  return %2, %g : f64, f64
}
