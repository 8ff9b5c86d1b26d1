// m·v²/2.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7]
// SAMPLE: [2.0, -3.0]

func.func @f(%m: f64, %v: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %0 = arith.mulf %half, %m : f64
  %1 = arith.mulf %v, %v : f64
  %2 = arith.mulf %0, %1 : f64
  return %2 : f64
}

func.func @hand(%m: f64, %v: f64) -> (f64, f64) {
  %half = arith.constant 0.5 : f64
  %0 = arith.mulf %v, %v : f64
  %1 = arith.mulf %half, %0 : f64
  %2 = arith.mulf %m, %v : f64
  return %1, %2 : f64, f64
}
