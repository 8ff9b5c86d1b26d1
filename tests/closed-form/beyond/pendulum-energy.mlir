// m·l²·ω²/2 + m·g·l·(1 − cos θ) with respect to θ and ω.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [0.5, 1.5, 2.0, 0.75, 9.75]

func.func @f(%theta: f64, %omega: f64, %m: f64, %l: f64, %g: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %lo = arith.mulf %l, %omega : f64
  %0 = arith.mulf %half, %m : f64
  %1 = arith.mulf %lo, %lo : f64
  %2 = arith.mulf %0, %1 : f64
  %3 = arith.mulf %m, %g : f64
  %4 = arith.mulf %3, %l : f64
  %5 = math.cos %theta : f64
  %6 = arith.subf %one, %5 : f64
  %7 = arith.mulf %4, %6 : f64
  %8 = arith.addf %2, %7 : f64
  return %8 : f64
}

func.func @hand(%theta: f64, %omega: f64, %m: f64, %l: f64, %g: f64) -> (f64, f64) {
  %ml = arith.mulf %m, %l : f64
  %0 = arith.mulf %ml, %g : f64
  %1 = math.sin %theta : f64
  %2 = arith.mulf %0, %1 : f64
  %3 = arith.mulf %ml, %l : f64
  %4 = arith.mulf %3, %omega : f64
  return %2, %4 : f64, f64
}
