// The logistic loss with the model as a closure.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [0.5, -0.25, 1.3, 1.0]

func.func @f(%w: f64, %b: f64, %x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %model = functional.lambda (%v: f64) -> f64 {
    %0 = arith.mulf %w, %v : f64
    %1 = arith.addf %0, %b : f64
    functional.return %1 : f64
  }
  %2 = functional.apply %model(%x) : !functional.fn<(f64) -> f64>
  %3 = arith.mulf %y, %2 : f64
  %4 = arith.negf %3 : f64
  %5 = math.exp %4 : f64
  %6 = arith.addf %one, %5 : f64
  %7 = math.log %6 : f64
  return %7 : f64
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
