// abcd.
//
// GRAD: wrt = [0, 1, 2, 3]
// SAMPLE: [1.5, 2.0, -0.5, 3.0]

func.func @f(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %0 = arith.mulf %a, %b : f64
  %1 = arith.mulf %0, %c : f64
  %2 = arith.mulf %1, %d : f64
  return %2 : f64
}

func.func @hand(%a: f64, %b: f64, %c: f64, %d: f64) -> (f64, f64, f64, f64) {
  %ab = arith.mulf %a, %b : f64
  %cd = arith.mulf %c, %d : f64
  %0 = arith.mulf %b, %cd : f64
  %1 = arith.mulf %a, %cd : f64
  %2 = arith.mulf %ab, %d : f64
  %3 = arith.mulf %ab, %c : f64
  return %0, %1, %2, %3 : f64, f64, f64, f64
}
